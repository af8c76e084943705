"""Exams of the whole title: who can sit them, and what they mean beside block after block."""

from datetime import date

import pytest

from app.certification.queries import obtained_results, proposals, results_in
from app.certification.rules import Outcome, blocks_still_missing, holds_whole_title, prepares
from app.documents.rules import NoCertificateOfTheNetwork, SeveralRefused
from app.documents.services import reserve_certificates
from app.training.titles import DIGITAL_MEDIATOR, PIX, REMN, WHOLE_TITLE, UnknownBlock
from tests.browser_client import Browser
from tests.certification.examination import NOON, TODAY, Examination


def test_every_cohort_of_a_title_leads_to_the_whole_title() -> None:
    assert prepares(("REMN", "CCP1"), "REMN", WHOLE_TITLE)
    assert not prepares(("MN", "CCP1"), "REMN", WHOLE_TITLE)
    with pytest.raises(UnknownBlock):
        PIX.block(WHOLE_TITLE)


def test_a_title_obtained_at_once_is_whole_even_where_its_blocks_are_unknown() -> None:
    for title in (REMN, DIGITAL_MEDIATOR):
        assert holds_whole_title(title, {WHOLE_TITLE})
        assert blocks_still_missing(title, {WHOLE_TITLE}) == ()


def test_a_whole_title_is_obtained_and_is_the_states_alone_to_deliver(examination: Examination) -> None:
    candidate = examination.candidates[0]
    exam = examination.announce("Session titre", block_code=WHOLE_TITLE)
    assert exam.is_whole_title
    assert len(proposals(exam, TODAY)) == 3
    examination.record(candidate, Outcome.OBTAINED, exam=exam)
    examination.record(candidate, Outcome.OBTAINED)
    (due,) = obtained_results(examination.network)
    assert due.block_code == "CCP1"
    (title,) = results_in(exam).values()
    with pytest.raises(SeveralRefused) as refused:
        reserve_certificates(
            examination.network, [title], today=TODAY, now=NOON, by=None, base_url="http://127.0.0.1"
        )
    assert isinstance(refused.value.refusals[0], NoCertificateOfTheNetwork)


def test_a_session_of_the_whole_title_is_announced_and_told_as_such(
    administrator: Browser, examination: Examination
) -> None:
    administrator.get("/reseau/landes/examens/nouvelle")
    page = administrator.submit(
        "Créer la session",
        {"block": f"REMN:{WHOLE_TITLE}", "name": "Session titre", "held_on": date(2022, 12, 6).isoformat()},
    )
    assert "Session titre, avec l’entretien final" in page.text
    assert "Titre complet · REMN" in administrator.get("/reseau/landes/examens").text
    first = examination.candidates[0]
    exam = examination.announce("Autre session titre", block_code=WHOLE_TITLE)
    examination.record(first, Outcome.OBTAINED, exam=exam)
    page = administrator.get(f"/reseau/landes/conseillers/{first.id}/resultats")
    assert "Tous les blocs sont obtenus. L’État délivre le titre." in page.text
