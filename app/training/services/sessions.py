"""Writes about half-days: who is with which group, when and where."""

from collections.abc import Iterable
from datetime import datetime
from typing import Unpack

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import CatchUp, Group, SessionMove, TrainingSession
from app.training.queries import Timetable
from app.training.rules import (
    LONGEST_TEXT,
    Clash,
    HalfDayPlan,
    SessionIsCancelled,
    SessionIsRecorded,
    check_text,
)
from app.training.services.catch_ups import free_who_is_elsewhere
from app.training.services.changes import lock_training, record
from app.training.services.half_days import (
    SessionFacts,
    check_half_day,
    plan_of,
    refuse_unaccepted,
    told,
    values_of,
)


@transaction
def plan_session(
    group: Group,
    *,
    now: datetime,
    by: Person | None,
    clashes_accepted: bool = False,
    **facts: Unpack[SessionFacts],
) -> tuple[TrainingSession, list[CatchUp]]:
    """Plan a half-day for a group; return it, and the catch-ups of its people elsewhere, which it makes impossible.

    :param clashes_accepted: plan it even if a trainer or an advisor is elsewhere at that time.
    :raises SessionOutsideCohort: when the cohort does not train on that day.
    :raises GroupIsBusy: and GroupIsElsewhere, when the group has one planned.
    :raises TrainerIsBusy: and AdvisorIsBusy, when somebody is with another group at that time.
    :raises NotATrainer: when somebody has not that role in the network.
    :raises UnknownCompetence: when the block has no such competence.
    :raises WrongHalf: and its siblings, when the times make no half-day.
    """
    lock_training(group.network_id)
    plan, trainers = plan_of(facts), list(facts.get("trainers", ()))
    timetable = Timetable.on(group.network_id, {plan.spot.day})
    check_half_day(group, plan, trainers, timetable)
    if not clashes_accepted:
        refuse_unaccepted(timetable.clashes_of_plan(group, plan, trainers))
    session = add_session(group, plan, trainers, now=now, by=by)
    return session, free_who_is_elsewhere([session], now=now, by=by)


def clashes_of_half_day(
    group: Group, session: TrainingSession | None = None, **facts: Unpack[SessionFacts]
) -> list[Clash]:
    """Return what a half-day takes from others, or would take.

    :param session: the half-day that is or becomes such; none while it is not planned.
    """
    plan, own_id = plan_of(facts), id_of(session)
    timetable = Timetable.on(group.network_id, {plan.spot.day})
    return timetable.clashes_of_plan(group, plan, facts.get("trainers", ()), own_id)


def clashes_of_session(session: TrainingSession) -> list[Clash]:
    """Return what a half-day takes from others."""
    return Timetable.on(session.network_id, {session.day}).clashes_of(session)


def add_session(
    group: Group, plan: HalfDayPlan, trainers: list[Person], *, now: datetime, by: Person | None
) -> TrainingSession:
    """Store a half-day that was checked, with its act, in the transaction that is under way."""
    (session,) = add_sessions([(group, plan, trainers)], now=now, by=by)
    return session


def add_sessions(
    checked: Iterable[tuple[Group, HalfDayPlan, list[Person]]], *, now: datetime, by: Person | None
) -> list[TrainingSession]:
    """Store half-days that were checked, all of them with one statement, each with its act."""
    held = [(group, values_of(plan, trainers)) for group, plan, trainers in checked]
    sessions = [TrainingSession(group=group, **values) for group, values in held]
    db.session.add_all(sessions)
    db.session.flush()
    for session, (group, values) in zip(sessions, held, strict=True):
        told_of = {"group_id": group.id, **told(values)}
        record("session.planned", session, after=told_of, now=now, by=by)
    return sessions


@transaction
def change_session(
    session: TrainingSession,
    *,
    now: datetime,
    by: Person | None,
    clashes_accepted: bool = False,
    reason: str | None = None,
    **facts: Unpack[SessionFacts],
) -> list[CatchUp]:
    """Change a half-day whose register is not recorded yet; where it was before is kept when it moves.

    The catch-ups that would have somebody in two places when it is now are withdrawn, and returned: those of people
    who caught it up with this group, and those of its own people elsewhere.

    :param reason: why it moves, if that is said.
    :raises SessionIsRecorded: when it is.
    :raises SessionIsCancelled: when it was cancelled.
    :raises SessionOutsideCohort: and what else :func:`plan_session` raises.
    """
    lock_training(session.network_id)
    _claim(session)
    plan, trainers = plan_of(facts), list(facts.get("trainers", ()))
    timetable = Timetable.on(session.network_id, {plan.spot.day})
    check_half_day(session.group, plan, trainers, timetable, session)
    values = values_of(plan, trainers)
    before = {name: getattr(session, name) for name in values}
    if told(before) == told(values):
        return []
    if not clashes_accepted:
        refuse_unaccepted(timetable.clashes_of_plan(session.group, plan, trainers, session.id))
    has_moved = plan.spot != session.spot
    if has_moved:
        _keep_move(session, reason, now=now, by=by)
    for name, value in values.items():
        setattr(session, name, value)
    session.revision += 1
    freed = free_who_is_elsewhere([session], moved=True, now=now, by=by) if has_moved else []
    why = {"reason": reason} if has_moved and reason else {}
    record("session.changed", session, before=told(before), after={**told(values), **why}, now=now, by=by)
    return freed


@transaction
def cancel_session(session: TrainingSession, reason: str, *, now: datetime, by: Person | None) -> None:
    """Take back a half-day that was planned by error; it is kept with its reason, and expected nowhere any more.

    :raises SessionIsRecorded: when its register is recorded: hours are corrected, never taken out.
    :raises SessionIsCancelled: when it was cancelled before.
    :raises NameMissing: when no reason is given.
    """
    lock_training(session.network_id)
    check_text(reason, LONGEST_TEXT)
    _claim(session)
    session.cancelled_at, session.cancel_reason = now, reason.strip()
    session.revision += 1
    record("session.cancelled", session, after={"reason": session.cancel_reason}, now=now, by=by)


def _claim(session: TrainingSession) -> None:
    """Lock the half-day until this transaction ends, unless its register was recorded or it was cancelled.

    The registers stand above the training, which cannot read them: the database knows both and refuses to touch the
    row of a half-day that has one.
    """
    touched = update(TrainingSession).where(TrainingSession.id == session.id)
    try:
        db.session.execute(touched.values(network_id=session.network_id))
    except IntegrityError as refused:
        raise SessionIsRecorded from refused
    db.session.refresh(session)
    if session.is_cancelled:
        raise SessionIsCancelled


def _keep_move(session: TrainingSession, reason: str | None, *, now: datetime, by: Person | None) -> None:
    if reason:
        check_text(reason, LONGEST_TEXT)
    spot = session.spot
    db.session.add(
        SessionMove(
            session=session,
            network_id=session.network_id,
            moved_at=now,
            moved_by_id=id_of(by),
            reason=reason or None,
            day=spot.day,
            half=spot.half,
            starts_at=spot.starts_at,
            ends_at=spot.ends_at,
            place=spot.place,
        )
    )
