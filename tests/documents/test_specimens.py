"""The kinds of paper: each has what a kind needs, and its sample is typeset in one click, marked, in both standards."""

from collections.abc import Callable
from datetime import date, time

import page
import pytest

from app.documents.attestations import Attestation, AttestationFacts
from app.documents.attestations.printing import PAPERS as ATTESTATION_PAPERS
from app.documents.exams import ExamFacts
from app.documents.kinds import Signer, paper_kinds
from app.documents.labels import PAPER_NAMES
from app.documents.reading import facts_from
from app.documents.specimens import CERTIFICATE
from app.documents.statements import StatementFacts, print_statement
from app.documents.statements.printing import PAPER as STATEMENT
from app.documents.typesetting.papers import PAPERS, Paper
from app.people.models import Person
from app.progress.printing import PAPER as FIGURES
from tests.browser_client import Browser
from tests.documents.ceremony import TODAY, Ceremony
from tests.documents.papers import text_of

NAMES = sorted(path.parent.name for path in PAPERS.glob("*/VERSION"))
OF_THEIR_OWN_FACTS = [name for name in NAMES if name != CERTIFICATE]


def test_every_folder_of_papers_is_a_kind_with_a_name_and_everything_that_a_kind_needs() -> None:
    assert FIGURES.name in paper_kinds()
    assert set(NAMES) == set(paper_kinds()) == set(PAPER_NAMES)
    for name in NAMES:
        files = {f"{name}.html", f"{name}.css", "VERSION", "sample.json"}
        assert files <= {path.name for path in (PAPERS / name).iterdir()}
        assert paper_kinds()[name].version.isdigit()


def test_no_paper_is_signed_by_the_state_and_only_the_provider_signs_what_it_attests() -> None:
    signers = {name: kind.signer for name, kind in paper_kinds().items()}
    assert Signer.STATE not in signers.values()
    assert {signers[ATTESTATION_PAPERS[each].name] for each in Attestation} == {Signer.PROVIDER}
    assert signers[CERTIFICATE] is Signer.NETWORK


def test_each_sample_is_typeset_as_a_specimen_in_the_name_of_the_network(ceremony: Ceremony) -> None:
    for name in OF_THEIR_OWN_FACTS:
        text = text_of(paper_kinds()[name].printed_sample(ceremony.network, TODAY))
        assert "Spécimen : personnes inventées, sans valeur" in text, name
        if name in {"list", "hours_statement", "attendance_sheet"}:
            assert "Réseau d’essai" in text, name
        assert "Document d’essai" not in text


def test_a_specimen_keeps_both_standards() -> None:
    pdf = print_statement(STATEMENT.sample(StatementFacts), is_specimen=True)
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        failures = [each for each in report.failures if each.rule_id != "PDFA3A-STREAM-LENGTH-001"]
        assert failures == [], profile


def test_facts_are_read_by_the_types_that_they_declare() -> None:
    facts = Paper("exam_minutes").sample(ExamFacts)
    assert (facts.held_on, facts.starts_at) == (date(2022, 10, 11), time(8, 30))
    assert [each.accredited_until for each in facts.members] == [date(2025, 3, 31), date(2024, 6, 30)]
    sample = ATTESTATION_PAPERS[Attestation.TRAINING].sample(AttestationFacts)
    assert sample.assessments[0] == (sample.competences[0], "Acquis")


def test_facts_of_another_kind_are_refused() -> None:
    with pytest.raises(TypeError, match="has no colour"):
        facts_from(ExamFacts, {"colour": "red"})


def test_an_administrator_reads_who_signs_each_paper_and_sees_one_in_one_click(
    ceremony: Ceremony, browser_of: Callable[[Person], Browser]
) -> None:
    browser = browser_of(ceremony.odile)
    browser.get("/reseau/landes/reglages")

    shown = browser.follow("Modèles")

    rows = {row[0]: row[1:3] for row in shown.rows()}
    assert len(rows) == len(NAMES)
    assert rows["Certificat de réalisation"] == ["L’organisme de formation", "3"]
    assert "seul l’État les délivre" in shown.text
    certificate = text_of(browser.follow("Voir un spécimen : Certificat de la cérémonie").data)
    assert "Réseau d’essai" in certificate
    assert "Spécimen" in certificate
    browser.get("/reseau/landes/reglages/modeles/parchemin.pdf", status=404)
