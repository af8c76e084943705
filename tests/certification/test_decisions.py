"""After the exam: incidents, decisions after the minutes are signed, and the year to sit a block again."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.certification.models import ExamSession, Result
from app.certification.queries import decisions_in, resit_of, resits_of_network, results_in
from app.certification.rules import (
    DecidedBeforeMinutes,
    DecidedTomorrow,
    DecisionNeedsReason,
    ExamIsClosed,
    ExamStage,
    MinutesNotSigned,
    NotHeldYet,
    ObtainedStaysObtained,
    Outcome,
    ResultIsCertified,
    blocks_still_missing,
    holds_whole_title,
)
from app.certification.services import decide_anew, report_incidents, take_step
from app.core.errors import RuleBroken
from app.people.models import Person
from app.training.rules import NameNotPrintable, NameTooLong
from app.training.titles import DIGITAL_MEDIATOR, REMN
from tests.browser_client import Browser
from tests.certification.examination import DECIDED_ON, NOON, TODAY, Examination, certify

SIGNED_ON = DECIDED_ON
ANEW = SIGNED_ON + timedelta(days=10)


def sign(examination: Examination) -> None:
    take_step(examination.exam, ExamStage.CLOSED, SIGNED_ON, today=TODAY, now=NOON, by=examination.odile)


def decide(
    examination: Examination, result: Result, outcome: Outcome, day: date = ANEW, reason: str = "Recours"
) -> bool:
    return decide_anew(result, outcome, day, reason, today=TODAY, now=NOON, by=examination.odile)


@pytest.fixture
def failed(examination: Examination) -> Result:
    """A failure in an exam whose minutes are not signed yet."""
    examination.record(examination.candidates[0], Outcome.NOT_OBTAINED)
    return examination.result_of(examination.candidates[0])


def test_signed_minutes_change_by_a_new_dated_decision_that_stays(
    examination: Examination, failed: Result, database: Session
) -> None:
    sign(examination)
    assert decide(examination, failed, Outcome.OBTAINED)
    acts = database.scalar(select(func.count(AuditEntry.id)))
    assert not decide(examination, failed, Outcome.OBTAINED)
    assert database.scalar(select(func.count(AuditEntry.id))) == acts
    (decision,) = decisions_in(examination.exam)[failed.advisor_id]
    assert (decision.outcome_before, decision.outcome) == (Outcome.NOT_OBTAINED, Outcome.OBTAINED)
    assert (decision.decided_on, decision.reason) == (ANEW, "Recours")
    assert failed.outcome is Outcome.OBTAINED


@pytest.mark.parametrize(
    ("day", "reason", "refusal"),
    [
        (ANEW, "  ", DecisionNeedsReason),
        (TODAY + timedelta(days=1), "Recours", DecidedTomorrow),
        (SIGNED_ON - timedelta(days=1), "Recours", DecidedBeforeMinutes),
        (ANEW, "x" * 201, NameTooLong),
    ],
)
def test_a_decision_without_a_reason_or_on_a_day_that_cannot_be_is_refused(
    examination: Examination, failed: Result, day: date, reason: str, refusal: type[RuleBroken]
) -> None:
    sign(examination)
    with pytest.raises(refusal):
        decide(examination, failed, Outcome.OBTAINED, day, reason)
    assert failed.outcome is Outcome.NOT_OBTAINED


def test_before_the_minutes_are_signed_a_result_is_corrected_instead(
    examination: Examination, failed: Result
) -> None:
    with pytest.raises(MinutesNotSigned):
        decide(examination, failed, Outcome.OBTAINED)


def test_a_decision_neither_passes_a_certificate_nor_obtains_a_block_twice(
    examination: Examination, failed: Result, database: Session
) -> None:
    other = examination.announce("Session de novembre", held_on=TODAY, decided_on=TODAY)
    examination.record(examination.candidates[0], Outcome.OBTAINED, exam=other)
    examination.record(examination.candidates[1], Outcome.OBTAINED)
    sign(examination)
    with pytest.raises(ObtainedStaysObtained):
        decide(examination, failed, Outcome.OBTAINED)
    passed = examination.result_of(examination.candidates[1])
    certify(database, passed)
    with pytest.raises(ResultIsCertified):
        decide(examination, passed, Outcome.NOT_OBTAINED)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE results SET outcome = 'obtained'",
        "DELETE FROM results",
        "UPDATE exam_sessions SET stage = 'deliberated'",
        "UPDATE result_decisions SET reason = 'x'",
        "DELETE FROM result_decisions",
    ],
)
def test_sql_changes_neither_signed_minutes_nor_the_decisions_after_them(
    examination: Examination, failed: Result, database: Session, statement: str
) -> None:
    sign(examination)
    if "decisions" in statement:
        decide(examination, failed, Outcome.OBTAINED)
    before = failed.outcome
    with pytest.raises(IntegrityError):
        database.execute(text(statement))
    database.rollback()
    assert failed.outcome is before
    assert examination.exam.stage is ExamStage.CLOSED


def test_incidents_are_reported_between_the_exam_and_the_signature(
    examination: Examination, planned: ExamSession
) -> None:
    report = "10 h : coupure de courant.\n10 h 20 : reprise."
    exam = examination.exam

    def tell(session: ExamSession, said: str) -> bool:
        return report_incidents(session, said, now=NOON, by=examination.odile)

    with pytest.raises(NotHeldYet):
        tell(planned, report)
    assert [tell(exam, report), tell(exam, report)] == [True, False]
    with pytest.raises(NameTooLong):
        tell(exam, "x" * 4001)
    with pytest.raises(NameNotPrintable):
        tell(exam, "a\x00b")
    examination.record(examination.candidates[0], Outcome.OBTAINED)
    sign(examination)
    with pytest.raises(ExamIsClosed):
        tell(exam, "")
    assert exam.incident_report == report


def test_a_failure_opens_a_year_and_proposes_the_next_session(
    examination: Examination, failed: Result
) -> None:
    network, candidate = examination.network, examination.candidates[0]
    (resit,) = resits_of_network(network, TODAY)
    assert (resit.advisor, resit.until, resit.next_session) == (candidate, date(2023, 10, 6), None)
    late = examination.announce("Trop tard", held_on=date(2023, 10, 7), decided_on=None, jurors=())
    assert resit_of(network, candidate, TODAY) == resit
    in_time = examination.announce("À temps", held_on=date(2023, 10, 6), decided_on=None, jurors=())
    found = resit_of(network, candidate, TODAY)
    assert found is not None
    assert (found.next_session, found.is_listed, late.name) == (in_time, False, "Trop tard")
    assert not found.is_over(date(2023, 10, 6))
    assert found.is_over(date(2023, 10, 7))


def test_who_passed_or_never_failed_has_nothing_to_sit_again(
    examination: Examination, failed: Result
) -> None:
    network = examination.network
    other = examination.announce("Session de novembre", held_on=TODAY, decided_on=TODAY)
    examination.record(examination.candidates[0], Outcome.OBTAINED, exam=other)
    examination.record(examination.candidates[1], Outcome.NOT_PRESENTED)
    assert resits_of_network(network, TODAY) == []
    assert resit_of(network, examination.candidates[1], TODAY) is None


def test_block_after_block_makes_the_whole_title_where_all_blocks_are_known() -> None:
    assert holds_whole_title(REMN, {"CCP1", "CCP2", "CCP3"})
    assert not holds_whole_title(REMN, {"CCP1", "CCP3"})
    assert [block.code for block in blocks_still_missing(REMN, {"CCP1", "CCP3"})] == ["CCP2"]
    # Only its first block was found in the sources: nobody can tell who holds the whole title.
    assert not holds_whole_title(DIGITAL_MEDIATOR, {"CCP1"})


def test_a_decision_and_an_incident_are_told_on_the_pages(
    administrator: Browser, examination: Examination, failed: Result
) -> None:
    path = f"/reseau/landes/examens/{examination.exam.id}"
    administrator.get(path)
    administrator.follow("Signaler un incident")
    page = administrator.submit("Enregistrer le compte rendu", {"report": "Coupure de courant"})
    assert "Coupure de courant" in page.text
    sign(examination)
    administrator.post(f"{path}/incidents", {"report": "Trop tard"}, status=422)
    administrator.get(path)
    administrator.follow("Nouvelle décision Camille Candidat A")
    page = administrator.submit(
        "Enregistrer la décision",
        {"outcome": "obtained", "decided_on": "2022-10-01", "reason": "Recours"},
        status=422,
    )
    assert "avant la signature du procès-verbal" in page.text
    page = administrator.submit("Enregistrer la décision", {"decided_on": "2022-10-20"})
    assert "Décision du 20 octobre 2022 : non obtenu devient obtenu. Motif : Recours" in page.text
    assert results_in(examination.exam)[failed.advisor_id].outcome is Outcome.OBTAINED


def test_who_failed_is_reminded_of_the_year_and_so_is_the_administrator(
    administrator: Browser,
    examination: Examination,
    failed: Result,
    browser_of: Callable[[Person], Browser],
) -> None:
    page = administrator.get("/reseau/landes/examens")
    assert "06/10/2023" in page.text
    page = administrator.get(f"/reseau/landes/conseillers/{failed.advisor_id}")
    sentence = "il se représente sans nouvelle formation jusqu’au 6 octobre 2023."
    assert sentence in page.text
    page = administrator.get(f"/reseau/landes/conseillers/{failed.advisor_id}/resultats")
    assert "Il reste : CCP1, CCP2, CCP3." in page.text


def test_decisions_of_another_network_do_not_exist(
    examination: Examination,
    stranger: Examination,
    failed: Result,
    browser_of: Callable[[Person], Browser],
) -> None:
    browser = browser_of(stranger.odile)
    browser.get(f"/reseau/gers/examens/{examination.exam.id}/incidents", status=404)
    browser.get(
        f"/reseau/gers/examens/{examination.exam.id}/resultats/{failed.advisor_id}/decision", status=404
    )
