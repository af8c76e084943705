"""Reads of half-days."""

from datetime import date, time
from typing import Final

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import joinedload, lazyload
from sqlalchemy.orm.attributes import set_committed_value

from app.extensions import db
from app.people.models import Network, Person
from app.training.models import (
    Advisor,
    CatchUp,
    Cohort,
    Enrolment,
    Group,
    SessionMove,
    SessionTrainer,
    TrainingSession,
)
from app.training.queries.catch_ups import is_accepted
from app.training.rules import Spot, is_expected


def in_force() -> ColumnElement[bool]:
    """Return the condition that leaves the half-days which were not cancelled."""
    return TrainingSession.cancelled_at.is_(None)


# Built once: most of what a small statement costs is to build it. Of a single half-day the trainers can be read when
# they are asked for.
_ONE_SESSION: Final = (
    select(TrainingSession)
    .where(TrainingSession.network_id == bindparam("network_id"), TrainingSession.id == bindparam("id"))
    .options(lazyload(TrainingSession.trainers))
)
# The group of those people and its cohort are known already: those columns are not read again with each of them.
_ON_ITS_LIST: Final = (
    select(Enrolment)
    .where(
        or_(
            Enrolment.group_id == bindparam("group_id"),
            Enrolment.id.in_(
                select(CatchUp.enrolment_id).where(CatchUp.session_id == bindparam("id"), is_accepted())
            ),
        )
    )
    .options(joinedload(Enrolment.advisor).lazyload(Advisor.host), lazyload(Enrolment.cohort))
)


def training_session(network: Network, session_id: int) -> TrainingSession | None:
    """Return a half-day of the network with its group, or None."""
    return db.session.scalar(_ONE_SESSION, {"network_id": network.id, "id": session_id})


def sessions_between(
    network: Network, first: date, last: date, *, trainer: Person | None = None
) -> list[TrainingSession]:
    """Return the half-days from ``first`` to ``last``, both included, in their order; of one trainer if named."""
    statement = select(TrainingSession).where(
        TrainingSession.network_id == network.id, TrainingSession.day.between(first, last), in_force()
    )
    if trainer is not None:
        statement = statement.join(SessionTrainer, SessionTrainer.session_id == TrainingSession.id).where(
            SessionTrainer.person_id == trainer.id
        )
    return sorted(db.session.scalars(statement), key=_when)


def upcoming_sessions(enrolment: Enrolment, today: date, limit: int) -> list[TrainingSession]:
    """Return the next half-days of the enrolment's group, and those caught up, today's included, at most ``limit``."""
    caught_up = select(CatchUp.session_id).where(CatchUp.enrolment_id == enrolment.id, is_accepted())
    statement = select(TrainingSession).where(
        or_(TrainingSession.group_id == enrolment.group_id, TrainingSession.id.in_(caught_up)),
        TrainingSession.day >= today,
        in_force(),
    )
    ordered = statement.order_by(TrainingSession.day, TrainingSession.starts_at).limit(limit)
    return list(db.session.scalars(ordered))


def sessions_of(cohort: Cohort, first: date, limit: int) -> list[TrainingSession]:
    """Return the half-days of a cohort from ``first`` on, at most ``limit``."""
    statement = select(TrainingSession).where(
        TrainingSession.cohort_id == cohort.id, TrainingSession.day >= first, in_force()
    )
    ordered = statement.order_by(TrainingSession.day, TrainingSession.starts_at, TrainingSession.group_id)
    return list(db.session.scalars(ordered.limit(limit)))


def sessions_of_group(group: Group) -> list[TrainingSession]:
    """Return all half-days of a group, in their order."""
    statement = select(TrainingSession).where(TrainingSession.group_id == group.id, in_force())
    return list(db.session.scalars(statement.order_by(TrainingSession.day, TrainingSession.starts_at)))


def sessions_of_group_between(group: Group, first: date, last: date) -> list[TrainingSession]:
    """Return the half-days of a group from ``first`` to ``last``, both included, in their order."""
    statement = select(TrainingSession).where(
        TrainingSession.group_id == group.id, TrainingSession.day.between(first, last), in_force()
    )
    return list(db.session.scalars(statement.order_by(TrainingSession.day, TrainingSession.starts_at)))


def moves_of(session: TrainingSession) -> list[tuple[SessionMove, Spot]]:
    """Return the moves of a half-day, the first one first, each with where it led."""
    spots = [*(move.spot for move in session.moves), session.spot]
    return list(zip(session.moves, spots[1:], strict=True))


def expected_enrolments(session: TrainingSession) -> list[Enrolment]:
    """Return who is expected in the room on a half-day, by name; nobody on one that was cancelled.

    Those are the people of the group, and those of other groups who catch it up.
    """
    if session.is_cancelled:
        return []
    found = db.session.scalars(_ON_ITS_LIST, {"id": session.id, "group_id": session.group_id}).all()
    for each in found:
        if each.cohort_id == session.cohort_id:
            set_committed_value(each, "cohort", session.group.cohort)
    expected = [each for each in found if is_on_list(each, session.day)]
    own = {each.advisor_id for each in expected if each.group_id == session.group_id}
    once = [each for each in expected if each.group_id == session.group_id or each.advisor_id not in own]
    return sorted(once, key=lambda each: (each.advisor.person.sort_name, each.id))


def is_on_list(enrolment: Enrolment, day: date) -> bool:
    """Return whether somebody is on the list of their group on a day."""
    return is_expected(day, enrolment.first_creditable_day, enrolment.exited_on, enrolment.entry_status)


def _when(session: TrainingSession) -> tuple[date, time, str, int]:
    return session.day, session.starts_at, session.group.name, session.id
