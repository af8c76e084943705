"""A step that was noted by error is taken back, as long as nothing rests on it; both acts stay told."""

from threading import Event
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.certification.models import ExamSession, ExamStep
from app.certification.rules import (
    ExamIsCancelled,
    ExamStage,
    OnlyPlanned,
    Outcome,
    PeopleAreConvoked,
    ResultsRest,
    SignatureStays,
    SteppingBackNeedsReason,
)
from app.certification.services import (
    cancel_exam_session,
    check_nothing_issued,
    convoke,
    stepping_back,
    take_step_back,
)
from app.core.errors import ChangedMeanwhile
from app.documents.models import IssuedDocument, PrintRun
from app.documents.queries import due_results
from app.documents.rules import DeliberationIsCertified, NotDeliberated, SeveralRefused
from app.documents.services import complete_run, issuing, reserve_certificates, revoke
from app.extensions import db
from app.people.models import Network
from tests.browser_client import Browser
from tests.certification.examination import HELD_ON, NOON, TODAY, Examination, plan
from tests.certification.test_life_cycle import bring_to, step
from tests.together import all_at_once

REASON = "Bouton pressé par erreur"


def back(examination: Examination, exam: ExamSession, reason: str = REASON) -> None:
    take_step_back(exam, exam.stage, reason, now=NOON, by=examination.odile)


def brought_to(examination: Examination, stage: ExamStage) -> ExamSession:
    exam = plan(examination)
    bring_to(examination, exam, stage)
    return exam


def reserve(examination: Examination) -> PrintRun:
    return reserve_certificates(
        examination.network, due_results(examination.network),
        today=TODAY, now=NOON, by=examination.odile, base_url="http://127.0.0.1:8000",
    )  # fmt: skip


def test_a_declaration_by_error_is_taken_back_and_noted_again(
    examination: Examination, database: Session
) -> None:
    exam = brought_to(examination, ExamStage.DECLARED)

    back(examination, exam)

    assert exam.stage is ExamStage.PLANNED
    assert [each.stage for each in exam.steps] == [ExamStage.PLANNED]
    act = database.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert act is not None
    assert (act.action, act.before, act.after) == (
        "exam_session.step_taken_back",
        {"step": "declared", "day": HELD_ON.isoformat()},
        {"step": "planned", "reason": REASON},
    )
    assert step(examination, exam, ExamStage.DECLARED, HELD_ON)


@pytest.mark.parametrize(
    ("stage", "before"),
    [(ExamStage.DECLARED, ExamStage.PLANNED), (ExamStage.DELIBERATED, ExamStage.HELD)],
)
def test_a_session_that_is_older_than_the_notes_of_its_steps_goes_back(
    stage: ExamStage, before: ExamStage, examination: Examination, database: Session
) -> None:
    exam = brought_to(examination, stage)
    database.execute(delete(ExamStep).where(ExamStep.exam_session_id == exam.id))
    database.commit()

    back(examination, exam)

    assert exam.stage is before
    assert step(examination, exam, stage, HELD_ON)


def test_nothing_is_taken_back_from_who_was_called(examination: Examination, database: Session) -> None:
    exam = brought_to(examination, ExamStage.DECLARED)
    convoke(exam, now=NOON, by=examination.odile)

    with pytest.raises(PeopleAreConvoked, match="Candidat A"):
        back(examination, exam)


def test_an_exam_with_results_was_held(examination: Examination, database: Session) -> None:
    exam = brought_to(examination, ExamStage.HELD)
    examination.record(examination.candidates[0], Outcome.NOT_OBTAINED, exam=exam)

    with pytest.raises(ResultsRest):
        back(examination, exam)
    assert exam.stage is ExamStage.HELD


