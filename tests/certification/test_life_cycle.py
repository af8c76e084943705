"""Steps in the life of an exam session: written once, with author and day, whatever order they are asked for in."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.audit.queries import chain_problems
from app.certification.models import ExamSession, ExamStep
from app.certification.queries import candidates_of, results_in
from app.certification.rules import (
    STAGES_IN_ORDER,
    DeliberatedByItsStep,
    ExamIsClosed,
    ExamStage,
    JuryNotAccredited,
    MinutesSigned,
    Outcome,
    Verdict,
    has_reached,
    step_after,
)
from app.certification.services import (
    change_exam_session,
    exam_session_of_day,
    record_results,
    session_of_state_results,
    take_step,
)
from app.core.errors import RuleBroken
from app.documents.rules import NotDeliberated, SeveralRefused
from app.documents.services import reserve_certificates
from app.extensions import db
from tests.browser_client import Browser
from tests.certification.examination import ACCREDITED, HELD_ON, NOON, TODAY, Examination, Planning, plan
from tests.installation import Installation
from tests.together import all_at_once


def step(examination: Examination, exam: ExamSession, stage: ExamStage, day: date | None = None) -> bool:
    return take_step(exam, stage, day, today=TODAY, now=NOON, by=examination.odile)


def judge_everybody(examination: Examination, exam: ExamSession) -> None:
    for candidate in examination.candidates:
        examination.record(candidate, Outcome.OBTAINED, exam=exam)


def bring_to(examination: Examination, exam: ExamSession, stage: ExamStage) -> None:
    """Take every step up to this one, with the results in between."""
    for each in STAGES_IN_ORDER[1:]:
        if has_reached(exam.stage, stage):
            return
        if each is ExamStage.DELIBERATED:
            judge_everybody(examination, exam)
        step(examination, exam, each, HELD_ON)


def test_a_session_lives_from_planning_to_the_validation_by_the_state(
    examination: Examination, database: Session, planned: ExamSession
) -> None:
    exam = planned
    bring_to(examination, exam, ExamStage.VALIDATED)
    database.expire_all()
    assert [each.stage for each in exam.steps] == list(STAGES_IN_ORDER)
    assert {each.taken_by_id for each in exam.steps} == {examination.odile.id}
    assert [exam.day_of(stage) for stage in STAGES_IN_ORDER] == [None, *[HELD_ON] * 5]
    steps = select(AuditEntry.after).where(AuditEntry.action == "exam_session.step_taken")
    acts = database.scalars(steps.order_by(AuditEntry.id))
    assert [act and act["step"] for act in acts] == [stage.value for stage in STAGES_IN_ORDER[1:]]


def test_a_step_taken_twice_is_taken_once(
    examination: Examination, database: Session, planned: ExamSession
) -> None:
    exam = planned
    assert step(examination, exam, ExamStage.DECLARED, HELD_ON)
    acts = database.scalar(select(func.count(AuditEntry.id)))
    assert not step(examination, exam, ExamStage.DECLARED, HELD_ON)
    assert not step(examination, exam, ExamStage.PLANNED)
    assert database.scalar(select(func.count(AuditEntry.id))) == acts
    assert len(exam.steps) == 2


def test_eight_people_take_one_step(
    app: Flask, examination: Examination, database: Session, planned: ExamSession
) -> None:
    exam_id = planned.id
    database.commit()

    def declare(_number: int) -> bool:
        exam = db.session.get_one(ExamSession, exam_id)
        return take_step(exam, ExamStage.DECLARED, HELD_ON, today=TODAY, now=NOON, by=None)

    outcomes = all_at_once(app, declare)
    assert sorted(outcomes) == [False] * 7 + [True]
    assert database.scalar(select(func.count(ExamStep.id)).where(ExamStep.exam_session_id == exam_id)) == 2


def test_an_exam_is_not_declared_before_a_jury_whose_accreditation_ended(examination: Examination) -> None:
    ended = [ACCREDITED[0], (*ACCREDITED[1][:3], HELD_ON - timedelta(days=1))]
    exam = plan(examination, jurors=ended)
    with pytest.raises(JuryNotAccredited) as refused:
        step(examination, exam, ExamStage.DECLARED, HELD_ON)
    assert refused.value.facts["people"] == "Mathieu Soubaigné"
    assert exam.stage is ExamStage.PLANNED


def test_a_declared_exam_stays_fit_to_be_declared(examination: Examination, planned: ExamSession) -> None:
    exam = planned
    step(examination, exam, ExamStage.DECLARED, HELD_ON)
    facts: dict[str, Any] = {
        "title_code": "REMN", "block_code": "CCP1", "name": exam.name, "held_on": HELD_ON, "place": "Dax",
        "centre": "Afpa", "today": TODAY, "now": NOON, "by": None,
    }  # fmt: skip
    with pytest.raises(JuryNotAccredited):
        change_exam_session(exam, **facts, jurors=[("Aline", ""), ("Marc", "")])
    with pytest.raises(DeliberatedByItsStep):
        change_exam_session(exam, **facts, jurors=ACCREDITED, decided_on=HELD_ON)
    change_exam_session(exam, **facts, jurors=ACCREDITED, ceres_number="40-2022-17")
    assert exam.ceres_number == "40-2022-17"


def test_signed_minutes_fix_the_results_and_the_session(
    examination: Examination, planned: ExamSession
) -> None:
    exam = planned
    bring_to(examination, exam, ExamStage.CLOSED)
    with pytest.raises(MinutesSigned):
        examination.record(examination.candidates[0], Outcome.NOT_OBTAINED, "Erreur", exam=exam)
    with pytest.raises(ExamIsClosed):
        change_exam_session(
            exam, title_code="REMN", block_code="CCP1", name="Autre", today=TODAY, now=NOON, by=None
        )
    assert exam.name == "Session de Dax"


def test_no_certificate_is_issued_before_the_jury_has_deliberated(
    examination: Examination, planned: ExamSession
) -> None:
    exam = planned
    bring_to(examination, exam, ExamStage.HELD)
    judge_everybody(examination, exam)
    with pytest.raises(SeveralRefused) as refused:
        _do(examination, exam, examination.candidates[0].id, "certify")
    assert {type(each) for each in refused.value.refusals} == {NotDeliberated}


def test_what_was_told_afterwards_is_deliberated(examination: Examination) -> None:
    network = examination.network
    of_state = session_of_state_results(network, "REMN", "CCP1", now=NOON, by=None)
    of_day = exam_session_of_day(network, "REMN", "CCP1", date(2022, 9, 1), now=NOON, by=None)
    for told in (examination.exam, of_state, of_day):
        assert told.stage is ExamStage.DELIBERATED
        assert [each.stage for each in told.steps] == [
            ExamStage.PLANNED, ExamStage.HELD, ExamStage.DELIBERATED
        ]  # fmt: skip
    assert step(examination, examination.exam, ExamStage.CLOSED, TODAY)


def test_the_state_tells_that_a_planned_session_was_deliberated(examination: Examination) -> None:
    exam = plan(examination, held_on=date(2022, 9, 1))
    found = session_of_state_results(
        examination.network, "REMN", "CCP1", decided_on=date(2022, 9, 1), now=NOON, by=None
    )
    assert found.id == exam.id
    assert exam.stage is ExamStage.DELIBERATED


def test_a_session_lives_on_its_page(administrator: Browser, examination: Examination) -> None:
    exam = plan(examination, jurors=ACCREDITED[:1])
    page = administrator.get(f"/reseau/landes/examens/{exam.id}")
    assert "Un jury compte au moins 2 membres habilités ; celui-ci en compte 1." in page.text
    assert "Noter la déclaration" not in page.text
    administrator.follow("Modifier la session")
    seat = {"jurors-1-name": "Aline Ducos", "jurors-1-accredited_until": "2022-12-31"}
    administrator.submit("Enregistrer", seat)
    administrator.submit("Noter la déclaration", {"day": "2022-09-20"})
    page = administrator.submit("Noter que l’examen a eu lieu")
    assert [row[:2] for row in page.rows()] == [
        ["Planifiée", "–"],
        ["Déclarée", "20/09/2022"],
        ["Tenue", "04/10/2022"],
    ]
    page = administrator.get(f"/reseau/landes/examens/{exam.id}")
    assert "Aucun résultat n’est enregistré" in page.text
    first, second = examination.candidates
    administrator.submit(
        "Enregistrer les résultats",
        {f"outcome_{first.id}": "obtained", f"outcome_{second.id}": "not_obtained"},
    )
    page = administrator.submit("Noter la délibération", {"day": "2022-10-03"}, status=422)
    assert "Le 3 octobre 2022 précède l’étape d’avant, qui est du 4 octobre 2022." in page.text
    administrator.submit("Noter la délibération", {"day": "2022-10-06"})
    page = administrator.submit("Noter la signature du procès-verbal", {"day": "2022-10-06"})
    assert "Enregistrer les résultats" not in page.text
    assert "Modifier la session" not in page.text
    administrator.post(
        f"/reseau/landes/examens/{exam.id}", {f"outcome_{first.id}": "not_obtained"}, status=422
    )
    page = administrator.submit("Noter la validation par l’État", {"day": "2022-11-02"})
    assert "Validée par l’État" in page.text
    assert "Étape suivante" not in page.text


def test_a_step_out_of_order_is_refused_on_the_page(
    administrator: Browser, examination: Examination, planned: ExamSession
) -> None:
    exam = planned
    address = f"/reseau/landes/examens/{exam.id}/etapes"
    page = administrator.post(address, {"stage": "deliberated", "day": "2022-10-06"}, status=422)
    assert "en est à l’étape « Planifiée »" in page.text
    for fields in ({"stage": "nonsense", "day": "2022-10-06"}, {"stage": "declared", "day": "demain"}, {}):
        administrator.post(address, fields, status=422)
    assert exam.stage is ExamStage.PLANNED


ACTIONS = st.lists(
    st.tuples(st.sampled_from([*ExamStage, "judge", "certify"]), st.integers(0, 1)), min_size=3, max_size=9
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_whatever_is_asked_in_whatever_order_a_session_lives_as_the_regulation_says(
    installation: Installation, database: Session, actions: list[tuple[Any, int]]
) -> None:
    # Nothing of the example before is left, neither stored nor read.
    database.rollback()
    database.expunge_all()
    world = installation.begin_with(Planning)
    examination, exam, candidate = world.examination, world.exam, world.examination.candidates[0]
    for action, again in actions:
        for _time in range(again + 1):
            before, judged = exam.stage, bool(results_in(exam))
            try:
                changed = _do(examination, exam, candidate.id, action)
            except RuleBroken:
                assert exam.stage is before
                continue
            if action == "judge":
                assert before in (ExamStage.HELD, ExamStage.DELIBERATED)
            elif action == "certify":
                assert judged
                assert has_reached(before, ExamStage.DELIBERATED)
            elif changed:
                assert step_after(before) is exam.stage
            else:
                assert exam.stage is before
    assert [each.stage for each in exam.steps] == list(STAGES_IN_ORDER)[: len(exam.steps)]
    assert exam.steps[-1].stage is exam.stage


def _do(examination: Examination, exam: ExamSession, advisor_id: int, action: Any) -> bool:
    if action == "judge":
        listed = candidates_of(exam)
        verdicts = {each: Verdict(Outcome.NOT_OBTAINED) for each in listed}
        verdicts[advisor_id] = Verdict(Outcome.OBTAINED)
        return bool(record_results(exam, verdicts, today=TODAY, now=NOON, by=examination.odile))
    if action == "certify":
        results = [each for each in results_in(exam).values() if each.advisor_id == advisor_id]
        reserve_certificates(
            examination.network, results, today=TODAY, now=NOON, by=None, base_url="http://127.0.0.1"
        )
        return True
    return step(examination, exam, action, HELD_ON)


def test_no_exam_of_the_demonstration_is_told_as_over_before_its_day(
    demo_app: Flask, database: Session
) -> None:
    steps = [
        (getattr(exam, day), step.taken_at.date())
        for exam in database.scalars(select(ExamSession))
        for step in exam.steps
        for stage, day in ((ExamStage.HELD, "held_on"), (ExamStage.DELIBERATED, "decided_on"))
        if step.stage is stage
    ]
    assert len(steps) == 4
    assert all(told_on >= day for day, told_on in steps)
    assert list(chain_problems()) == []
