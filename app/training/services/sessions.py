"""Writes about half-days: who is with which group, when and where."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, NotRequired, TypedDict, Unpack

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.core.half_days import Half
from app.core.roles import Role
from app.database import transaction
from app.extensions import db
from app.people.models import Membership, Person
from app.training.models import Group, SessionTrainer, TrainingSession
from app.training.queries import in_force
from app.training.rules import (
    LONGEST_TEXT,
    GroupIsBusy,
    Modality,
    NotATrainer,
    SessionIsCancelled,
    SessionIsRecorded,
    TrainerIsBusy,
    check_half_day_in_cohort,
    check_half_day_times,
    check_text,
    overlap,
)
from app.training.services.changes import add, lock_training, record


class SessionFacts(TypedDict):
    """What is said of a half-day; what is left out becomes empty."""

    day: date
    half: Half
    starts_at: time
    ends_at: time
    modality: Modality
    module: str
    place: NotRequired[str | None]
    trainers: NotRequired[Sequence[Person]]


@transaction
def plan_session(
    group: Group, *, now: datetime, by: Person | None, **facts: Unpack[SessionFacts]
) -> TrainingSession:
    """Plan a half-day for a group.

    :raises SessionOutsideCohort: when the cohort does not train on that day.
    :raises GroupIsBusy: when the group has one planned.
    :raises TrainerIsBusy: when a trainer is with another group at that time.
    :raises NotATrainer: when somebody has not that role in the network.
    :raises WrongHalf: and its siblings, when the times make no half-day.
    """
    lock_training(group.network_id)
    _check_day(group, facts["day"])
    values = _checked(group, facts, None)
    session = TrainingSession(
        network_id=group.network_id, cohort_id=group.cohort_id, group_id=group.id, **values
    )
    add("session.planned", session, {"group_id": group.id, **_told(values)}, now=now, by=by)
    return session


@transaction
def change_session(
    session: TrainingSession, *, now: datetime, by: Person | None, **facts: Unpack[SessionFacts]
) -> None:
    """Change a half-day whose register is not recorded yet.

    :raises SessionIsRecorded: when it is.
    :raises SessionIsCancelled: when it was cancelled.
    :raises SessionOutsideCohort: when it would move out of its cohort.
    :raises GroupIsBusy: and TrainerIsBusy, NotATrainer, WrongHalf, as when it was planned.
    """
    lock_training(session.network_id)
    _claim(session)
    if facts["day"] != session.day:
        _check_day(session.group, facts["day"])
    values = _checked(session.group, facts, session.id)
    before = {name: getattr(session, name) for name in values}
    if _told(before) == _told(values):
        return
    for name, value in values.items():
        setattr(session, name, value)
    record("session.changed", session, before=_told(before), after=_told(values), now=now, by=by)


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


def _check_day(group: Group, day: date) -> None:
    cohort = group.cohort
    check_half_day_in_cohort(day, cohort.name, cohort.starts_on, cohort.ends_on)


def _checked(group: Group, facts: SessionFacts, own_id: int | None) -> dict[str, Any]:
    """Return the values of a half-day once every rule has let them pass."""
    day, half, starts_at, ends_at = facts["day"], facts["half"], facts["starts_at"], facts["ends_at"]
    trainers, place = list(facts.get("trainers", ())), facts.get("place")
    check_half_day_times(half, starts_at, ends_at)
    check_text(facts["module"], LONGEST_TEXT)
    if place:
        check_text(place, LONGEST_TEXT)
    _check_group_is_free(group, day, half, own_id)
    _check_trainers_are_free(group, trainers, day, starts_at, ends_at, own_id)
    return {**facts, "place": place, "trainers": trainers}


def _check_group_is_free(group: Group, day: date, half: Half, own_id: int | None) -> None:
    held = select(TrainingSession.id).where(
        TrainingSession.group_id == group.id,
        TrainingSession.day == day,
        TrainingSession.half == half,
        in_force(),
    )
    if db.session.scalar(held) not in (None, own_id):
        raise GroupIsBusy(group=group.name, day=day)


def _check_trainers_are_free(
    group: Group,
    trainers: Sequence[Person],
    day: date,
    starts_at: time,
    ends_at: time,
    own_id: int | None,
) -> None:
    for trainer in trainers:
        if not any(_is_trainer_in(membership, group.network_id) for membership in trainer.memberships):
            raise NotATrainer(person=trainer.display_name)
        for other in _sessions_of(trainer, group.network_id, day):
            is_another = other.id != own_id
            if is_another and overlap(starts_at, ends_at, other.starts_at, other.ends_at):
                raise TrainerIsBusy(
                    trainer=trainer.display_name,
                    group=other.group.name,
                    day=day,
                    starts_at=other.starts_at,
                    ends_at=other.ends_at,
                )


def _is_trainer_in(membership: Membership, network_id: int) -> bool:
    return membership.network_id == network_id and membership.role is Role.TRAINER


def _sessions_of(trainer: Person, network_id: int, day: date) -> list[TrainingSession]:
    statement = (
        select(TrainingSession)
        .join(SessionTrainer, SessionTrainer.session_id == TrainingSession.id)
        .where(
            SessionTrainer.person_id == trainer.id,
            TrainingSession.day == day,
            TrainingSession.network_id == network_id,
            in_force(),
        )
    )
    return list(db.session.scalars(statement))


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values as an act tells them: trainers by their ids."""
    return {
        **{name: value for name, value in values.items() if name != "trainers"},
        "trainer_ids": sorted(trainer.id for trainer in values["trainers"]),
    }
