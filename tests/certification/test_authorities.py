"""The authority of the State is named where somebody must know it, and each network has its own."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.certification.queries import state_authority_of
from app.certification.services import save_state_authority
from app.documents.exams import exam_facts
from app.people.services import create_network
from tests.browser_client import Browser
from tests.certification.examination import NOON, TODAY, Examination

PAGE = "/reseau/landes/examens/autorite"
DDETS = {
    "name": "DDETS des Landes",
    "address": "4 allée de la Solidarité, 40000 Mont-de-Marsan",
    "signatory": "la directrice départementale",
}


def test_an_administrator_names_the_authority_and_reads_it_beside_the_exam(
    administrator: Browser, examination: Examination
) -> None:
    browser, exam = administrator, f"/reseau/landes/examens/{examination.exam.id}"
    browser.get("/reseau/landes/examens")
    browser.follow("Autorité de l’État")
    browser.submit("Enregistrer", name="", status=422)

    browser.submit("Enregistrer", DDETS)

    assert "DDETS des Landes" in browser.get(exam).text
    assert browser.get(PAGE).by_id("signatory").get("value") == DDETS["signatory"]  # type: ignore[union-attr]


def test_the_papers_of_an_exam_name_the_authority_of_their_network_alone(
    examination: Examination, database: Session
) -> None:
    assert exam_facts(examination.network, examination.exam, today=TODAY).authority is None
    other = create_network("gers", "Réseau du Gers", now=NOON)

    assert save_state_authority(examination.network, **DDETS, now=NOON, by=examination.odile)

    named = exam_facts(examination.network, examination.exam, today=TODAY).authority
    assert named is not None
    assert (named.name, named.signatory) == (DDETS["name"], DDETS["signatory"])
    assert state_authority_of(other) is None


def test_the_same_again_leaves_no_act(examination: Examination, database: Session) -> None:
    save_state_authority(examination.network, **DDETS, now=NOON, by=examination.odile)

    assert not save_state_authority(examination.network, **DDETS, now=NOON, by=examination.odile)

    acts = select(func.count(AuditEntry.id)).where(AuditEntry.action == "state_authority.saved")
    assert database.scalar(acts) == 1
