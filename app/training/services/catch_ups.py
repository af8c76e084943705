"""Writes about half-days that are caught up with another group."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import CatchUp, Enrolment, TrainingSession
from app.training.queries import expected_enrolments, in_force, is_accepted, is_on_list, sessions_of_person
from app.training.rules import (
    AdvisorIsBusy,
    AlreadyExpected,
    AnotherBlock,
    CatchUpIsPast,
    NoPlaceLeft,
    NotInTraining,
    NotOfThisNetwork,
    SessionIsCancelled,
    SessionIsRecorded,
    TooLateToWithdraw,
    has_place,
    overlap,
)
from app.training.services.changes import lock_training, record
from app.training.services.objections import is_fixed


@transaction
def accept_catch_up(
    session: TrainingSession, enrolment: Enrolment, *, today: date, now: datetime, by: Person | None
) -> CatchUp:
    """Put somebody on the list of a half-day of another group; the hours count in their own enrolment.

    Whoever accepts what was accepted before changes nothing.

    :raises NotOfThisNetwork, SessionIsCancelled, SessionIsRecorded, CatchUpIsPast: when nobody can join it.
    :raises NotInTraining, AnotherBlock, AlreadyExpected: when it does nothing for this person.
    :raises AdvisorIsBusy: when they are expected elsewhere at that time.
    :raises NoPlaceLeft: when the list is full.
    """
    # Whoever plans, moves or accepts at this moment comes entirely before or after, so that no place is given twice.
    lock_training(enrolment.network_id)
    accepted = _accepted(session, enrolment)
    if accepted is not None:
        return accepted
    db.session.refresh(session, with_for_update={"of": TrainingSession})
    _check_session(session, enrolment, today)
    _check_person(session, enrolment)
    if not has_place(session.group.places, len(expected_enrolments(session))):
        raise NoPlaceLeft(group=session.group.name, day=session.day)
    found = CatchUp(
        network_id=session.network_id,
        session_id=session.id,
        enrolment_id=enrolment.id,
        advisor_id=enrolment.advisor_id,
        accepted_at=now,
        accepted_by_id=id_of(by),
    )
    db.session.add(found)
    told = {"session_id": session.id, "enrolment_id": enrolment.id}
    record("catch_up.accepted", found, after=told, now=now, by=by)
    return found


@transaction
def withdraw_catch_up(catch_up: CatchUp, *, today: date, now: datetime, by: Person | None) -> None:
    """Take somebody off the list again, before the day; nothing happens when they are off it already.

    :raises TooLateToWithdraw: on the day itself and after it.
    """
    lock_training(catch_up.network_id)
    db.session.refresh(catch_up)
    if catch_up.withdrawn_at is not None:
        return
    session = catch_up.session
    if session.day <= today or is_fixed(session):
        raise TooLateToWithdraw(day=session.day)
    catch_up.withdrawn_at = now
    record("catch_up.withdrawn", catch_up, after={"session_id": session.id}, now=now, by=by)


def free_who_is_elsewhere(
    sessions: Sequence[TrainingSession], *, moved: bool = False, now: datetime, by: Person | None
) -> list[CatchUp]:
    """Withdraw the catch-ups that half-days of a network which are new or have moved make impossible; return them.

    Those are their own, of people who are expected elsewhere then, and those that their groups have at that time with
    others. Part of the transaction that plans or moves. Nobody is asked to be in two places, nor counted as absent
    from one.
    """
    accepted, freed = _accepted_around(sessions), []
    for session in sessions:
        for catch_up in _beside(session, accepted):
            if not _must_be_freed(catch_up, session):
                continue
            catch_up.withdrawn_at = now
            why = {"reason": "session.moved", "moved_id": session.id}
            if not moved:
                why = {"reason": "session.planned", "planned_id": session.id}
            told = {"session_id": catch_up.session_id, **why}
            record("catch_up.withdrawn", catch_up, after=told, now=now, by=by)
            freed.append(catch_up)
    return freed


def free_who_changes_groups(enrolment: Enrolment, *, now: datetime, by: Person | None) -> list[CatchUp]:
    """Withdraw the catch-ups of somebody at whose time their new group expects them; return them.

    Part of the transaction that has given them another group.
    """
    accepted = (
        select(CatchUp)
        .where(CatchUp.enrolment_id == enrolment.id, in_force(), is_accepted())
        .order_by(CatchUp.id)
    )
    freed = []
    for catch_up in db.session.scalars(accepted.join(CatchUp.session)).all():
        if _clash(catch_up.session, enrolment) is None or is_fixed(catch_up.session):
            continue
        catch_up.withdrawn_at = now
        told = {
            "session_id": catch_up.session_id,
            "reason": "enrolment.changed",
            "group_id": enrolment.group_id,
        }
        record("catch_up.withdrawn", catch_up, after=told, now=now, by=by)
        freed.append(catch_up)
    return freed


def _accepted_around(sessions: Sequence[TrainingSession]) -> list[CatchUp]:
    """Return every catch-up from the first to the last day of these half-days, in two statements at most."""
    if not sessions:
        return []
    days = {each.day for each in sessions}
    asked = {"network_id": sessions[0].network_id, "first": min(days), "last": max(days)}
    # Most often there is none, and whole rows with their half-days take twice as long to ask for.
    if db.session.scalars(_ids_of_accepted(), asked).first() is None:
        return []
    whole = select(CatchUp).where(CatchUp.id.in_(_ids_of_accepted())).options(joinedload(CatchUp.session))
    return list(db.session.scalars(whole.order_by(CatchUp.id), asked))


@cache
def _ids_of_accepted() -> Select[int]:
    of_network = CatchUp.network_id == bindparam("network_id")
    in_these_days = TrainingSession.day.between(bindparam("first"), bindparam("last"))
    return (
        select(CatchUp.id).join(CatchUp.session).where(of_network, in_these_days, in_force(), is_accepted())
    )


def _beside(session: TrainingSession, accepted: Sequence[CatchUp]) -> list[CatchUp]:
    """Return who catches a half-day up, then who catches up another one at its time.

    In this order: whoever is freed from the first is no longer expected there, and keeps the other.
    """
    at_once = (
        each
        for each in accepted
        if each.withdrawn_at is None
        and each.session.day == session.day
        and _is_at_once(session, each.session)
    )
    return sorted(at_once, key=lambda each: each.session_id != session.id)


def _must_be_freed(catch_up: CatchUp, session: TrainingSession) -> bool:
    caught_up, enrolment = catch_up.session, catch_up.enrolment
    stays = caught_up is not session or is_on_list(enrolment, session.day)
    if stays and _clash(caught_up, enrolment) is None:
        return False
    # What was recorded there stays: hours are corrected, never taken out.
    return not is_fixed(caught_up)


def _clash(session: TrainingSession, enrolment: Enrolment) -> TrainingSession | None:
    """Return where somebody is expected at the time of a half-day, or None; the half-day itself aside."""
    person = enrolment.advisor.person
    for other in sessions_of_person(person, {session.network_id}, session.day, session.day):
        if other.id != session.id and _is_at_once(session, other):
            return other
    return None


def _is_at_once(session: TrainingSession, other: TrainingSession) -> bool:
    """Return whether two half-days of one day take up the same time."""
    return other.half is session.half or overlap(
        session.starts_at, session.ends_at, other.starts_at, other.ends_at
    )


def _accepted(session: TrainingSession, enrolment: Enrolment) -> CatchUp | None:
    statement = select(CatchUp).where(
        CatchUp.session_id == session.id, CatchUp.advisor_id == enrolment.advisor_id, is_accepted()
    )
    return db.session.scalar(statement)


def _check_session(session: TrainingSession, enrolment: Enrolment, today: date) -> None:
    if session.network_id != enrolment.network_id:
        raise NotOfThisNetwork
    if session.is_cancelled:
        raise SessionIsCancelled
    if session.day < today:
        raise CatchUpIsPast(day=session.day)
    if is_fixed(session):
        raise SessionIsRecorded
    if session.group.cohort.aim != enrolment.cohort.aim:
        raise AnotherBlock(group=session.group.name)


def _check_person(session: TrainingSession, enrolment: Enrolment) -> None:
    person = enrolment.advisor.person
    if not is_on_list(enrolment, session.day):
        raise NotInTraining(person=person.display_name, day=session.day)
    if any(each.advisor_id == enrolment.advisor_id for each in expected_enrolments(session)):
        raise AlreadyExpected(person=person.display_name)
    other = _clash(session, enrolment)
    if other is not None:
        raise AdvisorIsBusy(
            advisor=person.display_name,
            group=other.group.name,
            day=other.day,
            starts_at=other.starts_at,
            ends_at=other.ends_at,
        )
