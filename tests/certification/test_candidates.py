"""The list of a session: who flows into it by themselves, who is admitted with a reason, and what each brings."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.attendance.services import HoursLine, record_hours
from app.audit.models import AuditEntry
from app.certification.models import ExamSession
from app.certification.queries import (
    assessments_of,
    candidates_of,
    exam_file,
    proposals,
    rows_of,
)
from app.certification.rules import (
    AssessmentLevel,
    Criterion,
    ExamStage,
    ListIsFixed,
    NotACandidate,
    NotOnList,
    NotReady,
    Outcome,
    UnknownAdvisor,
)
from app.certification.services import (
    admit,
    admit_ready,
    arrange,
    keep_exam_file,
    receive_files,
    take_step,
    withdraw,
)
from app.core.half_days import Half
from app.extensions import db
from app.people.models import Person
from app.training.models import Advisor
from app.training.rules import Modality
from tests.browser_client import Browser
from tests.certification.examination import ACCREDITED, HELD_ON, NOON, TODAY, Examination, add_crowd
from tests.statements import counted_statements

NEXT = date(2022, 12, 6)


def announce_next(examination: Examination, name: str = "Session de décembre") -> ExamSession:
    return examination.announce(
        name, held_on=NEXT, decided_on=None, jurors=ACCREDITED, place="Dax", centre="Afpa"
    )


def make_ready(examination: Examination, database: Session, advisor: Advisor) -> None:
    """Give somebody everything that the rule asks for."""
    enrolment = advisor.enrolments[0]
    enrolment.prescribed_minutes, enrolment.placement_tested_on = 210, date(2022, 2, 1)
    database.commit()
    line = HoursLine(enrolment, date(2022, 10, 5), Half.MORNING, 210, Modality.IN_PERSON)
    record_hours(examination.network, [line], today=TODAY, now=NOON, by=None)
    keep_exam_file(advisor, "REMN", "CCP1", portfolio_on=TODAY, action_sheets=5, levels={}, now=NOON, by=None)


def names(exam: ExamSession, *, is_ready: bool) -> list[str]:
    return [
        each.enrolment.advisor.person.family_name
        for each in proposals(exam, TODAY)
        if each.readiness.is_ready is is_ready
    ]


def put(examination: Examination, exam: ExamSession, advisor: Advisor, reason: str = "") -> int:
    return admit(exam, {advisor.id: reason}, today=TODAY, now=NOON, by=examination.odile)


def test_late_recruits_and_who_failed_flow_into_the_next_session_by_themselves(
    examination: Examination, database: Session
) -> None:
    first, second = examination.candidates
    examination.record(first, Outcome.OBTAINED)
    examination.record(second, Outcome.NOT_OBTAINED)
    exam = announce_next(examination)
    make_ready(examination, database, examination.late)
    assert names(exam, is_ready=True) == ["Tardive"]
    assert names(exam, is_ready=False) == ["Candidat B"]
    assert admit_ready(exam, today=TODAY, now=NOON, by=None) == 1
    assert set(candidates_of(exam)) == {examination.late.id}
    assert admit_ready(exam, today=TODAY, now=NOON, by=None) == 0


def test_who_is_not_ready_is_told_exactly_why(examination: Examination) -> None:
    exam = announce_next(examination)
    (point, *others) = proposals(exam, TODAY)[0].readiness.missing
    assert point.criterion is Criterion.HOURS
    assert [each.criterion for each in others] == [
        Criterion.PLACEMENT,
        Criterion.PORTFOLIO,
        Criterion.PORTFOLIO,
    ]


def test_who_is_not_ready_is_admitted_with_a_reason_that_is_kept(
    examination: Examination, database: Session
) -> None:
    exam, candidate = announce_next(examination), examination.candidates[0]
    with pytest.raises(NotReady):
        put(examination, exam, candidate, "  ")
    assert put(examination, exam, candidate, "Heures rattrapées en décembre") == 1
    kept = candidates_of(exam)[candidate.id]
    assert (kept.reason, kept.admitted_by) == ("Heures rattrapées en décembre", examination.odile)
    acts = database.scalar(select(func.count(AuditEntry.id)))
    assert put(examination, exam, candidate, "Autre motif") == 0
    assert database.scalar(select(func.count(AuditEntry.id))) == acts


def test_nobody_is_admitted_who_has_passed_or_prepares_nothing(
    examination: Examination, stranger: Examination
) -> None:
    exam = announce_next(examination)
    examination.record(examination.candidates[0], Outcome.OBTAINED)
    outsider = examination.newcomer("Passant", is_enrolled=False)
    for nobody in (examination.candidates[0], examination.exempt, outsider):
        with pytest.raises(NotACandidate):
            put(examination, exam, nobody, "motif")
    with pytest.raises(UnknownAdvisor):
        put(examination, exam, stranger.candidates[0], "motif")
    assert candidates_of(exam) == {}


def test_nobody_stands_on_two_lists_unawares(examination: Examination) -> None:
    candidate = examination.candidates[0]
    put(examination, announce_next(examination), candidate, "motif")
    other = announce_next(examination, "Session de janvier")
    point = proposals(other, TODAY)[0].readiness.missing[-1]
    assert (point.criterion, point.facts) == (Criterion.OTHER_SESSION, {"session": "Session de décembre"})


def test_only_who_is_on_the_list_gets_a_result_and_the_list_is_then_fixed(examination: Examination) -> None:
    exam = examination.announce(
        "Session de Dax", decided_on=None, jurors=ACCREDITED, place="Dax", centre="Afpa"
    )
    first, second = examination.candidates
    put(examination, exam, first, "motif")
    put(examination, exam, second, "motif")
    assert withdraw(exam, second.id, now=NOON, by=None)
    assert not withdraw(exam, second.id, now=NOON, by=None)
    for step in (ExamStage.DECLARED, ExamStage.HELD):
        take_step(exam, step, HELD_ON, today=TODAY, now=NOON, by=None)
    with pytest.raises(ListIsFixed):
        put(examination, exam, second, "motif")
    with pytest.raises(ListIsFixed):
        withdraw(exam, first.id, now=NOON, by=None)
    with pytest.raises(NotOnList):
        examination.record(second, Outcome.OBTAINED, exam=exam)
    assert [row.enrolment.advisor_id for row in rows_of(exam)] == [first.id]
    examination.record(first, Outcome.OBTAINED, exam=exam)
    assert [row.enrolment.advisor_id for row in rows_of(exam)] == [first.id]


def test_extra_time_is_noted_without_its_reason(examination: Examination) -> None:
    exam, candidate = announce_next(examination), examination.candidates[0]
    with pytest.raises(NotOnList):
        arrange(exam, candidate.id, "tiers-temps", now=NOON, by=None)
    put(examination, exam, candidate, "motif")
    assert arrange(exam, candidate.id, " tiers-temps ", now=NOON, by=None)
    assert not arrange(exam, candidate.id, "tiers-temps", now=NOON, by=None)
    assert candidates_of(exam)[candidate.id].arrangement == "tiers-temps"


def test_what_is_handed_in_and_assessed_is_kept_once(examination: Examination) -> None:
    candidate = examination.candidates[0]

    def keep(level: AssessmentLevel) -> bool:
        return keep_exam_file(
            candidate, "REMN", "CCP1", portfolio_on=TODAY, action_sheets=3,
            levels={"REMN:CCP1:1": level, "REMN:CCP9:1": level}, now=NOON, by=examination.odile,
        )  # fmt: skip

    assert [keep(AssessmentLevel.IN_PROGRESS), keep(AssessmentLevel.IN_PROGRESS)] == [True, False]
    assert keep(AssessmentLevel.ACQUIRED)
    assert {code: each.level for code, each in assessments_of(candidate).items()} == {
        "REMN:CCP1:1": AssessmentLevel.ACQUIRED
    }
    kept = exam_file(candidate, "REMN", "CCP1")
    assert kept is not None
    assert (kept.portfolio_on, kept.action_sheets) == (TODAY, 3)


def test_the_files_of_several_people_are_received_at_once(examination: Examination) -> None:
    exam, ids = announce_next(examination), [each.id for each in examination.candidates]
    assert receive_files(exam, ids, TODAY, now=NOON, by=None) == 2
    assert receive_files(exam, ids, HELD_ON, now=NOON, by=None) == 0
    kept = exam_file(examination.candidates[0], "REMN", "CCP1")
    assert kept is not None
    assert kept.portfolio_on == TODAY
    with pytest.raises(UnknownAdvisor):
        receive_files(exam, [999_999], TODAY, now=NOON, by=None)


def test_the_page_says_who_is_ready_who_is_not_and_why(
    administrator: Browser, examination: Examination, database: Session
) -> None:
    exam = announce_next(examination)
    make_ready(examination, database, examination.late)
    first = examination.candidates[0]
    page = administrator.get(f"/reseau/landes/examens/{exam.id}/candidats")
    assert "Recrutement tardif : c’est la session qui suit sa formation." in page.text
    assert "Il manque : Le test de positionnement n’est pas noté." in page.text
    page = administrator.submit("Retenir toutes les personnes prêtes")
    assert "1 changement noté." in page.text
    page = administrator.post(f"{page.path}/{first.id}", {}, status=422)
    assert "Ce champ est obligatoire." in page.text
    path = f"/reseau/landes/examens/{exam.id}/candidats"
    page = administrator.post(f"{path}/{first.id}", {f"sentence_{first.id}": "Décision du réseau"})
    assert "Motif : Décision du réseau (Odile Lafitte" in page.text
    page = administrator.post(f"{path}/{first.id}/amenagement", {f"sentence_{first.id}": "tiers-temps"})
    assert candidates_of(exam)[first.id].arrangement == "tiers-temps"
    page = administrator.post(f"{path}/{first.id}/retirer", {})
    assert set(candidates_of(exam)) == {examination.late.id}


def test_several_people_are_admitted_for_one_reason(administrator: Browser, examination: Examination) -> None:
    exam = announce_next(examination)
    path = f"/reseau/landes/examens/{exam.id}/candidats/ensemble"
    ids = [str(each.id) for each in examination.candidates]
    for fields in (
        {"admitted_ids": ids},
        {"reason": "Délai"},
        {"admitted_ids": ["999999"], "reason": "Délai"},
    ):
        administrator.post(path, fields, status=422)
    administrator.post(path, {"admitted_ids": ids, "reason": "Délai"})
    assert [each.reason for each in candidates_of(exam).values()] == ["Délai", "Délai"]


def test_somebody_who_is_ready_is_admitted_without_a_reason(
    administrator: Browser, examination: Examination, database: Session
) -> None:
    exam = announce_next(examination)
    make_ready(examination, database, examination.late)
    administrator.post(f"/reseau/landes/examens/{exam.id}/candidats/{examination.late.id}", {})
    assert set(candidates_of(exam)) == {examination.late.id}


def test_a_wrong_wish_about_the_list_is_told_what_is_wrong(
    administrator: Browser, examination: Examination
) -> None:
    exam = announce_next(examination)
    path, first = f"/reseau/landes/examens/{exam.id}", examination.candidates[0].id
    administrator.post(f"{path}/candidats/999999", {"sentence_999999": "motif"}, status=422)
    administrator.post(f"{path}/candidats/{first}", {f"sentence_{first}": "x" * 201}, status=422)
    administrator.post(f"{path}/candidats/{first}/amenagement", {f"sentence_{first}": "x"}, status=422)
    for fields in ({}, {"advisor_ids": "999999", "received_on": "2022-11-01"}, {"advisor_ids": "x"}):
        administrator.post(f"{path}/dossiers", fields, status=422)
    administrator.post(f"{path}/dossiers", {"advisor_ids": str(first), "received_on": "2022-11-01"})
    assert candidates_of(exam) == {}


def test_the_exam_file_of_an_advisor_is_filled_in(administrator: Browser, examination: Examination) -> None:
    candidate = examination.candidates[0]
    administrator.get(f"/reseau/landes/conseillers/{candidate.id}/dossier-examen")
    page = administrator.submit(
        "Enregistrer",
        {"portfolio_on": "2022-11-01", "action_sheets": "5", "level_REMN_CCP1_1": "acquired"},
    )
    assert "Le dossier d’examen est enregistré." in page.text
    assert "Rien n’a changé." in administrator.submit("Enregistrer").text
    administrator.submit("Enregistrer", {"action_sheets": "6"}, status=422)
    administrator.post(page.path, {"action_sheets": "x", "level_REMN_CCP1_1": "brilliant"}, status=422)
    assert list(assessments_of(candidate)) == ["REMN:CCP1:1"]


def test_the_list_of_another_network_does_not_exist(
    examination: Examination, stranger: Examination, browser_of: Callable[[Person], Browser]
) -> None:
    exam = announce_next(examination)
    path = f"/reseau/gers/examens/{exam.id}/candidats"
    browser_of(stranger.odile).get(path, status=404)
    browser_of(stranger.odile).post(f"{path}/{examination.candidates[0].id}", {}, status=404)


def test_a_longer_list_asks_the_database_no_more(
    administrator: Browser, examination: Examination, database: Session
) -> None:
    exam = announce_next(examination)
    path = f"/reseau/landes/examens/{exam.id}/candidats"

    def statements() -> int:
        with counted_statements(db.engine) as counted:
            administrator.get(path)
        return len(counted)

    add_crowd(database, examination, 3)
    few = statements()
    add_crowd(database, examination, 9, first=1000)
    assert statements() == few
