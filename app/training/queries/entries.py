"""The half-days that a calendar shows, in bare columns: a month has hundreds of them."""

from collections import defaultdict
from datetime import date, time
from typing import Final, NamedTuple

from sqlalchemy import bindparam, select

from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Group, TrainingSession
from app.training.queries.sessions import in_force
from app.training.rules import Modality


class GroupOfEntry(NamedTuple):
    """The group of a half-day, as a calendar shows it."""

    id: int
    name: str


class CalendarEntry(NamedTuple):
    """A half-day as a calendar shows it."""

    id: int
    group: GroupOfEntry
    day: date
    starts_at: time
    ends_at: time
    place: str | None
    modality: Modality
    module: str
    competences: list[str]


# Built once: most of what a small statement costs is to build it.
_BETWEEN: Final = (
    TrainingSession.network_id == bindparam("network_id"),
    TrainingSession.day.between(bindparam("first"), bindparam("last")),
    in_force(),
)
_ENTRIES: Final = (
    select(
        Group.id,
        Group.name,
        TrainingSession.id,
        TrainingSession.day,
        TrainingSession.starts_at,
        TrainingSession.ends_at,
        TrainingSession.place,
        TrainingSession.modality,
        TrainingSession.module,
        TrainingSession.competences,
    )
    .join(TrainingSession.group)
    .where(*_BETWEEN)
    .order_by(TrainingSession.day, TrainingSession.starts_at, Group.name, TrainingSession.id)
)
_TRAINERS: Final = (
    select(TrainingSession.id, Person.id, Person.given_name, Person.family_name)
    .join(TrainingSession.trainers)
    .where(*_BETWEEN)
    .order_by(Person.id)
)


def calendar_entries(network: Network, first: date, last: date) -> list[CalendarEntry]:
    """Return the half-days of a network from ``first`` to ``last``, both included, in their order."""
    asked = {"network_id": network.id, "first": first, "last": last}
    return [
        CalendarEntry(session_id, GroupOfEntry(group_id, group), *rest)
        for group_id, group, session_id, *rest in db.session.execute(_ENTRIES, asked)
    ]


def trainers_between(network_id: int, first: date, last: date) -> dict[int, dict[int, str]]:
    """Return the names of the trainers of each half-day from ``first`` to ``last``, by half-day and person."""
    asked = {"network_id": network_id, "first": first, "last": last}
    trainers: dict[int, dict[int, str]] = defaultdict(dict)
    for session_id, person_id, given_name, family_name in db.session.execute(_TRAINERS, asked):
        trainers[session_id][person_id] = f"{given_name} {family_name}"
    return trainers
