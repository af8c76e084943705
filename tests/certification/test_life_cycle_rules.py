"""The life of an exam session: no step is left out, none is taken back, each refusal says why."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certification.rules import (
    STAGES_IN_ORDER,
    CentreMissing,
    DeclaredAfterHeld,
    ExamDayMissing,
    ExamStage,
    ExamState,
    JuryNotAccredited,
    JuryTooSmall,
    Member,
    MinutesSigned,
    NobodyAdmitted,
    NotHeldYet,
    NothingToDeliberate,
    PlaceMissing,
    ResultsMissing,
    StepBeforePrevious,
    StepInTheFuture,
    StepOutOfOrder,
    check_step,
    check_takes_results,
    is_accredited,
    obstacles,
    step_after,
    takes_results,
)
from app.core.errors import RuleBroken
from app.training.titles import PIX, REMN

EXAM_DAY = date(2022, 10, 4)
YEAR_END = date(2022, 12, 31)
COLETTE = Member("Colette Pébarthe", "jurée", date(2020, 1, 1), YEAR_END)
MATHIEU = Member("Mathieu Soubaigné", "juré", None, YEAR_END)
READY = ExamState(
    REMN,
    "Session d’octobre",
    ExamStage.PLANNED,
    EXAM_DAY,
    place="Dax",
    centre="Afpa",
    members=(COLETTE, MATHIEU),
    candidates=1,
)


def at(stage: ExamStage, exam: ExamState = READY, **facts: object) -> ExamState:
    """The exam, at a step of its life."""
    return replace(exam, stage=stage, **facts)  # type: ignore[arg-type]


def test_the_steps_follow_one_another() -> None:
    stages = list(STAGES_IN_ORDER)
    assert [stage.value for stage in stages] == [
        "planned", "declared", "held", "deliberated", "closed", "validated"
    ]  # fmt: skip
    assert all(step_after(earlier) is later for earlier, later in pairwise(stages))
    assert step_after(ExamStage.VALIDATED) is None


@given(stage=st.sampled_from(STAGES_IN_ORDER), step=st.sampled_from(STAGES_IN_ORDER))
def test_no_step_is_left_out_and_none_is_taken_back(stage: ExamStage, step: ExamStage) -> None:
    exam = at(stage, results=1)
    if step_after(stage) is step:
        check_step(exam, step, EXAM_DAY, EXAM_DAY)
    else:
        with pytest.raises(StepOutOfOrder):
            check_step(exam, step, EXAM_DAY, EXAM_DAY)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"held_on": None}, ExamDayMissing),
        ({"place": ""}, PlaceMissing),
        ({"centre": ""}, CentreMissing),
        ({"members": (COLETTE,)}, JuryTooSmall),
        ({"members": (COLETTE, COLETTE)}, JuryTooSmall),
        ({"members": (COLETTE, Member("Aline"))}, JuryNotAccredited),
        ({"members": (COLETTE, MATHIEU._replace(accredited_until=EXAM_DAY - timedelta(days=1)))}, JuryNotAccredited),
        ({"members": (COLETTE._replace(accredited_from=EXAM_DAY + timedelta(days=1)), MATHIEU)}, JuryNotAccredited),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_before_a_session_is_declared(
    facts: dict[str, object], refusal: type[RuleBroken]
) -> None:
    exam = at(ExamStage.PLANNED, READY, **facts)
    assert refusal in [type(each) for each in obstacles(exam, ExamStage.DECLARED, EXAM_DAY)]
    with pytest.raises(refusal):
        check_step(exam, ExamStage.DECLARED, EXAM_DAY, EXAM_DAY)


def test_everything_that_is_missing_is_told_at_once() -> None:
    bare = ExamState(REMN, "Session", ExamStage.PLANNED, EXAM_DAY)
    assert [type(each) for each in obstacles(bare, ExamStage.DECLARED, EXAM_DAY)] == [
        PlaceMissing, CentreMissing, JuryTooSmall
    ]  # fmt: skip


def test_a_remote_session_needs_no_place_and_pix_no_jury() -> None:
    remote = at(ExamStage.PLANNED, place="", is_remote=True)
    pix = at(ExamStage.PLANNED, title=PIX, members=())
    for exam in (remote, pix):
        check_step(exam, ExamStage.DECLARED, EXAM_DAY, EXAM_DAY)


def test_an_accreditation_includes_its_first_and_its_last_day() -> None:
    one_day = Member("Aline", "", EXAM_DAY, EXAM_DAY)
    assert is_accredited(one_day, EXAM_DAY)
    assert not is_accredited(one_day, EXAM_DAY - timedelta(days=1))
    assert not is_accredited(one_day, EXAM_DAY + timedelta(days=1))
    assert not is_accredited(Member("Aline", "", EXAM_DAY, None), EXAM_DAY)


def test_an_exam_of_tomorrow_was_not_held() -> None:
    with pytest.raises(StepInTheFuture):
        check_step(at(ExamStage.DECLARED), ExamStage.HELD, EXAM_DAY, EXAM_DAY - timedelta(days=1))


def test_an_exam_without_anybody_on_its_list_was_not_held() -> None:
    with pytest.raises(NobodyAdmitted):
        check_step(at(ExamStage.DECLARED, candidates=0), ExamStage.HELD, EXAM_DAY, EXAM_DAY)


def test_a_jury_deliberates_on_everybody() -> None:
    held = at(ExamStage.HELD)
    with pytest.raises(NothingToDeliberate):
        check_step(held, ExamStage.DELIBERATED, EXAM_DAY, EXAM_DAY)
    some = replace(held, results=1, without_result=("Léa", "Marc"))
    with pytest.raises(ResultsMissing) as refused:
        check_step(some, ExamStage.DELIBERATED, EXAM_DAY, EXAM_DAY)
    assert refused.value.facts == {"people": "Léa, Marc"}


def test_the_days_of_the_steps_never_go_backwards() -> None:
    deliberated = at(ExamStage.DELIBERATED, latest=EXAM_DAY)
    with pytest.raises(StepBeforePrevious):
        check_step(deliberated, ExamStage.CLOSED, EXAM_DAY - timedelta(days=1), YEAR_END)
    with pytest.raises(StepInTheFuture):
        check_step(deliberated, ExamStage.CLOSED, YEAR_END + timedelta(days=1), YEAR_END)
    with pytest.raises(DeclaredAfterHeld):
        check_step(READY, ExamStage.DECLARED, EXAM_DAY + timedelta(days=1), YEAR_END)


@given(stage=st.sampled_from(STAGES_IN_ORDER))
def test_results_are_recorded_after_the_exam_and_before_the_minutes_are_signed(stage: ExamStage) -> None:
    if takes_results(stage):
        check_takes_results(stage, "Session")
        assert stage in (ExamStage.HELD, ExamStage.DELIBERATED)
    else:
        with pytest.raises((NotHeldYet, MinutesSigned)):
            check_takes_results(stage, "Session")
