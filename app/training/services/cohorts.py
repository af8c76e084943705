"""Writes about cohorts and their groups."""

from datetime import date, datetime
from typing import Any, NotRequired, TypedDict, Unpack

from sqlalchemy import select

from app.database import transaction
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Cohort, Enrolment, Group, Provider
from app.training.programmes import check_parcours, check_prescription, programme_by_code
from app.training.queries import title_of
from app.training.rules import (
    LONGEST_NAME,
    LONGEST_TEXT,
    CohortExists,
    GroupExists,
    NotOfThisNetwork,
    check_cohort_under_title,
    check_dates_in_order,
    check_late_day,
    check_text,
)
from app.training.services.changes import add, change, lock_training
from app.training.services.objections import check_aim


class CohortFacts(TypedDict):
    """What is said of a cohort; ``late_after`` is the last day on which a recruit is on time."""

    name: str
    starts_on: date
    ends_on: date
    late_after: date
    title_code: str
    block_code: str
    programme_code: str
    provider: NotRequired[Provider | None]


@transaction
def create_cohort(
    network: Network, *, now: datetime, by: Person | None, **facts: Unpack[CohortFacts]
) -> Cohort:
    """Open a cohort: who trains, for which block of which title, under which programme, from when to when.

    :raises CohortExists: when the network has one with this name.
    :raises DatesOutOfOrder: when it would end before it starts.
    :raises LateDayOutsideCohort: when recruits would be late before its first or after its last day.
    :raises TitleNotYetInForce: and TitleNoLongerInForce, when its title is in force on none of its days.
    :raises UnknownTitle: and UnknownBlock, UnknownProgramme, when a code names nothing.
    """
    lock_training(network.id)
    values = _checked(network.id, facts, None)
    _check_aim(network.id, values)
    cohort = Cohort(network_id=network.id, **values)
    add("cohort.created", cohort, values, now=now, by=by)
    return cohort


@transaction
def change_cohort(cohort: Cohort, *, now: datetime, by: Person | None, **facts: Unpack[CohortFacts]) -> None:
    """Change a cohort. Another late date changes at once who counts as a late recruit, unless it was decided.

    :raises CohortExists: when another one of the network has this name.
    :raises DatesOutOfOrder: and LateDayOutsideCohort, TitleNotYetInForce, TitleNoLongerInForce, as when it was opened.
    :raises PrescriptionOutOfRange: and UnknownParcours, when the programme does not give what is prescribed already.
    :raises CohortHasResults: when it would aim at another block though somebody has a result for this one.
    """
    lock_training(cohort.network_id)
    values = _checked(cohort.network_id, facts, cohort.id)
    _check_aim(cohort.network_id, values)
    check_aim(cohort, values["title_code"], values["block_code"])
    _check_prescriptions(cohort, values["programme_code"])
    change("cohort.changed", cohort, values, now=now, by=by)


@transaction
def create_group(
    cohort: Cohort, name: str, *, places: int | None = None, now: datetime, by: Person | None
) -> Group:
    """Add a group to a cohort.

    :raises GroupExists: when the cohort has one with this name.
    """
    lock_training(cohort.network_id)
    _check_group_name(cohort, name, None)
    group = Group(network_id=cohort.network_id, cohort_id=cohort.id, name=name, places=places)
    add("group.created", group, {"name": name, "places": places, "cohort_id": cohort.id}, now=now, by=by)
    return group


@transaction
def change_group(group: Group, name: str, *, places: int | None, now: datetime, by: Person | None) -> None:
    """Change what a group is called and how many places it has; None is no limit.

    :raises GroupExists: when the cohort has another one with this name.
    """
    lock_training(group.network_id)
    _check_group_name(group.cohort, name, group.id)
    change("group.renamed", group, {"name": name, "places": places}, now=now, by=by)


def _check_group_name(cohort: Cohort, name: str, own_id: int | None) -> None:
    check_text(name, LONGEST_NAME)
    same = [group for group in cohort.groups if group.name.casefold() == name.casefold()]
    if any(group.id != own_id for group in same):
        raise GroupExists(name=name)


def _checked(network_id: int, facts: CohortFacts, own_id: int | None) -> dict[str, Any]:
    """Return the values of a cohort once the rules of every cohort have let them pass."""
    name, provider = facts["name"], facts.get("provider")
    check_text(name, LONGEST_TEXT)
    holder = db.session.scalar(select(Cohort).where(Cohort.network_id == network_id, Cohort.name == name))
    if holder is not None and holder.id != own_id:
        raise CohortExists(name=name)
    if provider is not None and provider.network_id != network_id:
        raise NotOfThisNetwork
    check_dates_in_order(facts["starts_on"], facts["ends_on"])
    check_late_day(facts["late_after"], facts["starts_on"], facts["ends_on"])
    said = {name: value for name, value in facts.items() if name != "provider"}
    return {**said, "provider_id": provider.id if provider else None}


def _check_aim(network_id: int, values: dict[str, Any]) -> None:
    title = title_of(network_id, values["title_code"])
    title.block(values["block_code"])
    check_cohort_under_title(title, values["starts_on"], values["ends_on"])
    programme_by_code(values["programme_code"])


def _check_prescriptions(cohort: Cohort, programme_code: str) -> None:
    if programme_code == cohort.programme_code:
        return
    programme = programme_by_code(programme_code)
    for enrolment in db.session.scalars(select(Enrolment).where(Enrolment.cohort_id == cohort.id)):
        if enrolment.parcours_hours is not None:
            check_parcours(programme, enrolment.parcours_hours)
        if enrolment.prescribed_minutes is not None:
            check_prescription(programme, enrolment.prescribed_minutes)
