"""Reads of the training. Every function takes the network and finds nothing of another one."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, time
from typing import TypeVar

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.extensions import db
from app.people.models import Network, Person, SortOrder
from app.training.models import (
    Advisor,
    Cohort,
    Enrolment,
    Group,
    Host,
    Provider,
    SessionTrainer,
    TrainingSession,
)
from app.training.rules import is_expected

Owned = TypeVar("Owned", Advisor, Cohort, Enrolment, Group, Host, Provider, TrainingSession)
Order = Callable[[Advisor], tuple[str, str, int]]


def advisor(network: Network, advisor_id: int) -> Advisor | None:
    """Return an advisor of the network with their enrolments, or None."""
    return _one(network, Advisor, advisor_id, _with_enrolments())


def advisors(network: Network) -> list[Advisor]:
    """Return the advisors of the network with their host and enrolments, in the network's order."""
    statement = select(Advisor).where(Advisor.network_id == network.id).options(_with_enrolments())
    return sorted(db.session.scalars(statement), key=order_of_advisors(network))


def order_of_advisors(network: Network) -> Order:
    """Return the key by which the network sorts its advisors: by name, or by host and then by name.

    Sorted here and not by the database, because SQLite and PostgreSQL do not agree on how to sort names.
    """
    if network.sort_order is SortOrder.HOST:
        return lambda each: (each.host.sort_name if each.host else "", each.person.sort_name, each.id)
    return lambda each: ("", each.person.sort_name, each.id)


def advisor_of_person(network: Network, person: Person) -> Advisor | None:
    """Return the file of a person in the network, or None when they are no advisor of it."""
    statement = select(Advisor).where(Advisor.network_id == network.id, Advisor.person_id == person.id)
    return db.session.scalar(statement.options(_with_enrolments()))


def find_advisor(
    network: Network, *, email: str | None = None, state_id: int | None = None
) -> Advisor | None:
    """Return the advisor whom a file means: by the State's identifier, else by either of their addresses."""
    statement = select(Advisor).join(Person).where(Advisor.network_id == network.id)
    found = None
    if state_id is not None:
        found = db.session.scalar(statement.where(Advisor.state_id == state_id))
    if found is None and email:
        address = email.strip().lower()
        known_as = or_(Person.email == address, Advisor.professional_email == address)
        # The address of the account comes first, should it be the professional one of somebody else.
        found = db.session.scalar(
            statement.where(known_as).order_by(Person.email != address, Advisor.id).limit(1)
        )
    return found


def enrolment(network: Network, enrolment_id: int) -> Enrolment | None:
    """Return an enrolment of the network with its advisor and group, or None."""
    return _one(network, Enrolment, enrolment_id, joinedload(Enrolment.advisor), joinedload(Enrolment.group))


def advisors_by_id(network_id: int, advisor_ids: Collection[int]) -> dict[int, Advisor]:
    """Return those of these advisors who belong to the network, by id."""
    statement = select(Advisor).where(Advisor.network_id == network_id, Advisor.id.in_(advisor_ids))
    return {each.id: each for each in db.session.scalars(statement)}


def enrolments_of_network(network: Network) -> list[Enrolment]:
    """Return every enrolment of the network with its cohort and its advisor, in the network's order."""
    statement = select(Enrolment).where(Enrolment.network_id == network.id)
    found = db.session.scalars(statement.options(joinedload(Enrolment.advisor, innerjoin=True)))
    rank = order_of_advisors(network)
    return sorted(found, key=lambda each: rank(each.advisor))


