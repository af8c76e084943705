"""Reads of the half-days that people catch up with other groups."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Advisor, CatchUp, Enrolment, TrainingSession


def catch_up(network: Network, catch_up_id: int) -> CatchUp | None:
    """Return a catch-up of the network, withdrawn or not, or None."""
    person = joinedload(CatchUp.enrolment).joinedload(Enrolment.advisor)
    statement = select(CatchUp).where(CatchUp.network_id == network.id, CatchUp.id == catch_up_id)
    return db.session.scalar(statement.options(person, joinedload(CatchUp.session)))


def catch_ups_to_come(enrolment: Enrolment, today: date) -> list[CatchUp]:
    """Return what somebody has accepted and is not past, in the order of the days."""
    statement = (
        select(CatchUp)
        .join(CatchUp.session)
        .where(
            CatchUp.enrolment_id == enrolment.id,
            is_accepted(),
            TrainingSession.day >= today,
            TrainingSession.cancelled_at.is_(None),
        )
        .options(contains_eager(CatchUp.session))
    )
    return list(db.session.scalars(statement.order_by(TrainingSession.day, TrainingSession.starts_at)))


def is_accepted() -> ColumnElement[bool]:
    """Return the condition that leaves the catch-ups that were not withdrawn."""
    return CatchUp.withdrawn_at.is_(None)


def caught_up_by(session_ids: Collection[int]) -> dict[int, list[Enrolment]]:
    """Return who of other groups is on the list of each of these half-days, by half-day."""
    accepted = select(CatchUp.session_id, CatchUp.enrolment_id).order_by(CatchUp.id)
    pairs = db.session.execute(accepted.where(CatchUp.session_id.in_(session_ids), is_accepted())).all()
    found: dict[int, list[Enrolment]] = defaultdict(list)
    if not pairs:
        return found
    of_these = select(Enrolment).where(Enrolment.id.in_({pair.enrolment_id for pair in pairs}))
    people = db.session.scalars(of_these.options(joinedload(Enrolment.advisor)))
    by_id = {each.id: each for each in people}
    for session_id, enrolment_id in pairs:
        found[session_id].append(by_id[enrolment_id])
    return found


def sessions_caught_up(person: Person, network_ids: Collection[int]) -> list[tuple[int, Enrolment]]:
    """Return the half-days that a person catches up with other groups, each with the enrolment it counts in."""
    statement = (
        select(CatchUp.session_id, Enrolment)
        .join(Enrolment, Enrolment.id == CatchUp.enrolment_id)
        .join(Enrolment.advisor)
        .where(Advisor.person_id == person.id, CatchUp.network_id.in_(network_ids), is_accepted())
        .options(contains_eager(Enrolment.advisor))
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]
