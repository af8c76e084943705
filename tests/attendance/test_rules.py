"""What is credited for a half-day, and what is refused."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.attendance.rules import (
    LONGEST_REMARK,
    AbsentWithHours,
    AfterExit,
    Attendance,
    BeforeArrival,
    CorrectionWithoutReason,
    ExemptFromTraining,
    InTheFuture,
    Mark,
    MoreThanAHalfDay,
    NegativeHours,
    OutsideTheHalfDay,
    PresentWithoutHours,
    RemarkTooLong,
    Standing,
    check_day,
    check_minutes,
    check_presence,
    check_remark,
    checked_reason,
    credited_minutes,
    digest_of,
)
from app.core.half_days import HALF_DAY_LIMIT_MINUTES, Half
from app.core.hours import parse_hours
from app.training.rules import Modality

NINE, HALF_PAST_TWELVE = time(9), time(12, 30)
ARRIVAL, EXIT = date(2022, 3, 1), date(2022, 10, 31)
ADVISOR = Standing("Camille Aubert", ARRIVAL, EXIT, is_exempt=False)

clock_times = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))


@dataclass
class Line:
    """A line of the ledger, as far as its digest goes."""

    enrolment_id: int = 7
    day: date = ARRIVAL
    half: Half = Half.MORNING
    modality: Modality = Modality.IN_PERSON
    attendance: Attendance = Attendance.PRESENT
    arrived_at: time | None = None
    left_at: time | None = None
    minutes: int = 210
    half_day_minutes: int = 210
    corrects_id: int | None = None
    reason: str | None = None


def test_who_is_there_from_start_to_end_is_credited_the_half_day() -> None:
    assert credited_minutes(Mark(), NINE, HALF_PAST_TWELVE) == 210


def test_who_comes_late_and_leaves_early_is_credited_the_time_between() -> None:
    assert credited_minutes(Mark(arrived_at=time(9, 20), left_at=time(12)), NINE, HALF_PAST_TWELVE) == 160


@pytest.mark.parametrize("attendance", [Attendance.EXCUSED, Attendance.UNEXCUSED])
def test_an_absence_credits_nothing_whatever_times_were_typed(attendance: Attendance) -> None:
    mark = Mark(attendance, arrived_at=time(23), left_at=time(1))
    assert credited_minutes(mark, NINE, HALF_PAST_TWELVE) == 0


@given(starts_at=clock_times, ends_at=clock_times, arrived_at=clock_times, left_at=clock_times)
def test_credited_minutes_are_never_negative_and_never_beyond_the_half_day(
    starts_at: time, ends_at: time, arrived_at: time, left_at: time
) -> None:
    assume(starts_at < ends_at)
    whole = credited_minutes(Mark(), starts_at, ends_at)
    mark = Mark(arrived_at=arrived_at, left_at=left_at)
    if starts_at <= arrived_at < left_at <= ends_at:
        assert 0 < credited_minutes(mark, starts_at, ends_at) <= whole
    else:
        with pytest.raises(OutsideTheHalfDay):
            credited_minutes(mark, starts_at, ends_at)


@given(minutes=st.integers(-10_000, 10_000), attendance=st.sampled_from(Attendance))
def test_only_minutes_of_a_half_day_pass(minutes: int, attendance: Attendance) -> None:
    if minutes < 0:
        refusal: type[Exception] | None = NegativeHours
    elif minutes > HALF_DAY_LIMIT_MINUTES:
        refusal = MoreThanAHalfDay
    else:
        refusal = AbsentWithHours if attendance.is_absence and minutes else None
    if refusal is None:
        check_minutes(minutes, attendance)
    else:
        with pytest.raises(refusal):
            check_minutes(minutes, attendance)


def test_a_shorter_half_day_has_a_lower_limit() -> None:
    check_minutes(parse_hours("3 h 30"), Attendance.PRESENT, limit=210)
    with pytest.raises(
        MoreThanAHalfDay, match=r"^4\sh dépassent la demi-journée, qui compte au plus 3\sh\s30\.$"
    ):
        check_minutes(240, Attendance.PRESENT, limit=210)


def test_a_duration_below_zero_is_told_in_hours() -> None:
    with pytest.raises(NegativeHours, match=r"négative \(-1\sh\s30\)"):
        check_minutes(-90, Attendance.PRESENT)


def test_who_was_there_is_corrected_to_some_hours_and_who_was_not_to_none() -> None:
    check_presence(1, Attendance.PRESENT)
    check_presence(0, Attendance.EXCUSED)
    with pytest.raises(PresentWithoutHours):
        check_presence(0, Attendance.PRESENT)


@pytest.mark.parametrize(
    ("standing", "day", "refusal"),
    [
        (ADVISOR, ARRIVAL, None),
        (ADVISOR, EXIT, None),
        (ADVISOR, ARRIVAL - timedelta(days=1), BeforeArrival),
        (ADVISOR, EXIT + timedelta(days=1), AfterExit),
        (ADVISOR, date(2022, 11, 16), InTheFuture),
        (replace(ADVISOR, is_exempt=True), ARRIVAL, ExemptFromTraining),
        (Standing("Camille Aubert", None, None, is_exempt=False), date(2022, 11, 15), None),
    ],
)
def test_hours_count_from_arrival_to_exit_and_never_tomorrow(
    standing: Standing, day: date, refusal: type[Exception] | None
) -> None:
    today = date(2022, 11, 15)
    if refusal is None:
        check_day(standing, day, today)
    else:
        with pytest.raises(refusal):
            check_day(standing, day, today)


@pytest.mark.parametrize("reason", ["", "   ", "\t\n"])
def test_a_correction_says_why(reason: str) -> None:
    with pytest.raises(CorrectionWithoutReason):
        checked_reason(reason)


def test_a_reason_is_kept_without_the_blanks_around_it() -> None:
    assert checked_reason("  Erreur de saisie ") == "Erreur de saisie"


def test_a_remark_that_would_be_cut_off_is_refused() -> None:
    check_remark("r" * LONGEST_REMARK)
    with pytest.raises(RemarkTooLong):
        check_remark("r" * (LONGEST_REMARK + 1))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("enrolment_id", 8),
        ("day", EXIT),
        ("half", Half.AFTERNOON),
        ("modality", Modality.REMOTE),
        ("attendance", Attendance.EXCUSED),
        ("arrived_at", NINE),
        ("left_at", NINE),
        ("minutes", 209),
        ("half_day_minutes", 209),
        ("corrects_id", 1),
        ("reason", "Grève"),
    ],
)
def test_the_digest_tells_every_change_of_a_line(name: str, other: Any) -> None:
    line = Line()
    changed = replace(line, **{name: other})
    assert digest_of([line]) != digest_of([changed])
    assert digest_of([line, changed]) != digest_of([changed, line])
