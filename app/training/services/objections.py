"""What features above the training object to: they know the hours and the results, which the training cannot read.

A feature that must be asked before the dates of an enrolment, the aim of a cohort or what was added to a title change
registers its objection; it refuses by raising one of its own rules, and is asked inside the transaction of the change.
A half-day is fixed by the database itself once its register is recorded; here the pages learn of it before they show a
form.
"""

from collections.abc import Callable
from datetime import date

from app.training.models import Cohort, Enrolment, TitleAddition, TrainingSession
from app.training.rules import first_creditable_day

PeriodObjection = Callable[[Enrolment, date | None, date | None], None]
"""Takes an enrolment with its new first and last day; None is an open end."""
AimObjection = Callable[[Cohort], None]
"""Takes a cohort as it is before it aims at another block."""

AdditionObjection = Callable[[TitleAddition, str], None]
"""Takes what a network added to a title, as it is, and what would be left of it; empty when it is taken back."""

FixedQuestion = Callable[[TrainingSession], bool]
"""Takes a half-day and returns whether what is known of it elsewhere fixes it."""

_TO_PERIODS: list[PeriodObjection] = []
_TO_AIMS: list[AimObjection] = []
_TO_ADDITIONS: list[AdditionObjection] = []
_WHAT_FIXES: list[FixedQuestion] = []


def object_to_periods(objection: PeriodObjection) -> PeriodObjection:
    """Ask ``objection`` whenever the days on which hours of an enrolment can count change."""
    _TO_PERIODS.append(objection)
    return objection


def object_to_aims(objection: AimObjection) -> AimObjection:
    """Ask ``objection`` whenever a cohort is to prepare another block."""
    _TO_AIMS.append(objection)
    return objection


def object_to_additions(objection: AdditionObjection) -> AdditionObjection:
    """Ask ``objection`` whenever what was added to a title is corrected or taken back."""
    _TO_ADDITIONS.append(objection)
    return objection


def fixes_sessions(question: FixedQuestion) -> FixedQuestion:
    """Ask ``question`` whether a half-day can still be changed."""
    _WHAT_FIXES.append(question)
    return question


def is_fixed(session: TrainingSession) -> bool:
    """Return whether a half-day can no longer be changed or cancelled."""
    return any(question(session) for question in _WHAT_FIXES)


def check_period(
    enrolment: Enrolment, *, hired_on: date | None, starts_on: date | None, exited_on: date | None
) -> None:
    """Let these dates pass unless they are new and a feature objects.

    :raises RuleBroken: what that feature says.
    """
    period = first_creditable_day(hired_on, starts_on), exited_on
    if period != (enrolment.first_creditable_day, enrolment.exited_on):
        for objection in _TO_PERIODS:
            objection(enrolment, *period)


def check_aim(cohort: Cohort, title_code: str, block_code: str) -> None:
    """Let a cohort aim at this block unless it is another one and a feature objects.

    :raises RuleBroken: what that feature says.
    """
    if (title_code, block_code) != (cohort.title_code, cohort.block_code):
        for objection in _TO_AIMS:
            objection(cohort)


def check_addition(addition: TitleAddition, left: str) -> None:
    """Let what was added to a title change unless a feature objects.

    :param left: what it would say; empty when it is taken back.
    :raises RuleBroken: what that feature says.
    """
    for objection in _TO_ADDITIONS:
        objection(addition, left)
