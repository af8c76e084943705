"""How many hours somebody has to follow who comes late: full, pro rata, by equivalence or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.training.rules import CreditOutOfRange, NothingToShare, TargetKind, target_minutes

MINUTES = st.integers(1, 420 * 60)


def target(kind: TargetKind, full: int, credited: int | None = None, planned: int = 0, ahead: int = 0) -> int:
    return target_minutes(kind, full, credited=credited, planned=planned, ahead=ahead)


@given(MINUTES, st.integers(1, 400), st.integers(1, 400))
def test_a_share_lies_within_the_whole_and_grows_with_what_remains(full: int, some: int, more: int) -> None:
    planned = (some + more) * 210
    small = target(TargetKind.PRO_RATA, full, planned=planned, ahead=some * 210)
    large = target(TargetKind.PRO_RATA, full, planned=planned, ahead=planned)
    assert 0 < small <= large == full


def test_half_of_the_plan_is_half_of_the_hours() -> None:
    assert target(TargetKind.PRO_RATA, 280 * 60, planned=80 * 210, ahead=40 * 210) == 140 * 60


def test_what_was_learnt_elsewhere_is_taken_off() -> None:
    assert target(TargetKind.EQUIVALENCE, 280 * 60, credited=35 * 60) == 245 * 60


@pytest.mark.parametrize("credited", [None, 0, 280 * 60])
def test_an_equivalence_of_nothing_or_of_everything_is_refused(credited: int | None) -> None:
    with pytest.raises(CreditOutOfRange):
        target(TargetKind.EQUIVALENCE, 280 * 60, credited)


def test_without_a_plan_there_is_no_share() -> None:
    with pytest.raises(NothingToShare):
        target(TargetKind.PRO_RATA, 280 * 60)


def test_full_and_dispensed_ask_for_everything_and_nothing() -> None:
    assert target(TargetKind.FULL, 280 * 60) == 280 * 60
    assert target(TargetKind.DISPENSED, 280 * 60) == 0
