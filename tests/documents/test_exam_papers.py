"""The papers of an exam session: what they print is what is recorded, for a list of any length."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from functools import cache

import page
import pytest
from sqlalchemy.orm import Session

from app.certification.models import ExamSession
from app.certification.queries import enrolled_towards
from app.certification.rules import ExamStage, Outcome
from app.certification.services import admit, arrange, take_step
from app.documents.exams import ExamFacts, ExamPaper, exam_facts, file_name, print_exam_paper
from app.documents.exams.facts import CandidateFacts, MemberFacts
from app.extensions import db
from tests.browser_client import Browser
from tests.certification.examination import ACCREDITED, HELD_ON, NOON, TODAY, Examination, add_crowd
from tests.documents.papers import flat, pages_of, text_of
from tests.statements import counted_statements

HandedOut = Callable[[ExamSession, str, str], bytes]


@pytest.fixture
def examination(begin_with: Callable[..., Examination]) -> Examination:
    return begin_with(Examination)


def planned(examination: Examination) -> ExamSession:
    """A session that was held before two candidates, one of whom has extra time."""
    exam = examination.announce(
        "Session de Dax",
        decided_on=None,
        starts_at=time(9, 30),
        place="Dax",
        centre="Afpa de Dax",
        manager="Aline Ducos",
        ceres_number="40-2022-17",
        jurors=ACCREDITED,
    )
    first, second = examination.candidates
    admit(exam, dict.fromkeys([first.id, second.id], "motif"), today=TODAY, now=NOON, by=None)
    arrange(exam, second.id, "tiers-temps", now=NOON, by=None)
    return exam


@pytest.fixture
def handed_out(examination: Examination, new_browser: Callable[[], Browser]) -> HandedOut:
    """``handed_out(exam, link, name)``: the paper behind a link of the page, under this name."""
    browser = new_browser()
    browser.enter(examination.odile.email)

    def follow(exam: ExamSession, link: str, name: str) -> bytes:
        browser.get(f"/reseau/landes/examens/{exam.id}")
        received = browser.follow(link)
        assert name in received.headers["Content-Disposition"]
        paper: bytes = received.data
        return paper

    return follow


def test_everybody_on_the_list_gets_a_letter_of_their_own(
    examination: Examination, handed_out: HandedOut
) -> None:
    pdf = handed_out(planned(examination), "Convocations", "convocations_2022-10-04_Session-de-Dax.pdf")
    assert pages_of(pdf) == 2
    text = flat(text_of(pdf))
    for said in (
        "Camille Candidat A, vous êtes convoqué·e", "Camille Candidat B, vous êtes convoqué·e",
        "Mardi 4 octobre 2022 à 9 h 30", "Afpa de Dax", "cinq fiches action", "tiers-temps", "Document d’essai",
    ):  # fmt: skip
        assert said in text
    assert text.count("Aménagement de l’épreuve") == 1


def test_the_sheet_of_the_day_has_a_line_for_each_candidate_and_for_the_jury(
    examination: Examination, handed_out: HandedOut
) -> None:
    name = "emargement-examen_2022-10-04_Session-de-Dax.pdf"
    text = flat(text_of(handed_out(planned(examination), "Feuille d’émargement", name)))
    for said in (
        "Camille Candidat A",
        "tiers-temps",
        "Colette Pébarthe",
        "Aline Ducos",
        "Signature au départ",
    ):
        assert said in text


def test_the_minutes_say_what_is_recorded_and_are_a_draft_before_the_deliberation(
    examination: Examination, handed_out: HandedOut
) -> None:
    exam = planned(examination)
    for step in (ExamStage.DECLARED, ExamStage.HELD):
        take_step(exam, step, HELD_ON, today=TODAY, now=NOON, by=None)
    first, second = examination.candidates
    examination.record(first, Outcome.OBTAINED, exam=exam)
    examination.record(second, Outcome.NOT_PRESENTED, "Arrêt maladie", exam=exam)
    draft = flat(text_of(handed_out(exam, "Procès-verbal", "proces-verbal_2022-10-04_Session-de-Dax.pdf")))
    assert "Projet : le jury n’a pas encore délibéré." in draft
    take_step(exam, ExamStage.DELIBERATED, HELD_ON, today=TODAY, now=NOON, by=None)
    decided = exam_facts(examination.network, exam, today=TODAY)
    text = flat(text_of(print_exam_paper(ExamPaper.MINUTES, decided)))
    assert "Projet" not in text
    for said in (
        "Camille Candidat A en présence Obtenu", "Non présenté Arrêt maladie", "Obtenus : 1.", "Non présentés : 1.",
        "Numéro CERES : 40-2022-17", "31 décembre 2024", "RNCP 34137, TP-01336",
        "Aucun incident n’est signalé.", "deviennent officiels avec leur validation",
    ):  # fmt: skip
        assert said in text


def test_a_session_told_afterwards_prints_who_has_a_result(examination: Examination) -> None:
    examination.record(examination.late, Outcome.OBTAINED)
    facts = exam_facts(examination.network, examination.exam, today=TODAY)
    assert [each.name for each in facts.candidates] == ["Camille Tardive"]


def long_facts(count: int) -> ExamFacts:
    person = CandidateFacts(
        name="Þórdís Ægisdóttir-Łuczak ŵ ș ğ",
        employer="Communauté de communes " * 4,
        birth_date=date(1990, 1, 2),
        arrangement="tiers-temps",
        outcome="Obtenu",
        remark="x" * 200,
        decisions=("Décision du 3 mars 2023 : non obtenu devient obtenu. Recours accepté",),
    )
    return ExamFacts(
        network="Réseau d’essai", name="Session " * 20, title="REMN", block="CCP1", held_on=HELD_ON,
        starts_at=None, decided_on=None, place="", is_remote=True, centre="", manager="", ceres_number="",
        members=(MemberFacts(name="Colette", quality="", accredited_until=None),) * count,
        candidates=(person,) * count, incident_report="Coupure de courant.\nReprise à 10 h.",
        is_deliberated=True, printed_on=TODAY,
    )  # fmt: skip


@cache
def paper(kind: ExamPaper, count: int) -> bytes:
    """What several tests look at is printed for the first of them."""
    return print_exam_paper(kind, long_facts(count))


@pytest.mark.parametrize("kind", ExamPaper)
@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_paper_keeps_both_standards(kind: ExamPaper, profile: str) -> None:
    report = page.validate_pdf_bytes(paper(kind, 2), profile=profile)
    assert [each for each in report.failures if each.rule_id != "PDFA3A-STREAM-LENGTH-001"] == []


@pytest.mark.parametrize(
    ("kind", "count", "pages"),
    [
        *((kind, 0, 1) for kind in ExamPaper),
        # A letter takes a page of its own; a list goes on over several.
        (ExamPaper.CONVOCATION, 2, 2),
        (ExamPaper.ATTENDANCE, 6, 2),
        (ExamPaper.MINUTES, 4, 2),
    ],
)
def test_a_list_of_any_length_is_said_whole(kind: ExamPaper, count: int, pages: int) -> None:
    pdf = paper(kind, count)
    assert flat(text_of(pdf)).count("Þórdís Ægisdóttir-Łuczak ŵ ș ğ") >= count
    assert pages_of(pdf) >= pages


@pytest.mark.parametrize("kind", ExamPaper)
def test_the_same_facts_are_printed_twice_the_same_and_others_are_not(kind: ExamPaper) -> None:
    assert print_exam_paper(kind, long_facts(0)) == paper(kind, 0)
    assert paper(kind, 2) != paper(kind, 0)


def test_the_name_of_a_file_leads_nowhere() -> None:
    assert file_name(ExamPaper.MINUTES, replace(long_facts(0), name="/../é")).startswith("proces-verbal_")


def test_no_paper_of_another_network(examination: Examination, new_browser: Callable[[], Browser]) -> None:
    exam, stranger = planned(examination), Examination(code="gers")
    browser = new_browser()
    browser.enter(stranger.odile.email)
    for name in ("convocations", "emargement", "proces-verbal"):
        browser.get(f"/reseau/gers/examens/{exam.id}/{name}.pdf", status=404)


def test_a_longer_list_costs_no_more_statements(examination: Examination, database: Session) -> None:
    exam, network = planned(examination), examination.network

    def statements() -> int:
        db.session.commit()
        assert network.name
        assert exam.name
        with counted_statements(db.engine) as sent:
            exam_facts(network, exam, today=TODAY)
        return len(sent)

    few = statements()
    add_crowd(database, examination, 10)
    ids = [each.advisor_id for each in enrolled_towards(network, "REMN", "CCP1")]
    admit(exam, dict.fromkeys(ids[-10:], "motif"), today=TODAY, now=NOON, by=None)
    assert statements() == few
