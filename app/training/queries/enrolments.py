"""Reads of advisors and of what they follow."""

from collections.abc import Callable, Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import ORMOption

from app.extensions import db
from app.people.models import Network, Person, SortOrder
from app.training.models import Advisor, Cohort, Enrolment
from app.training.queries.owned import one_of

Order = Callable[[Advisor], tuple[str, str, int]]


def advisor(network: Network, advisor_id: int) -> Advisor | None:
    """Return an advisor of the network with their enrolments, or None."""
    return one_of(network, Advisor, advisor_id, _with_enrolments())


def advisors(network: Network) -> list[Advisor]:
    """Return the advisors of the network with their host and enrolments, in the network's order."""
    statement = select(Advisor).where(Advisor.network_id == network.id).options(_with_enrolments())
    found = sorted(db.session.scalars(statement), key=order_of_advisors(network))
    for each in found:
        for enrolment in each.enrolments:
            # Whose it is is known: the database would be asked for every one of them.
            set_committed_value(enrolment, "advisor", each)
    return found


def order_of_advisors(network: Network, sort_order: SortOrder | None = None) -> Order:
    """Return the key by which the network sorts its advisors: by name, or by host and then by name.

    Sorted here and not by the database, because SQLite and PostgreSQL do not agree on how to sort names.
    """
    if (sort_order or network.sort_order) is SortOrder.HOST:
        return lambda each: (each.host.sort_name if each.host else "", each.person.sort_name, each.id)
    return lambda each: ("", each.person.sort_name, each.id)


def advisor_of_person(network: Network, person: Person) -> Advisor | None:
    """Return the file of a person in the network, or None when they are no advisor of it."""
    statement = select(Advisor).where(Advisor.network_id == network.id, Advisor.person_id == person.id)
    return db.session.scalar(statement.options(_with_enrolments()))


def enrolment(network: Network, enrolment_id: int) -> Enrolment | None:
    """Return an enrolment of the network with its advisor and group, or None."""
    return one_of(
        network, Enrolment, enrolment_id, joinedload(Enrolment.advisor), joinedload(Enrolment.group)
    )


def advisors_by_id(network_id: int, advisor_ids: Collection[int]) -> dict[int, Advisor]:
    """Return those of these advisors who belong to the network, by id."""
    statement = select(Advisor).where(Advisor.network_id == network_id, Advisor.id.in_(advisor_ids))
    return {each.id: each for each in db.session.scalars(statement)}


def advisor_ids_of(enrolment_ids: Collection[int]) -> dict[int, int]:
    """Return whose each of these enrolments is."""
    statement = select(Enrolment.id, Enrolment.advisor_id).where(Enrolment.id.in_(enrolment_ids))
    return {row[0]: row[1] for row in db.session.execute(statement)}


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


def enrolments_in_groups(group_ids: Collection[int]) -> list[Enrolment]:
    """Return who is enrolled in one of these groups, whatever the day, by name."""
    statement = (
        select(Enrolment).where(Enrolment.group_id.in_(group_ids)).options(joinedload(Enrolment.advisor))
    )
    return sorted(db.session.scalars(statement), key=lambda each: (each.advisor.person.sort_name, each.id))


def _with_enrolments() -> ORMOption:
    return selectinload(Advisor.enrolments).joinedload(Enrolment.group)
