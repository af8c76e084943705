"""Writes about cohorts and their groups."""

from datetime import date, datetime

from sqlalchemy import select

from app.database import transaction
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Cohort, Enrolment, Group, Provider
from app.training.programmes import check_parcours, check_prescription, programme_by_code
from app.training.rules import (
    LONGEST_NAME,
    LONGEST_TEXT,
    CohortExists,
    GroupExists,
    NotOfThisNetwork,
    check_dates_in_order,
    check_text,
)
from app.training.services.changes import add, change, lock_training
from app.training.services.objections import check_aim
from app.training.titles import title_by_code


@transaction
def create_cohort(
    network: Network,
    *,
    name: str,
    provider: Provider | None = None,
    title_code: str = "REMN",
    block_code: str = "CCP1",
    programme_code: str = "2021-2023",
    starts_on: date,
    ends_on: date,
    late_after: date,
    now: datetime,
    by: Person | None,
) -> Cohort:
    """Open a cohort: who trains, for which block of which title, under which programme, from when to when.

    :param late_after: the last day on which a recruit is on time.
    :raises CohortExists: when the network has one with this name.
    :raises DatesOutOfOrder: when it would end before it starts.
    :raises UnknownTitle: and UnknownBlock, UnknownProgramme, when a code names nothing.
    """
    lock_training(network.id)
    _check_cohort(network.id, name, provider, None)
    _check_aim(title_code, block_code, programme_code)
    check_dates_in_order(starts_on, ends_on)
    values = {
        "name": name,
        "provider_id": provider.id if provider else None,
        "title_code": title_code,
        "block_code": block_code,
        "programme_code": programme_code,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "late_after": late_after,
    }
    cohort = Cohort(network_id=network.id, **values)
    add("cohort.created", cohort, values, now=now, by=by)
    return cohort


@transaction
def change_cohort(
    cohort: Cohort,
    *,
    name: str,
    provider: Provider | None = None,
    title_code: str = "REMN",
    block_code: str = "CCP1",
    programme_code: str = "2021-2023",
    starts_on: date,
    ends_on: date,
    late_after: date,
    now: datetime,
    by: Person | None,
) -> None:
    """Change a cohort. Another late date changes at once who counts as a late recruit, unless it was decided.

    :raises CohortExists: when another one of the network has this name.
    :raises DatesOutOfOrder: when it would end before it starts.
    :raises PrescriptionOutOfRange: and UnknownParcours, when the programme does not give what is prescribed already.
    :raises CohortHasResults: when it would aim at another block though somebody has a result for this one.
    """
    lock_training(cohort.network_id)
    _check_cohort(cohort.network_id, name, provider, cohort.id)
    _check_aim(title_code, block_code, programme_code)
    check_aim(cohort, title_code, block_code)
    _check_prescriptions(cohort, programme_code)
    check_dates_in_order(starts_on, ends_on)
    values = {
        "name": name,
        "provider_id": provider.id if provider else None,
        "title_code": title_code,
        "block_code": block_code,
        "programme_code": programme_code,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "late_after": late_after,
    }
    change("cohort.changed", cohort, values, now=now, by=by)


@transaction
def create_group(cohort: Cohort, name: str, *, now: datetime, by: Person | None) -> Group:
    """Add a group to a cohort.

    :raises GroupExists: when the cohort has one with this name.
    """
    lock_training(cohort.network_id)
    _check_group_name(cohort, name, None)
    group = Group(network_id=cohort.network_id, cohort_id=cohort.id, name=name)
    add("group.created", group, {"name": name, "cohort_id": cohort.id}, now=now, by=by)
    return group


@transaction
def rename_group(group: Group, name: str, *, now: datetime, by: Person | None) -> None:
    """Call a group something else.

    :raises GroupExists: when the cohort has another one with this name.
    """
    lock_training(group.network_id)
    _check_group_name(group.cohort, name, group.id)
    change("group.renamed", group, {"name": name}, now=now, by=by)


def _check_group_name(cohort: Cohort, name: str, own_id: int | None) -> None:
    check_text(name, LONGEST_NAME)
    same = [group for group in cohort.groups if group.name.casefold() == name.casefold()]
    if any(group.id != own_id for group in same):
        raise GroupExists(name=name)


def _check_cohort(network_id: int, name: str, provider: Provider | None, own_id: int | None) -> None:
    check_text(name, LONGEST_TEXT)
    holder = db.session.scalar(select(Cohort).where(Cohort.network_id == network_id, Cohort.name == name))
    if holder is not None and holder.id != own_id:
        raise CohortExists(name=name)
    if provider is not None and provider.network_id != network_id:
        raise NotOfThisNetwork


def _check_aim(title_code: str, block_code: str, programme_code: str) -> None:
    title_by_code(title_code).block(block_code)
    programme_by_code(programme_code)


def _check_prescriptions(cohort: Cohort, programme_code: str) -> None:
    if programme_code == cohort.programme_code:
        return
    programme = programme_by_code(programme_code)
    for enrolment in db.session.scalars(select(Enrolment).where(Enrolment.cohort_id == cohort.id)):
        if enrolment.parcours_hours is not None:
            check_parcours(programme, enrolment.parcours_hours)
        if enrolment.prescribed_minutes is not None:
            check_prescription(programme, enrolment.prescribed_minutes)
