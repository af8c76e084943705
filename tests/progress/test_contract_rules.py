"""The hours contract: what is planned and done counts once, and a longer plan never ends a training later."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.half_days import Half
from app.progress.rules import Contract, HalfDayKey, PlannedHalfDay, contract_of, still_ahead

MARCH = date(2022, 3, 14)
DAYS = st.dates(MARCH, MARCH + timedelta(days=20))
KEYS = st.tuples(DAYS, st.sampled_from(Half))
PLAN = st.lists(st.builds(PlannedHalfDay, DAYS, st.sampled_from(Half), st.integers(30, 240)), max_size=30)
LEDGER = st.dictionaries(KEYS, st.integers(0, 240), max_size=15)


def contract(ledger: dict[HalfDayKey, int], plan: list[PlannedHalfDay], prescribed: int | None) -> Contract:
    done = sum(ledger.values())
    return contract_of(prescribed=prescribed, done=done, validated=done, planned=plan, held=ledger.keys())


@given(LEDGER, PLAN)
def test_no_half_day_counts_twice_among_planned_and_done(
    ledger: dict[HalfDayKey, int], plan: list[PlannedHalfDay]
) -> None:
    keys = [each.key for each in still_ahead(plan, ledger.keys())]
    assert len(keys) == len(set(keys))
    assert set(keys).isdisjoint(ledger)
    half_days = ledger.keys() | {each.key for each in plan}
    found = contract(ledger, plan, 6000)
    assert found.done + found.planned <= 240 * len(half_days)


@given(LEDGER, PLAN, st.integers(1, 6000))
def test_a_half_day_planned_twice_is_planned_once(
    ledger: dict[HalfDayKey, int], plan: list[PlannedHalfDay], prescribed: int
) -> None:
    assert contract(ledger, plan + plan, prescribed) == contract(ledger, plan, prescribed)


@given(LEDGER, PLAN, st.builds(PlannedHalfDay, DAYS, st.sampled_from(Half), st.integers(30, 240)))
def test_one_more_half_day_never_ends_a_training_later_nor_lets_more_be_missing(
    ledger: dict[HalfDayKey, int], plan: list[PlannedHalfDay], more: PlannedHalfDay
) -> None:
    before, after = contract(ledger, plan, 3000), contract(ledger, [*plan, more], 3000)
    assert after.missing <= before.missing
    if before.ends_on is not None:
        assert after.ends_on is not None
        assert after.ends_on <= before.ends_on


@given(LEDGER, PLAN, st.integers(1, 6000))
def test_prescribed_is_what_is_done_planned_and_missing_together(
    ledger: dict[HalfDayKey, int], plan: list[PlannedHalfDay], prescribed: int
) -> None:
    found = contract(ledger, plan, prescribed)
    assert found.missing == max(0, prescribed - found.done - found.planned)
    assert found.remaining == max(0, prescribed - found.done)
    assert found.is_out_of_reach is (found.missing > 0)


@given(LEDGER, PLAN)
def test_a_lower_prescription_is_never_reached_later(
    ledger: dict[HalfDayKey, int], plan: list[PlannedHalfDay]
) -> None:
    high, low = contract(ledger, plan, 3000), contract(ledger, plan, 1500)
    assert low.missing <= high.missing
    if high.ends_on is not None and low.ends_on is not None:
        assert low.ends_on <= high.ends_on


def test_of_two_half_days_at_one_time_the_longer_counts() -> None:
    short = PlannedHalfDay(MARCH, Half.MORNING, 120)
    assert still_ahead([short, replace(short, minutes=210)], ()) == [replace(short, minutes=210)]


def test_nothing_is_missing_while_nobody_has_prescribed_hours() -> None:
    found = contract({}, [], None)
    assert (found.missing, found.remaining, found.is_out_of_reach, found.ends_on) == (0, 0, False, None)
