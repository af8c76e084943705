"""Writes about enrolments: an advisor in a cohort, from the placement test to the exit."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.database import transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import Advisor, CatchUp, Cohort, Enrolment, Group
from app.training.programmes import check_parcours, check_prescription, programme_by_code
from app.training.rules import (
    LONGEST_TEXT,
    AlreadyEnrolled,
    EnrolmentInUse,
    EntryStatus,
    GroupOfAnotherCohort,
    NotOfThisNetwork,
    check_dates_in_order,
    check_decision,
    check_starts_after_hiring,
    check_text,
)
from app.training.services.catch_ups import free_who_changes_groups
from app.training.services.changes import add, change, lock_training, record
from app.training.services.objections import check_period


class EnrolmentFacts(TypedDict, total=False):
    """What is said of an enrolment; what is left out is empty."""

    group: Group | None
    parcours_hours: int | None
    prescribed_minutes: int | None
    """The hours of the parcours when nothing else is given."""
    placement_tested_on: date | None
    starts_on: date | None
    ends_on: date | None
    decided_status: EntryStatus | None
    """How they entered, where that differs from what the dates say; needs its reason."""
    decision_reason: str | None


@transaction
def enrol(
    advisor: Advisor,
    cohort: Cohort,
    *,
    may_precede_hiring: bool = False,
    now: datetime,
    by: Person | None,
    **facts: Unpack[EnrolmentFacts],
) -> Enrolment:
    """Enrol an advisor in a cohort.

    :param may_precede_hiring: whether the dates come from a file of the State's, which calls the start of a training
        a hiring: which of the two is wrong is then not for us to say.
    :raises AlreadyEnrolled: when they are in the cohort.
    :raises UnknownParcours: and PrescriptionOutOfRange, when the cohort's programme does not give it.
    :raises GroupOfAnotherCohort: when the group is not of this cohort.
    :raises DatesOutOfOrder: and TrainedBeforeHired, ReasonMissing.
    """
    lock_training(advisor.network_id)
    _check_is_newcomer(advisor, cohort)
    if not may_precede_hiring:
        check_starts_after_hiring(facts.get("starts_on"), advisor.hired_on)
    values = _checked(cohort, facts)
    enrolment = Enrolment(network_id=advisor.network_id, advisor_id=advisor.id, cohort_id=cohort.id, **values)
    told = {"advisor_id": advisor.id, "cohort_id": cohort.id, **values}
    add("enrolment.created", enrolment, told, now=now, by=by)
    db.session.expire(advisor, ["enrolments"])
    return enrolment


@transaction
def change_enrolment(
    enrolment: Enrolment,
    *,
    exited_on: date | None = None,
    exit_reason: str | None = None,
    may_precede_hiring: bool = False,
    now: datetime,
    by: Person | None,
    **facts: Unpack[EnrolmentFacts],
) -> list[CatchUp]:
    """Change an enrolment; what is left out becomes empty, and the hours already recorded stay.

    The catch-ups at whose time a new group expects the person are withdrawn, and returned.

    :param may_precede_hiring: as for :func:`enrol`.

    :raises UnknownParcours: and PrescriptionOutOfRange, when the cohort's programme does not give it.
    :raises GroupOfAnotherCohort: when the group is not of this cohort.
    :raises DatesOutOfOrder: and TrainedBeforeHired, ReasonMissing.
    :raises HoursOutsideThePeriod: when hours are credited on a day outside of the new dates.
    """
    lock_training(enrolment.network_id)
    starts_on = facts.get("starts_on")
    check_dates_in_order(starts_on, exited_on)
    if starts_on != enrolment.starts_on and not may_precede_hiring:
        check_starts_after_hiring(starts_on, enrolment.advisor.hired_on)
    if exit_reason:
        check_text(exit_reason, LONGEST_TEXT)
    values = _checked(enrolment.cohort, facts, kept_minutes=enrolment.prescribed_minutes)
    check_period(enrolment, hired_on=enrolment.advisor.hired_on, starts_on=starts_on, exited_on=exited_on)
    values |= {"exited_on": exited_on, "exit_reason": exit_reason if exited_on else None}
    has_new_group = values["group_id"] not in {None, enrolment.group_id}
    change("enrolment.changed", enrolment, values, now=now, by=by)
    return free_who_changes_groups(enrolment, now=now, by=by) if has_new_group else []


def _check_is_newcomer(advisor: Advisor, cohort: Cohort) -> None:
    if advisor.network_id != cohort.network_id:
        raise NotOfThisNetwork
    held = select(Enrolment.id).where(Enrolment.cohort_id == cohort.id, Enrolment.advisor_id == advisor.id)
    if db.session.scalar(held) is not None:
        raise AlreadyEnrolled(person=advisor.person.display_name, cohort=cohort.name)


def _checked(cohort: Cohort, facts: EnrolmentFacts, *, kept_minutes: int | None = None) -> dict[str, Any]:
    """Return the values of an enrolment once every rule has let them pass."""
    group, parcours_hours = facts.get("group"), facts.get("parcours_hours")
    decided_status, decision_reason = facts.get("decided_status"), facts.get("decision_reason")
    if group is not None and group.cohort_id != cohort.id:
        raise GroupOfAnotherCohort(group=group.name, cohort=cohort.name)
    check_dates_in_order(facts.get("starts_on"), facts.get("ends_on"))
    check_decision(decided_status, decision_reason)
    if decision_reason:
        check_text(decision_reason, LONGEST_TEXT)
    return {
        "group_id": group.id if group else None,
        "parcours_hours": parcours_hours,
        "prescribed_minutes": _prescribed(
            cohort, parcours_hours, facts.get("prescribed_minutes"), kept_minutes
        ),
        "placement_tested_on": facts.get("placement_tested_on"),
        "starts_on": facts.get("starts_on"),
        "ends_on": facts.get("ends_on"),
        "decided_status": decided_status,
        # A reason says why something was decided: with nothing decided there is none to keep.
        "decision_reason": decision_reason if decided_status else None,
    }


def _prescribed(
    cohort: Cohort, parcours_hours: int | None, prescribed_minutes: int | None, kept_minutes: int | None
) -> int | None:
    programme = programme_by_code(cohort.programme_code)
    if parcours_hours is not None:
        check_parcours(programme, parcours_hours)
    if prescribed_minutes is None:
        return parcours_hours * 60 if parcours_hours is not None else None
    # What was decided pro rata or by equivalence may lie below what the programme gives.
    if prescribed_minutes != kept_minutes:
        check_prescription(programme, prescribed_minutes)
    return prescribed_minutes


@transaction
def take_back_enrolment(enrolment: Enrolment, *, now: datetime, by: Person) -> None:
    """Delete an enrolment on which nothing rests; what it said stays in the chain of acts.

    :raises EnrolmentInUse: when something rests on it: hours, activities, catch-ups, decisions.
    """
    lock_training(enrolment.network_id)
    said = {column.key: getattr(enrolment, column.key) for column in Enrolment.__table__.columns}
    person = enrolment.advisor.person.display_name
    record("enrolment.taken_back", enrolment, before=said, after={}, now=now, by=by)
    try:
        with db.session.begin_nested():
            db.session.execute(delete(Enrolment).where(Enrolment.id == enrolment.id))
    except IntegrityError as refused:
        raise EnrolmentInUse(person=person) from refused
    db.session.expunge(enrolment)
