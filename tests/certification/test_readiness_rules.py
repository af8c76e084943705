"""Who can sit an exam, and exactly why: each case of the regulation, and what is true of all of them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certification.rules import (
    ACTION_SHEETS,
    Attempt,
    Criterion,
    Outcome,
    Preparation,
    exam_deadline,
    readiness,
    resit_deadline,
)
from app.training.rules import EntryStatus

EXAM_DAY = date(2023, 4, 4)
READY = Preparation(
    EXAM_DAY,
    started_on=date(2022, 3, 1),
    prescribed=6300,
    done=6300,
    hours_end_on=date(2023, 3, 1),
    placement_tested_on=date(2022, 2, 1),
    portfolio_on=date(2023, 3, 20),
    action_sheets=ACTION_SHEETS,
    competences=4,
    assessed=4,
)


def missing(**facts: Any) -> list[Criterion]:
    """What stands in the way of somebody who is ready but for these facts."""
    return [point.criterion for point in readiness(replace(READY, **facts)).missing]


def sentences(**facts: Any) -> list[str]:
    points = readiness(replace(READY, **facts)).points
    return [point.message % dict(point.facts) for point in points]


def test_who_has_everything_is_ready_and_told_why() -> None:
    assert readiness(READY).is_ready
    assert sentences() == [
        "105 h suivies sur 105 h.".replace(" h", "\u00a0h"),
        "Positionnement du 2022-02-01.",
        "À présenter au plus tard le 2023-09-01.",
        "Dossier professionnel reçu le 2023-03-20.",
        "Fiches action : 5 sur 5.",
        "Compétences évaluées en cours de formation : 4 sur 4.",
    ]


@pytest.mark.parametrize(
    ("facts", "criterion"),
    [
        ({"prescribed": None}, Criterion.HOURS),
        ({"done": 6000, "hours_end_on": None}, Criterion.HOURS),
        ({"done": 6000, "hours_end_on": EXAM_DAY}, Criterion.HOURS),
        ({"placement_tested_on": None}, Criterion.PLACEMENT),
        ({"hours_end_on": date(2022, 10, 3)}, Criterion.DEADLINE),
        ({"portfolio_on": None}, Criterion.PORTFOLIO),
        ({"action_sheets": 4}, Criterion.PORTFOLIO),
        ({"status": EntryStatus.POSTPONED}, Criterion.ENTRY),
        ({"exited_on": date(2023, 1, 1), "done": 3000, "hours_end_on": date(2023, 3, 1)}, Criterion.ENTRY),
        ({"attempts": (Attempt(date(2022, 4, 3), Outcome.NOT_OBTAINED),)}, Criterion.ATTEMPTS),
        ({"other_session": "Session de mai"}, Criterion.OTHER_SESSION),
    ],
)
def test_each_thing_that_is_missing_is_named(facts: dict[str, Any], criterion: Criterion) -> None:
    assert missing(**facts) == [criterion]


@pytest.mark.parametrize(
    "facts",
    [
        {"done": 6000, "hours_end_on": EXAM_DAY - timedelta(days=1)},
        {"status": EntryStatus.LATE},
        {"exited_on": date(2023, 3, 2)},
        {"assessed": 0},
        {"hours_end_on": date(2022, 10, 4)},
        {"attempts": (Attempt(date(2022, 10, 6), Outcome.NOT_PRESENTED),)},
        {"attempts": (Attempt(date(2022, 4, 4), Outcome.NOT_OBTAINED),)},
        # A new training opens the way anew.
        {"attempts": (Attempt(date(2021, 4, 4), Outcome.NOT_OBTAINED),)},
        {"exam_on": None},
    ],
)
def test_what_stands_in_nobodys_way(facts: dict[str, Any]) -> None:
    assert missing(**facts) == []


def test_a_late_recruit_is_told_that_this_is_their_session() -> None:
    assert (
        sentences(status=EntryStatus.LATE)[0]
        == "Recrutement tardif : c’est la session qui suit sa formation."
    )


def test_after_a_failure_the_year_counts_and_not_the_six_months() -> None:
    failed = (Attempt(date(2022, 10, 6), Outcome.NOT_OBTAINED),)
    facts: dict[str, Any] = {"attempts": failed, "hours_end_on": date(2022, 9, 1)}
    assert missing(**facts) == []
    assert "peut le représenter jusqu’au 2023-10-06." in sentences(**facts)[0]
    assert missing(**facts, exam_on=date(2023, 10, 7)) == [Criterion.ATTEMPTS]


def test_pix_asks_for_no_training_and_no_portfolio() -> None:
    assert readiness(Preparation(EXAM_DAY, is_before_jury=False)).is_ready


@pytest.mark.parametrize(
    ("day", "until"), [(date(2024, 2, 29), date(2025, 2, 28)), (date(2022, 10, 6), date(2023, 10, 6))]
)
def test_the_resit_window_is_one_year(day: date, until: date) -> None:
    assert resit_deadline(day) == until


days = st.dates(date(2021, 1, 1), date(2025, 12, 31))
preparations = st.builds(
    Preparation,
    exam_on=st.none() | days,
    is_before_jury=st.booleans(),
    status=st.sampled_from(EntryStatus),
    started_on=st.none() | days,
    exited_on=st.none() | days,
    prescribed=st.none() | st.integers(1, 30_000),
    done=st.integers(0, 30_000),
    hours_end_on=st.none() | days,
    placement_tested_on=st.none() | days,
    portfolio_on=st.none() | days,
    action_sheets=st.integers(0, 5),
    attempts=st.lists(st.builds(Attempt, st.none() | days, st.sampled_from(Outcome)), max_size=3).map(tuple),
    competences=st.integers(0, 5),
    assessed=st.integers(0, 5),
    other_session=st.sampled_from(["", "Session de mai"]),
)


@given(known=preparations)
def test_every_verdict_is_explained_in_whole_sentences(known: Preparation) -> None:
    verdict = readiness(known)
    assert verdict.is_ready is not any(point.is_missing for point in verdict.points)
    for point in verdict.points:
        sentence = point.message % dict(point.facts)
        assert sentence.endswith(".")
        assert "None" not in sentence


@given(known=preparations)
def test_coming_late_never_stands_in_the_way(known: Preparation) -> None:
    on_time = readiness(replace(known, status=EntryStatus.ON_TIME))
    late = readiness(replace(known, status=EntryStatus.LATE))
    assert late.missing == on_time.missing


@given(known=preparations)
def test_nobody_is_ready_before_a_jury_without_hours_portfolio_and_placement(known: Preparation) -> None:
    if known.is_before_jury and readiness(known).is_ready:
        assert known.prescribed is not None
        assert known.done >= known.prescribed or known.hours_end_on is not None
        assert known.portfolio_on is not None
        assert known.action_sheets == ACTION_SHEETS
        assert known.placement_tested_on is not None
        if known.hours_end_on and known.exam_on and not known.attempts:
            assert known.exam_on <= exam_deadline(known.hours_end_on)