def test_a_deliberation_goes_back_unless_a_certificate_rests_on_it(
    examination: Examination, database: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuing, "sealed_certificate", lambda *_: b"%PDF-1.7")
    exam = brought_to(examination, ExamStage.DELIBERATED)
    run = reserve(examination)
    with pytest.raises(DeliberationIsCertified, match=run.documents[0].number):
        back(examination, exam)
    complete_run(run, now=lambda: NOON)
    for each in run.documents:
        revoke(each, "Erreur", now=NOON, by=examination.odile)

    back(examination, exam)

    assert (exam.stage, exam.decided_on) == (ExamStage.HELD, None)
    with pytest.raises(SeveralRefused) as refused:
        reserve(examination)
    assert {type(each) for each in refused.value.refusals} == {NotDeliberated}


def test_a_signature_stays_and_a_validation_goes_back(examination: Examination, database: Session) -> None:
    exam = brought_to(examination, ExamStage.VALIDATED)

    back(examination, exam)

    assert exam.stage is ExamStage.CLOSED
    with pytest.raises(SignatureStays):
        back(examination, exam)
    with pytest.raises(IntegrityError, match="goes forward"):
        database.execute(text(f"UPDATE exam_sessions SET stage = 'deliberated' WHERE id = {exam.id}"))


def test_nothing_is_taken_back_without_a_step_or_a_reason_or_blindly(
    examination: Examination, database: Session
) -> None:
    exam = plan(examination)
    with pytest.raises(OnlyPlanned):
        back(examination, exam)
    step(examination, exam, ExamStage.DECLARED, HELD_ON)
    with pytest.raises(SteppingBackNeedsReason):
        back(examination, exam, "  ")
    with pytest.raises(ChangedMeanwhile):
        take_step_back(exam, ExamStage.HELD, REASON, now=NOON, by=examination.odile)
    cancel_exam_session(exam, "Jury empêché", today=TODAY, now=NOON, by=examination.odile)
    with pytest.raises(ExamIsCancelled):
        back(examination, exam)


def test_no_number_is_taken_while_a_deliberation_is_taken_back(
    app: Flask, examination: Examination, database: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam_id, network_id = brought_to(examination, ExamStage.DELIBERATED).id, examination.network.id
    database.commit()
    asked = Event()

    def asked_slowly(session: ExamSession) -> None:
        check_nothing_issued(session)
        asked.set()
        sleep(0.1)

    monkeypatch.setattr(stepping_back, "check_nothing_issued", asked_slowly)

    def work(index: int) -> object:
        if index:
            exam = db.session.get_one(ExamSession, exam_id)
            return take_step_back(exam, ExamStage.DELIBERATED, REASON, now=NOON, by=None)
        asked.wait(timeout=10)
        network = db.session.get_one(Network, network_id)
        return reserve_certificates(
            network, due_results(network),
            today=TODAY, now=NOON, by=None, base_url="http://127.0.0.1:8000",
        )  # fmt: skip

    reserved, _taken_back = all_at_once(app, work, 2)

    assert isinstance(reserved, SeveralRefused)
    assert database.scalars(select(IssuedDocument.id)).first() is None


def test_an_administrator_takes_a_step_back_with_a_reason(
    administrator: Browser, examination: Examination
) -> None:
    exam, browser = brought_to(examination, ExamStage.HELD), administrator
    browser.get(f"/reseau/landes/examens/{exam.id}")
    browser.follow("Étape notée par erreur : la retirer")

    browser.submit("Retirer l’étape", reason="", status=422)
    done = browser.submit("Retirer l’étape", reason=REASON)

    assert "L’étape « Tenue » est retirée." in done.text
    assert "Étape suivante : Tenue" in done.text


def test_the_page_says_what_keeps_a_step(administrator: Browser, examination: Examination) -> None:
    exam, browser = brought_to(examination, ExamStage.CLOSED), administrator

    page = browser.get(f"/reseau/landes/examens/{exam.id}/etapes/retirer")

    assert "cette étape ne se retire pas" in page.text
    assert "Retirer l’étape" not in page.text
