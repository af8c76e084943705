"""Half-days that come again: the days they fall on, what is left out and why, and how a plan is moved by weeks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.half_days import Half
from app.core.territories import Territory
from app.training.rules import (
    USUAL_TIMES,
    Gaps,
    HalfDayPlan,
    Modality,
    NoHalf,
    NotAPeriod,
    NoWeekday,
    Period,
    Series,
    SeriesBackwards,
    SeriesTooLong,
    Slot,
    Spot,
    days_of,
    easter,
    left_out_days,
    public_holiday,
    public_holidays,
    read_periods,
    shifted,
    spots_of,
)

PARIS = ZoneInfo("Europe/Paris")
TUESDAY_AND_THURSDAY = frozenset({1, 3})
SLOTS = [Slot(half, *USUAL_TIMES[half]) for half in Half]

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@st.composite
def periods(draw: st.DrawFn, longest: int = 400) -> Period:
    first = draw(DAYS)
    return Period(first, first + timedelta(days=draw(st.integers(0, longest))))


@st.composite
def series(draw: st.DrawFn) -> Series:
    return Series(
        draw(periods()),
        draw(st.frozensets(st.integers(0, 6), min_size=1)),
        Gaps(tuple(draw(st.lists(periods(30), max_size=3))), draw(st.booleans())),
    )


@given(series())
def test_every_planned_day_is_chosen_inside_not_left_out_and_planned_once(asked: Series) -> None:
    days = list(days_of(asked))
    assert days == sorted(set(days))
    assert all(day.weekday() in asked.weekdays and asked.period.holds(day) for day in days)
    assert not any(period.holds(day) for day in days for period in asked.gaps.periods)
    assert not (asked.gaps.has_public_holidays and any(map(public_holiday, days)))


@given(series())
def test_no_day_is_forgotten(asked: Series) -> None:
    """Each day of a chosen weekday is either planned or told as left out, and never both."""
    planned, left_out = set(days_of(asked)), {each.day for each in left_out_days(asked)}
    length = (asked.period.last - asked.period.first).days + 1
    every_day = (asked.period.first + timedelta(days=number) for number in range(length))
    assert planned.isdisjoint(left_out)
    assert planned | left_out == {day for day in every_day if day.weekday() in asked.weekdays}


@given(series())
def test_clock_changes_move_no_half_day(asked: Series) -> None:
    """Whatever the season, nine o’clock on the wall of Paris is what is planned."""
    for spot in spots_of(Series(asked.period, asked.weekdays), SLOTS[:1], None):
        in_utc = datetime.combine(spot.day, spot.starts_at, PARIS).astimezone(UTC)
        assert in_utc.astimezone(PARIS).time() == spot.starts_at == USUAL_TIMES[spot.half][0]


@pytest.mark.parametrize("change", [date(2022, 3, 27), date(2022, 10, 30)], ids=["spring", "autumn"])
def test_a_series_across_a_clock_change_keeps_its_weekday_and_its_hour(change: date) -> None:
    asked = Series(
        Period(change - timedelta(7), change + timedelta(7)),
        frozenset({1, 6}),
        Gaps((), has_public_holidays=False),
    )
    spots = spots_of(asked, SLOTS[:1], "Dax")
    assert [spot.day.weekday() for spot in spots] == [6, 1, 6, 1, 6]
    assert {(spot.starts_at, spot.ends_at) for spot in spots} == {(time(9), time(12, 30))}


def test_tuesdays_and_thursdays_of_autumn_leave_out_the_school_holidays_and_all_saints() -> None:
    autumn = Period(date(2022, 10, 18), date(2022, 11, 11))
    asked = Series(autumn, frozenset({1, 3, 4}), Gaps(read_periods("22/10/2022 – 30/10/2022")))
    assert [f"{day:%d/%m}" for day in days_of(asked)] == [
        "18/10", "20/10", "21/10", "03/11", "04/11", "08/11", "10/11",
    ]  # fmt: skip
    assert [(f"{each.day:%d/%m}", each.public_holiday) for each in left_out_days(asked)] == [
        ("25/10", None),
        ("27/10", None),
        ("28/10", None),
        ("01/11", "Toussaint"),
        ("11/11", "Armistice de 1918"),
    ]


def test_public_holidays_are_worked_where_that_is_asked() -> None:
    asked = Series(
        Period(date(2022, 11, 1), date(2022, 11, 1)), frozenset({1}), Gaps(has_public_holidays=False)
    )
    assert list(days_of(asked)) == [date(2022, 11, 1)]


@pytest.mark.parametrize(
    "sunday",
    ["1961-04-02", "2000-04-23", "2008-03-23", "2019-04-21", "2022-04-17", "2024-03-31", "2025-04-20", "2038-04-25"],
)  # fmt: skip
def test_easter_is_where_the_church_puts_it(sunday: str) -> None:
    day = date.fromisoformat(sunday)
    assert easter(day.year) == day


def test_the_public_holidays_of_a_year_are_those_of_its_calendar() -> None:
    assert [f"{day:%d/%m}" for day in sorted(public_holidays(2022))] == [
        "01/01", "18/04", "01/05", "08/05", "26/05", "06/06", "14/07", "15/08", "01/11", "11/11", "25/12",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("territory", "more"),
    [
        (Territory.ALSACE_MOSELLE, {"15/04", "26/12"}),
        (Territory.GUADELOUPE, {"27/05"}),
        (Territory.GUYANE, {"10/06"}),
        (Territory.MARTINIQUE, {"22/05"}),
        (Territory.MAYOTTE, {"27/04"}),
        (Territory.REUNION, {"20/12"}),
        (Territory.SAINT_BARTHELEMY, {"09/10"}),
        (Territory.SAINT_MARTIN, {"28/05"}),
    ],
)
def test_a_territory_has_its_own_days_beside_those_of_everywhere(
    territory: Territory, more: set[str]
) -> None:
    own = set(public_holidays(2022, territory)) - set(public_holidays(2022))
    assert {f"{day:%d/%m}" for day in own} == more
    assert set(public_holidays(2022)) <= set(public_holidays(2022, territory))


def test_a_series_leaves_out_the_days_of_its_territory() -> None:
    december = Period(date(2022, 12, 19), date(2022, 12, 27))
    there = Series(december, frozenset({0, 1}), Gaps(territory=Territory.REUNION))
    assert [(f"{each.day:%d/%m}", each.public_holiday) for each in left_out_days(there)] == [
        ("20/12", "abolition de l’esclavage")
    ]


@given(st.integers(1900, 2099))
def test_a_year_has_its_public_holidays_inside_of_it(year: int) -> None:
    found = public_holidays(year)
    # Ascension falls on the first or the eighth of May in some years: two names then share a day.
    assert 10 <= len(found) <= 11
    assert {day.year for day in found} == {year}
    assert easter(year).weekday() == 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("22/10/2022 – 06/11/2022", (Period(date(2022, 10, 22), date(2022, 11, 6)),)),
        ("du 1/11/2022 au 06/11/2022\n\n 11/11/2022 ", (
            Period(date(2022, 11, 1), date(2022, 11, 6)), Period(date(2022, 11, 11), date(2022, 11, 11)),
        )),
    ],
)  # fmt: skip
def test_periods_are_read_as_people_write_them(text: str, expected: tuple[Period, ...]) -> None:
    assert read_periods(text) == expected


@pytest.mark.parametrize(
    "line", ["vacances", "31/02/2022", "06/11/2022 – 22/10/2022", "1/1/2022 2/1/2022 3/1/2022", "22-10-2022"]
)
def test_a_line_that_is_no_period_is_named(line: str) -> None:
    with pytest.raises(NotAPeriod, match=line[:4]):
        read_periods(f"22/10/2022\n{line}")


def test_a_series_that_is_none_is_refused_by_name() -> None:
    month = Period(date(2022, 3, 1), date(2022, 3, 31))
    with pytest.raises(NoWeekday):
        list(days_of(Series(month, frozenset())))
    with pytest.raises(NoHalf):
        spots_of(Series(month, TUESDAY_AND_THURSDAY), [], None)
    with pytest.raises(SeriesBackwards):
        list(days_of(Series(Period(month.last, month.first), TUESDAY_AND_THURSDAY)))
    with pytest.raises(SeriesTooLong):
        list(days_of(Series(Period(date(1900, 1, 1), date(2099, 1, 1)), TUESDAY_AND_THURSDAY)))
    with pytest.raises(SeriesTooLong):
        spots_of(Series(Period(month.first, date(2024, 3, 1)), frozenset(range(7))), SLOTS, None)


@given(st.lists(st.tuples(DAYS, st.sampled_from(Half)), min_size=1, max_size=20), DAYS)
def test_a_copy_keeps_count_weekdays_and_distances(given_days: list[tuple[date, Half]], first: date) -> None:
    plans = [
        HalfDayPlan(Spot(day, half, *USUAL_TIMES[half], None), Modality.IN_PERSON, f"Module {number}")
        for number, (day, half) in enumerate(given_days)
    ]
    copied = shifted(plans, first)
    by_module = {plan.module: plan.spot for plan in copied}
    assert len(copied) == len(by_module) == len(plans)
    shifts = {by_module[plan.module].day - plan.spot.day for plan in plans}
    assert len(shifts) == 1
    assert shifts.pop().days % 7 == 0
    assert first <= copied[0].spot.day <= first + timedelta(days=6)
    assert all(by_module[plan.module].starts_at == plan.spot.starts_at for plan in plans)


def test_nothing_to_copy_gives_nothing() -> None:
    assert shifted([], date(2022, 3, 1)) == []