def latest_per_advisor(network: Network, enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Return the enrolment of each advisor in their latest cohort among these, in the network's order."""
    latest = {each.advisor_id: each for each in sorted(enrolments, key=lambda each: each.age)}
    rank = order_of_advisors(network)
    return sorted(latest.values(), key=lambda each: rank(each.advisor))


def enrolments_of(cohort: Cohort, *, offset: int, limit: int) -> list[Enrolment]:
    """Return some of those who are enrolled in a cohort, by name: ``limit`` of them after the first ``offset``."""
    statement = (
        select(Enrolment)
        .join(Enrolment.advisor)
        .join(Advisor.person)
        .where(Enrolment.cohort_id == cohort.id)
        .order_by(Person.sort_name, Enrolment.id)
    )
    whole = statement.options(joinedload(Enrolment.advisor), joinedload(Enrolment.group))
    return list(db.session.scalars(whole.offset(offset).limit(limit)))


def cohorts(network: Network) -> list[Cohort]:
    """Return the cohorts of the network with their groups, the latest first."""
    statement = select(Cohort).where(Cohort.network_id == network.id).options(selectinload(Cohort.groups))
    return list(db.session.scalars(statement.order_by(Cohort.starts_on.desc(), Cohort.name, Cohort.id)))


def cohort(network: Network, cohort_id: int) -> Cohort | None:
    """Return a cohort of the network with its groups, or None."""
    return _one(network, Cohort, cohort_id, selectinload(Cohort.groups))


def enrolment_counts(network: Network) -> dict[int, int]:
    """Return how many are enrolled in each cohort of the network, by the cohort's id."""
    statement = select(Enrolment.cohort_id, func.count()).where(Enrolment.network_id == network.id)
    return {row[0]: row[1] for row in db.session.execute(statement.group_by(Enrolment.cohort_id))}


def group_counts(cohort: Cohort) -> dict[int, int]:
    """Return how many are in each group of a cohort, by the group's id."""
    statement = select(Group.id, func.count()).join(Enrolment, Enrolment.group_id == Group.id)
    counted = statement.where(Group.cohort_id == cohort.id).group_by(Group.id)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def group(network: Network, group_id: int) -> Group | None:
    """Return a group of the network with its cohort, or None."""
    return _one(network, Group, group_id)


def hosts(network: Network) -> list[Host]:
    """Return the hosts of the network, by name."""
    found = db.session.scalars(select(Host).where(Host.network_id == network.id))
    return sorted(found, key=lambda host: (host.sort_name, host.postal_code))


def host(network: Network, host_id: int) -> Host | None:
    """Return a host of the network, or None."""
    return _one(network, Host, host_id)


def advisor_counts(network: Network) -> dict[int, int]:
    """Return how many advisors each host of the network employs, by the host's id."""
    statement = select(Host.id, func.count()).join(Advisor, Advisor.host_id == Host.id)
    counted = statement.where(Host.network_id == network.id).group_by(Host.id)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def providers(network: Network) -> list[Provider]:
    """Return the training providers of the network, by name."""
    found = db.session.scalars(select(Provider).where(Provider.network_id == network.id))
    return sorted(found, key=lambda provider: provider.name.casefold())


def provider(network: Network, provider_id: int) -> Provider | None:
    """Return a provider of the network, or None."""
    return _one(network, Provider, provider_id)


def training_session(network: Network, session_id: int) -> TrainingSession | None:
    """Return a half-day of the network with its group and trainers, or None."""
    return _one(network, TrainingSession, session_id)


def in_force() -> ColumnElement[bool]:
    """Return the condition that leaves the half-days which were not cancelled."""
    return TrainingSession.cancelled_at.is_(None)


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
    """Return the next half-days of the enrolment's group, today's included, at most ``limit``."""
    statement = select(TrainingSession).where(
        TrainingSession.group_id == enrolment.group_id, TrainingSession.day >= today, in_force()
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


def expected_enrolments(session: TrainingSession) -> list[Enrolment]:
    """Return who is expected in the room on a half-day, by name; nobody on one that was cancelled."""
    if session.is_cancelled:
        return []
    statement = select(Enrolment).where(Enrolment.group_id == session.group_id)
    found = db.session.scalars(statement.options(joinedload(Enrolment.advisor)))
    expected = [each for each in found if _is_expected(each, session.day)]
    return sorted(expected, key=lambda each: (each.advisor.person.sort_name, each.id))


def _is_expected(enrolment: Enrolment, day: date) -> bool:
    return is_expected(day, enrolment.first_creditable_day, enrolment.exited_on, enrolment.entry_status)


def _when(session: TrainingSession) -> tuple[date, time, str, int]:
    return session.day, session.starts_at, session.group.name, session.id


def _with_enrolments() -> ORMOption:
    return selectinload(Advisor.enrolments).joinedload(Enrolment.group)


def _one(network: Network, table: type[Owned], row_id: int, *options: ORMOption) -> Owned | None:
    statement = select(table).where(table.network_id == network.id, table.id == row_id)
    return db.session.scalar(statement.options(*options))
