"""An exam that does not take place: told with its reason, and nobody loses anything by it."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.certification.models import ExamSession
from app.certification.queries import exam_session_of_jury, exam_session_on, proposals
from app.certification.rules import (
    CancellationNeedsReason,
    ExamIsCancelled,
    ExamStage,
    HeldBeforeCancelled,
    Outcome,
)
from app.certification.services import (
    admit,
    arrange,
    cancel_exam_session,
    change_exam_session,
    take_step,
    withdraw,
)
from tests.browser_client import Browser
from tests.certification.examination import HELD_ON, NOON, TODAY, Examination, plan
from tests.certification.test_life_cycle import bring_to


def cancel(examination: Examination, exam: ExamSession, reason: str = "Jury empêché") -> bool:
    return cancel_exam_session(exam, reason, today=TODAY, now=NOON, by=examination.odile)


def test_a_cancelled_exam_keeps_its_story_and_is_cancelled_once(
    examination: Examination, database: Session, planned: ExamSession
) -> None:
    exam = planned

    assert cancel(examination, exam)
    assert not cancel(examination, exam, "Autre motif")

    assert [each.stage for each in exam.steps] == [ExamStage.PLANNED, ExamStage.CANCELLED]
    assert (exam.steps[-1].reason, exam.steps[-1].taken_by) == ("Jury empêché", examination.odile)


def test_who_was_on_its_list_is_proposed_to_the_next_one(
    examination: Examination, database: Session, planned: ExamSession
) -> None:
    exam, advisor = planned, examination.candidates[0]
    following = examination.announce("Session d’après", decided_on=None)

    def other_session() -> str:
        rows = {each.enrolment.advisor_id: each for each in proposals(following, TODAY)}
        missing = [dict(point.facts) for point in rows[advisor.id].readiness.points]
        return str(missing)

    assert exam.name in other_session()
    cancel(examination, exam)
    assert exam.name not in other_session()


def test_an_exam_that_was_held_is_not_cancelled(
    examination: Examination, database: Session, planned: ExamSession
) -> None:
    exam = planned
    bring_to(examination, exam, ExamStage.HELD)

    with pytest.raises(HeldBeforeCancelled):
        cancel(examination, exam)
    with pytest.raises(IntegrityError, match="goes forward"):
        database.execute(text("UPDATE exam_sessions SET stage = 'cancelled'"))


def test_a_cancellation_needs_its_reason(
    examination: Examination, database: Session, planned: ExamSession
) -> None:
    with pytest.raises(CancellationNeedsReason):
        cancel(examination, planned, "  ")


def test_nothing_happens_in_a_cancelled_exam(
    examination: Examination, database: Session, planned: ExamSession
) -> None:
    exam, advisor = planned, examination.candidates[0]
    cancel(examination, exam)
    common: dict[str, Any] = {"today": TODAY, "now": NOON, "by": examination.odile}

    with pytest.raises(ExamIsCancelled):
        admit(exam, {examination.late.id: "Décision"}, **common)
    with pytest.raises(ExamIsCancelled):
        withdraw(exam, advisor.id, now=NOON, by=examination.odile)
    with pytest.raises(ExamIsCancelled):
        arrange(exam, advisor.id, "Tiers temps", now=NOON, by=examination.odile)
    with pytest.raises(ExamIsCancelled):
        take_step(exam, ExamStage.DECLARED, HELD_ON, **common)
    with pytest.raises(ExamIsCancelled):
        examination.record(advisor, Outcome.OBTAINED, exam=exam)
    with pytest.raises(ExamIsCancelled):
        change_exam_session(exam, title_code="REMN", block_code="CCP1", name="Autre", **common)
    for statement in ("stage = 'planned'", "stage = 'held'"):
        with pytest.raises(IntegrityError, match="goes forward"):
            database.execute(text(f"UPDATE exam_sessions SET {statement} WHERE id = {exam.id}"))
        database.rollback()


def test_no_file_puts_its_results_into_a_cancelled_exam(examination: Examination, database: Session) -> None:
    exam = plan(examination, held_on=TODAY)
    assert exam_session_on(examination.network, "REMN", "CCP1", TODAY) is exam
    assert exam_session_of_jury(examination.network, "REMN", "CCP1", TODAY) is exam

    cancel(examination, exam)

    assert exam_session_on(examination.network, "REMN", "CCP1", TODAY) is None
    assert exam_session_of_jury(examination.network, "REMN", "CCP1", TODAY) is None


def test_an_administrator_cancels_an_exam(
    administrator: Browser, examination: Examination, planned: ExamSession
) -> None:
    exam, browser = planned, administrator
    page = f"/reseau/landes/examens/{exam.id}"
    browser.get(page)
    browser.follow("Annuler la session")

    browser.submit("Annuler la session d’examen", reason="", status=422)
    done = browser.submit("Annuler la session d’examen", reason="Jury empêché")

    assert "Cette session est annulée" in done.text
    assert "Motif : Jury empêché" in done.text
    assert "Liste des candidats" not in done.text
    for paper in ("convocations.pdf", "emargement.pdf", "proces-verbal.pdf"):
        browser.get(f"{page}/{paper}", status=404)
    assert "Annulée" in browser.get("/reseau/landes/examens").text
