"""Half-days before joining concern nobody: with or without them a contract says the same."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.half_days import Half
from app.progress.queries.followers import Follower
from app.progress.rules import PlannedHalfDay, contract_of
from app.training.rules import EntryStatus

MARCH = date(2022, 3, 14)
DAYS = st.dates(MARCH, MARCH + timedelta(days=40))
PLAN = st.lists(st.builds(PlannedHalfDay, DAYS, st.sampled_from(Half), st.integers(30, 240)), max_size=30)


@given(PLAN, DAYS, st.one_of(st.none(), DAYS), st.sampled_from(EntryStatus))
def test_half_days_before_joining_and_after_leaving_change_nothing(
    plan: list[PlannedHalfDay], joined_on: date, exited_on: date | None, status: EntryStatus
) -> None:
    person = Follower(1, 1, 1, joined_on, joined_on, exited_on, status, 6000)
    expected = [each for each in plan if person.is_expected_on(each.day)]
    concerning = [
        each for each in plan if each.day >= joined_on and (exited_on is None or each.day <= exited_on)
    ]
    if status is EntryStatus.EXEMPT:
        concerning = []
    contracts = [
        contract_of(prescribed=6000, done=0, validated=0, planned=each, held=())
        for each in (expected, concerning)
    ]
    assert contracts[0] == contracts[1]
