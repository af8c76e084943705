"""Reads of cohorts and groups."""

from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.extensions import db
from app.people.models import Network
from app.training.models import Cohort, Enrolment, Group
from app.training.queries.owned import one_of

_LATEST_FIRST: Final = (Cohort.starts_on.desc(), Cohort.name, Cohort.id, Group.name)
# Built once: most of what a small statement costs is to build it.
_GROUPS: Final = (
    select(Group)
    .join(Group.cohort)
    .where(Group.network_id == bindparam("network_id"))
    .order_by(*_LATEST_FIRST)
    .options(contains_eager(Group.cohort))
)
_GROUP_NAMES: Final = (
    select(Group.id, Group.name, Cohort.name)
    .join(Group.cohort)
    .where(Group.network_id == bindparam("network_id"))
    .order_by(*_LATEST_FIRST)
)


def cohorts(network: Network) -> list[Cohort]:
    """Return the cohorts of the network with their groups, the latest first."""
    statement = (
        select(Cohort)
        .where(Cohort.network_id == network.id)
        .options(selectinload(Cohort.groups), joinedload(Cohort.provider))
    )
    return list(db.session.scalars(statement.order_by(Cohort.starts_on.desc(), Cohort.name, Cohort.id)))


def groups(network: Network) -> list[Group]:
    """Return the groups of the network with their cohorts, those of the latest cohort first."""
    return list(db.session.scalars(_GROUPS, {"network_id": network.id}))


def group_names(network: Network) -> list[tuple[int, str, str]]:
    """Return the id, the name and the cohort's name of each group of the network, as :func:`groups` orders them."""
    return [(*row,) for row in db.session.execute(_GROUP_NAMES, {"network_id": network.id})]


def cohort(network: Network, cohort_id: int) -> Cohort | None:
    """Return a cohort of the network with its groups, or None."""
    return one_of(network, Cohort, cohort_id, selectinload(Cohort.groups))


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
    return one_of(network, Group, group_id)
