"""Hours that are credited keep the period of their enrolment around them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.attendance.queries import current_entries, ledger_problems, training_dates_of
from app.attendance.rules import (
    AbsenceKind,
    AfterExit,
    Attendance,
    BeforeArrival,
    ExemptFromTraining,
    HoursOutsideThePeriod,
    Mark,
)
from app.attendance.services import HoursLine, correct_entry, record_hours, record_register
from app.core.errors import RuleBroken
from app.core.half_days import Half
from app.training.models import Enrolment
from app.training.rules import EntryStatus, Modality
from app.training.services import change_advisor, change_enrolment, create_cohort, enrol
from tests.attendance.classroom import NOON, TODAY, YESTERDAY, Classroom

NOBODY: dict[str, Any] = {"now": NOON, "by": None}
AUTUMN: dict[str, Any] = {
    "name": "Automne 2022",
    "title_code": "REMN",
    "block_code": "CCP2",
    "programme_code": "2021-2023",
    "starts_on": date(2022, 9, 1),
    "ends_on": date(2022, 12, 16),
    "late_after": date(2022, 10, 31),
}
EXEMPT: dict[str, Any] = {"decided_status": EntryStatus.EXEMPT, "decision_reason": "Diplômée"}
LAST_WEEK = TODAY - timedelta(days=7)


@pytest.fixture
def classroom(begin_with: Callable[..., Classroom]) -> Classroom:
    return begin_with(with_three_half_days)


@pytest.fixture
def aubert(classroom: Classroom) -> Enrolment:
    """Present last week and yesterday, away today."""
    return classroom.enrolments[0]


def with_three_half_days() -> Classroom:
    """The first of the list is present twice, then away."""
    classroom = Classroom()
    for day in (LAST_WEEK, YESTERDAY):
        record_register(classroom.half_day(day), {}, today=TODAY, **NOBODY)
    away = {classroom.enrolments[0].id: Mark(Attendance.EXCUSED)}
    record_register(classroom.half_day(TODAY), away, today=TODAY, **NOBODY)
    return classroom


def change(enrolment: Enrolment, **dates: Any) -> None:
    change_enrolment(enrolment, group=enrolment.group, parcours_hours=105, **dates, **NOBODY)


def correct(
    enrolment: Enrolment,
    number: int,
    minutes: int,
    attendance: Attendance = Attendance.PRESENT,
    absence_kind: AbsenceKind | None = None,
) -> None:
    """Correct the half-day of this number, the earliest first."""
    said: dict[str, Any] = {"attendance": attendance, "minutes": minutes, "absence_kind": absence_kind}
    correct_entry(current_entries(enrolment)[number], **said, reason="Erreur", today=TODAY, **NOBODY)


def rehire(enrolment: Enrolment, hired_on: date) -> None:
    person = enrolment.advisor.person
    names: dict[str, Any] = {
        "email": person.email,
        "given_name": person.given_name,
        "family_name": person.family_name,
    }
    change_advisor(enrolment.advisor, **names, hired_on=hired_on, **NOBODY)


def test_an_exit_before_credited_hours_is_refused_with_their_days(aubert: Enrolment) -> None:
    with pytest.raises(HoursOutsideThePeriod) as refused:
        change(aubert, exited_on=LAST_WEEK)
    assert refused.value.facts == {
        "person": "Camille Aubert",
        "count": 1,
        "first": YESTERDAY,
        "last": YESTERDAY,
    }
    assert aubert.exited_on is None


def test_a_hiring_after_credited_hours_is_refused_with_their_days(aubert: Enrolment) -> None:
    with pytest.raises(HoursOutsideThePeriod) as refused:
        rehire(aubert, TODAY)
    assert refused.value.facts == {
        "person": "Camille Aubert",
        "count": 2,
        "first": LAST_WEEK,
        "last": YESTERDAY,
    }
    assert aubert.advisor.hired_on == date(2022, 2, 1)


def test_a_start_after_credited_hours_is_refused_where_no_day_of_hiring_is_known(
    database: Session, aubert: Enrolment
) -> None:
    aubert.advisor.hired_on = None
    database.commit()
    with pytest.raises(HoursOutsideThePeriod):
        change(aubert, starts_on=YESTERDAY)
    assert aubert.starts_on is None


def test_dates_that_leave_every_credited_hour_inside_are_taken(aubert: Enrolment) -> None:
    """An absence credits nothing, and nobody is credited on the day of an exit that they spent away."""
    rehire(aubert, LAST_WEEK)
    change(aubert, starts_on=LAST_WEEK, ends_on=YESTERDAY, exited_on=YESTERDAY)
    assert (aubert.advisor.hired_on, aubert.exited_on) == (LAST_WEEK, YESTERDAY)
    assert list(ledger_problems()) == []


def test_hours_corrected_to_nothing_stand_in_nobodys_way(aubert: Enrolment) -> None:
    credited = current_entries(aubert)[1]
    correct_entry(
        credited, attendance=Attendance.UNEXCUSED, minutes=0, reason="Absent", today=TODAY, **NOBODY
    )
    change(aubert, exited_on=LAST_WEEK)
    assert aubert.exited_on == LAST_WEEK
    assert list(ledger_problems()) == []


@pytest.mark.parametrize(
    ("number", "limit", "refusal"),
    [
        (2, lambda aubert: change(aubert, exited_on=YESTERDAY), AfterExit),
        (0, lambda aubert: rehire(aubert, YESTERDAY), BeforeArrival),
        (2, lambda aubert: change(aubert, **EXEMPT), ExemptFromTraining),
    ],
)
def test_an_absence_outside_of_the_training_is_not_corrected_to_hours(
    aubert: Enrolment, number: int, limit: Callable[[Enrolment], None], refusal: type[RuleBroken]
) -> None:
    correct(aubert, 0, 0, Attendance.UNEXCUSED)
    limit(aubert)
    with pytest.raises(refusal):
        correct(aubert, number, 210)
    correct(aubert, number, 0, Attendance.EXCUSED, AbsenceKind.SICK)
    assert [each.half_day_minutes for each in current_entries(aubert)] == [0, 210, 0]
    assert list(ledger_problems()) == []


def test_hours_outside_of_the_training_are_only_taken_away(database: Session, aubert: Enrolment) -> None:
    """What an older version let in is mended by a correction, and never grows."""
    aubert.exited_on = LAST_WEEK
    database.commit()
    correct(aubert, 1, 60)
    with pytest.raises(AfterExit):
        correct(aubert, 1, 61)
    correct(aubert, 1, 0, Attendance.EXCUSED)
    assert list(ledger_problems()) == []


def test_nothing_is_asked_of_dates_that_stay(database: Session, aubert: Enrolment) -> None:
    """What an older version let in does not stand in the way of another group or another name."""
    aubert.exited_on = LAST_WEEK
    database.commit()
    change(aubert, exited_on=LAST_WEEK, placement_tested_on=LAST_WEEK)
    rehire(aubert, date(2022, 2, 1))
    assert aubert.placement_tested_on == LAST_WEEK


def test_the_days_of_a_training_are_the_first_and_the_last_credited_to_it(
    classroom: Classroom, aubert: Enrolment
) -> None:
    """Neither a day spent away counts, nor one that was corrected away, nor one of another training."""
    cohort = create_cohort(classroom.network, **AUTUMN, **NOBODY)
    other = enrol(aubert.advisor, cohort, group=None, parcours_hours=105, **NOBODY)
    before = LAST_WEEK - timedelta(days=1)
    line = HoursLine(other, before, Half.MORNING, 60, Modality.IN_PERSON, Attendance.PRESENT)
    record_hours(classroom.network, [line], today=TODAY, **NOBODY)
    ids = [aubert.id, other.id, classroom.enrolments[1].id]
    assert training_dates_of(ids) == {
        aubert.id: (LAST_WEEK, YESTERDAY),
        other.id: (before, before),
        ids[2]: (LAST_WEEK, TODAY),
    }
    first = next(entry for entry in current_entries(aubert) if entry.day == LAST_WEEK)
    correct_entry(
        first, attendance=Attendance.EXCUSED, minutes=0, reason="Erreur de saisie", today=TODAY, **NOBODY
    )
    assert training_dates_of([aubert.id]) == {aubert.id: (YESTERDAY, YESTERDAY)}
