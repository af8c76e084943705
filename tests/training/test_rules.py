"""The rules of the training, said to values and answered by values."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.half_days import HALF_DAY_LIMIT_MINUTES, Half, minutes_between
from app.training.programmes import (
    FIRST_PROGRAMME,
    PROGRAMMES,
    PrescriptionOutOfRange,
    Programme,
    UnknownParcours,
    UnknownProgramme,
    check_parcours,
    check_prescription,
    programme_by_code,
)
from app.training.rules import (
    USUAL_TIMES,
    DatesOutOfOrder,
    Entry,
    EntryStatus,
    HalfDayTooLong,
    HalfDayWithoutDuration,
    NameLooksLikeFormula,
    NameMissing,
    NameNotPrintable,
    NameTooLong,
    NotAPersonsName,
    ReasonMissing,
    TrainedBeforeHired,
    UnlikelyBirthDate,
    WrongHalf,
    check_birth_date,
    check_dates_in_order,
    check_decision,
    check_half_day_times,
    check_person_name,
    check_starts_after_hiring,
    check_text,
    entry_status,
    first_creditable_day,
    has_left,
    is_expected,
    overlap,
)

LATE_AFTER = date(2022, 7, 1)
days = st.dates(date(2020, 1, 1), date(2026, 12, 31))
maybe_days = st.none() | days
times = st.times(time(7), time(20)).map(lambda at: at.replace(second=0, microsecond=0))


@given(late_after=days, after=st.integers(-400, 400), starts_on=maybe_days)
def test_who_is_hired_after_the_date_of_the_cohort_is_late_whenever_they_start(
    late_after: date, after: int, starts_on: date | None
) -> None:
    hired_on = late_after + timedelta(days=after)
    status = entry_status(Entry(hired_on, starts_on, late_after))
    assert (status is EntryStatus.LATE) == (after > 0)


@given(starts_on=maybe_days)
def test_without_a_date_of_hiring_the_start_of_the_training_decides(starts_on: date | None) -> None:
    is_late = starts_on is not None and starts_on > LATE_AFTER
    assert (entry_status(Entry(None, starts_on, LATE_AFTER)) is EntryStatus.LATE) == is_late


@given(hired_on=maybe_days, decided=st.sampled_from(EntryStatus))
def test_what_was_decided_prevails_over_the_dates(hired_on: date | None, decided: EntryStatus) -> None:
    assert entry_status(Entry(hired_on, None, LATE_AFTER, decided)) is decided


@given(hired_on=maybe_days, starts_on=maybe_days)
def test_hours_count_from_the_earlier_of_the_known_dates(
    hired_on: date | None, starts_on: date | None
) -> None:
    first = first_creditable_day(hired_on, starts_on)
    known = {day for day in (hired_on, starts_on) if day}
    assert first in known if known else first is None
    assert all(first is not None and first <= day for day in known)


@given(day=days, first=maybe_days, exited_on=maybe_days)
def test_who_has_arrived_and_not_left_is_expected_unless_exempt(
    day: date, first: date | None, exited_on: date | None
) -> None:
    is_there = (first or day) <= day <= (exited_on or day)
    assert is_expected(day, first, exited_on, EntryStatus.LATE) == is_there
    assert not is_expected(day, first, exited_on, EntryStatus.EXEMPT)


@given(first=maybe_days, last=maybe_days)
def test_a_period_ends_on_its_first_day_or_later(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        with pytest.raises(DatesOutOfOrder):
            check_dates_in_order(first, last)
    else:
        check_dates_in_order(first, last)


@given(starts_on=maybe_days, hired_on=maybe_days)
def test_nobody_is_trained_before_they_are_hired(starts_on: date | None, hired_on: date | None) -> None:
    if starts_on and hired_on and starts_on < hired_on:
        with pytest.raises(TrainedBeforeHired):
            check_starts_after_hiring(starts_on, hired_on)
    else:
        check_starts_after_hiring(starts_on, hired_on)


def test_a_decision_about_the_entry_needs_its_reason() -> None:
    with pytest.raises(ReasonMissing):
        check_decision(EntryStatus.LATE, "  ")
    check_decision(EntryStatus.LATE, "Recrutée en cours d’année")
    check_decision(None, None)


@pytest.mark.parametrize("birth_date", [date(2022, 1, 1), date(2030, 1, 1), date(1902, 5, 4)])
def test_a_date_of_birth_is_that_of_somebody_who_works(birth_date: date) -> None:
    with pytest.raises(UnlikelyBirthDate):
        check_birth_date(birth_date, date(2022, 3, 1))


def test_an_unknown_or_usual_date_of_birth_passes() -> None:
    check_birth_date(None, date(2022, 3, 1))
    check_birth_date(date(1990, 2, 28), date(2022, 3, 1))


@given(half=st.sampled_from(Half), starts_at=times, ends_at=times)
def test_times_that_pass_make_one_half_day(half: Half, starts_at: time, ends_at: time) -> None:
    try:
        check_half_day_times(half, starts_at, ends_at)
    except (HalfDayWithoutDuration, HalfDayTooLong, WrongHalf):
        return
    assert 0 < minutes_between(starts_at, ends_at) <= HALF_DAY_LIMIT_MINUTES
    assert starts_at < time(13) if half is Half.MORNING else starts_at >= time(12)


@pytest.mark.parametrize(
    ("half", "starts_at", "ends_at", "refusal"),
    [
        (Half.MORNING, time(9), time(9), HalfDayWithoutDuration),
        (Half.MORNING, time(8), time(12, 1), HalfDayTooLong),
        (Half.MORNING, time(13), time(16), WrongHalf),
        (Half.AFTERNOON, time(11, 59), time(15), WrongHalf),
    ],
)
def test_times_that_make_no_half_day_are_refused_by_name(
    half: Half, starts_at: time, ends_at: time, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        check_half_day_times(half, starts_at, ends_at)


def test_the_usual_times_make_half_days() -> None:
    for half, (starts_at, ends_at) in USUAL_TIMES.items():
        check_half_day_times(half, starts_at, ends_at)


@given(st.tuples(times, times).map(sorted), st.tuples(times, times).map(sorted))
def test_two_half_days_overlap_when_a_minute_lies_in_both(one: list[time], other: list[time]) -> None:
    def minutes(span: list[time]) -> set[int]:
        start = span[0].hour * 60 + span[0].minute
        return set(range(start, start + minutes_between(*span)))

    if all(minutes_between(*span) for span in (one, other)):
        assert overlap(*one, *other) == bool(minutes(one) & minutes(other))


@pytest.mark.parametrize("hours", FIRST_PROGRAMME.parcours_hours)
def test_every_parcours_of_the_programme_can_be_followed(hours: int) -> None:
    check_parcours(FIRST_PROGRAMME, hours)


@pytest.mark.parametrize("hours", [0, -105, 104, 421])
def test_hours_outside_of_the_programme_are_refused_with_its_range(hours: int) -> None:
    with pytest.raises(PrescriptionOutOfRange, match="va de 105 à 420 heures"):
        check_parcours(FIRST_PROGRAMME, hours)


def test_hours_between_two_parcours_are_no_parcours() -> None:
    with pytest.raises(UnknownParcours, match="105 h, 280 h, 350 h, 420 h"):
        check_parcours(FIRST_PROGRAMME, 106)


@given(st.sampled_from(PROGRAMMES), st.integers(0, 40_000))
def test_minutes_within_the_range_can_be_prescribed_and_no_others(programme: Programme, minutes: int) -> None:
    if programme.least_hours * 60 <= minutes <= programme.most_hours * 60:
        check_prescription(programme, minutes)
    else:
        with pytest.raises(PrescriptionOutOfRange):
            check_prescription(programme, minutes)


def test_a_programme_is_found_by_its_code_or_refused() -> None:
    assert programme_by_code("2024").parcours_hours == (70, 175, 315)
    with pytest.raises(UnknownProgramme):
        programme_by_code("1999")


@pytest.mark.parametrize("name", ["=1+1", "+33", "-2+3", "@SUM(A1)", "  =cmd"])
def test_a_name_that_a_spreadsheet_would_compute_is_refused(name: str) -> None:
    with pytest.raises(NameLooksLikeFormula):
        check_person_name(name)


@pytest.mark.parametrize("name", ["Zoë", "O’Brien-Łukasz", "de la Peña", "Ng", "M'Bappé", "Jean 2 D´Arc"])
def test_names_of_people_pass_as_they_are(name: str) -> None:
    check_person_name(name)


@pytest.mark.parametrize("name", ["😀", "Zoé 😀", "<b>Léa</b>", "1234", "…"])
def test_pictures_signs_and_figures_are_no_name(name: str) -> None:
    with pytest.raises(NotAPersonsName):
        check_person_name(name)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("", NameMissing), ("  ", NameMissing), ("a" * 101, NameTooLong), ("a\x07b", NameNotPrintable)],
)
def test_a_text_that_cannot_be_kept_or_printed_is_refused(text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_text(text, 100)


def test_somebody_has_left_from_the_day_after_their_last_day() -> None:
    last_day = date(2022, 3, 14)
    assert not has_left(None, last_day)
    assert not has_left(last_day, last_day)
    assert has_left(last_day, date(2022, 3, 15))
