"""Where everybody stands, when a training ends, when an exam can be sat."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certification.rules import Candidacy, Outcome, exam_deadline, pass_rate, tally
from app.core.half_days import Half
from app.progress.rules import (
    PlannedHalfDay,
    Projection,
    Stage,
    earliest_exam,
    projection_of,
    stage_of,
    summary_of,
)
from app.training.rules import EntryStatus

DAYS = st.dates(date(2021, 1, 1), date(2030, 12, 31))
HALF_DAYS = st.lists(
    st.builds(PlannedHalfDay, DAYS, st.sampled_from(Half), st.integers(30, 240)), max_size=30
)
STATUSES: list[EntryStatus | None] = [None, *EntryStatus]
OUTCOMES: list[Outcome | None] = [None, *Outcome]
PEOPLE = st.lists(st.tuples(st.sampled_from(STATUSES), st.sampled_from(OUTCOMES), st.booleans()))
MARCH = date(2022, 3, 14)


@pytest.mark.parametrize(("status", "has_gone"), list(product(STATUSES, [True, False])))
def test_who_has_obtained_a_block_is_certified_however_they_came(
    status: EntryStatus | None, has_gone: bool
) -> None:
    assert stage_of(status, Outcome.OBTAINED, has_left=has_gone) is Stage.CERTIFIED


@pytest.mark.parametrize("outcome", [None, Outcome.NOT_OBTAINED, Outcome.NOT_PRESENTED])
def test_a_late_recruit_is_on_the_way_and_never_failed(outcome: Outcome | None) -> None:
    assert stage_of(EntryStatus.LATE, outcome, has_left=False) is Stage.LATE_IN_TRAINING
    assert stage_of(EntryStatus.LATE, outcome, has_left=True) is Stage.LEFT


def test_everybody_else_stands_where_their_result_and_their_entry_say() -> None:
    on_time = EntryStatus.ON_TIME
    assert stage_of(on_time, Outcome.NOT_OBTAINED, has_left=True) is Stage.NOT_OBTAINED
    assert stage_of(on_time, Outcome.NOT_PRESENTED, has_left=False) is Stage.NOT_PRESENTED
    assert stage_of(on_time, None, has_left=False) is Stage.IN_TRAINING
    assert stage_of(EntryStatus.POSTPONED, None, has_left=False) is Stage.IN_TRAINING
    assert stage_of(on_time, None, has_left=True) is Stage.LEFT
    assert stage_of(EntryStatus.EXEMPT, Outcome.NOT_OBTAINED, has_left=False) is Stage.EXEMPT
    assert stage_of(None, None, has_left=False) is Stage.NOT_ENROLLED


@given(PEOPLE)
def test_the_parts_of_the_summary_make_the_whole(
    people: list[tuple[EntryStatus | None, Outcome | None, bool]],
) -> None:
    summary = summary_of((stage_of(status, outcome, has_left=left), 1) for status, outcome, left in people)
    told = summary.certified + summary.late_in_training + sum(summary.others.values())
    assert told == summary.advisors == len(people)
    assert summary.certified == sum(outcome is Outcome.OBTAINED for _, outcome, _ in people)


@given(PEOPLE)
def test_the_pass_rate_is_that_of_the_certification(
    people: list[tuple[EntryStatus | None, Outcome | None, bool]],
) -> None:
    summary = summary_of((stage_of(status, outcome, has_left=left), 1) for status, outcome, left in people)
    candidacies = [
        Candidacy(
            outcome,
            is_late=status is EntryStatus.LATE,
            is_exempt=status is EntryStatus.EXEMPT,
            has_left=left and status is not None,
        )
        for status, outcome, left in people
    ]
    assert summary.pass_rate == pass_rate(candidacies)
    counted = tally(candidacies)
    assert (summary.certified, summary.late_in_training) == (counted.obtained, counted.late_in_training)
    assert summary.counts.get(Stage.LEFT, 0) == counted.left


def test_a_training_ends_on_the_half_day_that_completes_its_hours() -> None:
    planned = [PlannedHalfDay(MARCH + timedelta(days=day), Half.MORNING, 210) for day in (2, 0, 1)]
    assert projection_of(0, 420, planned) == Projection(420, unplanned=0, ends_on=MARCH + timedelta(days=1))
    assert projection_of(0, 421, planned) == Projection(421, unplanned=0, ends_on=MARCH + timedelta(days=2))
    assert projection_of(0, 700, planned) == Projection(700, unplanned=70, ends_on=None)


def test_nothing_is_projected_when_nothing_is_prescribed_or_nothing_remains() -> None:
    assert projection_of(210, None, [PlannedHalfDay(MARCH, Half.MORNING, 210)]) is None
    done = projection_of(430, 420, [PlannedHalfDay(MARCH, Half.MORNING, 210)])
    assert done == Projection(0, unplanned=0, ends_on=None)
    assert done is not None
    assert done.is_complete


@given(st.integers(0, 30_000), st.integers(1, 25_200), HALF_DAYS)
def test_what_is_done_planned_and_unplanned_reaches_what_is_prescribed(
    done: int, prescribed: int, planned: list[PlannedHalfDay]
) -> None:
    projection = projection_of(done, prescribed, planned)
    assert projection is not None
    assert projection.remaining == max(0, prescribed - done)
    assert projection.unplanned == max(0, projection.remaining - sum(each.minutes for each in planned))
    if projection.ends_on is not None:
        until = sum(each.minutes for each in planned if each.day <= projection.ends_on)
        before = sum(each.minutes for each in planned if each.day < projection.ends_on)
        assert before < projection.remaining <= until


@pytest.mark.parametrize(
    ("ends_on", "deadline"),
    [
        (date(2022, 9, 12), date(2023, 3, 12)),
        (date(2022, 8, 31), date(2023, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2022, 6, 30), date(2022, 12, 30)),
    ],
)
def test_the_exam_is_sat_within_six_months_after_the_training(ends_on: date, deadline: date) -> None:
    assert exam_deadline(ends_on) == deadline


@given(DAYS)
def test_the_deadline_lies_six_calendar_months_later_and_never_beyond(ends_on: date) -> None:
    deadline = exam_deadline(ends_on)
    months = (deadline.year - ends_on.year) * 12 + deadline.month - ends_on.month
    assert months == 6
    assert deadline.day <= ends_on.day


@given(st.lists(DAYS), DAYS)
def test_the_earliest_exam_is_the_first_one_after_the_training(days: list[date], after: date) -> None:
    found = earliest_exam(days, after)
    if found is None:
        assert all(day <= after for day in days)
    else:
        assert found > after
        assert not any(after < day < found for day in days)
