"""The page of a certificate: its history, what the records say otherwise today, and a copy that is marked as one."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.documents.assembly import facts_of_today
from app.documents.corrections import corrected, corrections_of
from app.documents.models import IssuedDocument
from app.documents.queries import document_problems, documents_in_force, facts_of, history_of, pdf_of
from app.documents.rules import Authenticity, Keeping, NotInForce, RevocationWithoutReason
from app.documents.services import check_file, complete_run, keep_as_it_is, note_copy, replace, revoke
from app.documents.slips import duplicate_of
from app.people.models import Person
from tests.browser_client import Browser
from tests.documents.ceremony import BASE_URL, NOON, TODAY, Ceremony, FirstIssued, Sealed, noon
from tests.documents.papers import text_of

CORRECTIONS = "/reseau/landes/certificats/corrections"


@pytest.fixture
def ceremony(begin_with: Callable[..., FirstIssued]) -> FirstIssued:
    return begin_with(FirstIssued)


@pytest.fixture
def document(ceremony: FirstIssued, quick_paper: None) -> IssuedDocument:
    return ceremony.documents[0]


def marry(ceremony: Ceremony, database: Session, name: str = "Aubert-Dupuy") -> None:
    ceremony.advisors[0].person.family_name = name
    database.commit()


def to_decide(ceremony: Ceremony) -> list[tuple[str, list[str]]]:
    waiting = corrections_of(ceremony.network, documents_in_force(ceremony.network), TODAY, BASE_URL)
    return [(one.document.number, [name for name, _old, _new in one.changes]) for one in waiting]


def acts(document: IssuedDocument) -> list[str]:
    return [step.action.partition(".")[2] for step in history_of(document)]


def test_the_history_tells_every_act_and_who_did_it(ceremony: Ceremony, document: IssuedDocument) -> None:
    note_copy(document, now=NOON, by=ceremony.odile)
    run = replace(
        ceremony.network, document, "Mariage", today=TODAY, now=NOON, by=ceremony.odile, base_url=BASE_URL
    )
    complete_run(run, now=noon)

    assert acts(document) == ["reserved", "issued", "copied", "revoked"]
    assert acts(run.documents[0]) == ["reserved", "issued"]
    assert {step.by for step in history_of(document)} == {ceremony.odile}
    assert [step.reason for step in history_of(document)] == [None, None, None, "Mariage"]


def test_a_correction_is_asked_about_until_somebody_decides_and_again_after_the_next(
    ceremony: Ceremony, document: IssuedDocument, database: Session
) -> None:
    assert to_decide(ceremony) == []
    marry(ceremony, database)
    assert to_decide(ceremony) == [(document.number, ["family_name"])]

    (waiting,) = corrections_of(ceremony.network, [document], TODAY, BASE_URL)
    against = digest_of(ceremony, document)
    assert waiting.changes == (("family_name", "Aubert", "Aubert-Dupuy"),)
    keep_as_it_is(document, Keeping.FUTURE_ONLY, "Nom d’usage", against, now=NOON, by=ceremony.odile)

    assert to_decide(ceremony) == []
    assert document in documents_in_force(ceremony.network)
    marry(ceremony, database, "Dupuy")
    assert to_decide(ceremony) == [(document.number, ["family_name"])]
    assert list(document_problems()) == []


def digest_of(ceremony: Ceremony, document: IssuedDocument) -> str:
    fresh, _refusal = facts_of_today(ceremony.network, document, today=TODAY, base_url=BASE_URL)
    assert fresh is not None
    return corrected(facts_of(document), fresh)


def test_what_is_not_valid_is_neither_kept_nor_copied(ceremony: Ceremony, document: IssuedDocument) -> None:
    with pytest.raises(RevocationWithoutReason):
        keep_as_it_is(document, Keeping.KEEP, "  ", "x", now=NOON, by=ceremony.odile)
    revoke(document, "Fraude", now=NOON, by=ceremony.odile)
    with pytest.raises(NotInForce):
        keep_as_it_is(document, Keeping.KEEP, "Trop tard", "x", now=NOON, by=ceremony.odile)
    with pytest.raises(NotInForce):
        note_copy(document, now=NOON, by=ceremony.odile)

    assert acts(document) == ["reserved", "issued", "revoked"]


def test_a_duplicate_bears_number_facts_and_its_own_date_and_never_passes_for_the_original(
    sealed: Sealed,
) -> None:
    document = sealed.documents[0]
    original = pdf_of(document.id) or b""

    copy = duplicate_of(original, facts_of(document), TODAY)

    said = text_of(copy)
    for told in ("DUPLICATA DU 15", "Camille Aubert", document.number, "n’est pas l’original", "/verifier"):
        assert told in said
    for claim in (b"pdfaid", b"pdfuaid", b"/ETSI.CAdES.detached", b"/ByteRange"):
        assert claim in original
        assert claim not in copy
    assert check_file(original, "192.0.2.8", now=NOON).authenticity is Authenticity.VALID
    assert check_file(copy, "192.0.2.8", now=NOON).authenticity is not Authenticity.VALID
    assert pdf_of(document.id) == original


def test_an_administrator_keeps_one_copies_it_and_reads_its_history(
    sealed: Sealed, browser_of: Callable[[Person], Browser], database: Session
) -> None:
    document = sealed.documents[0]
    marry(sealed, database)
    odile = browser_of(sealed.odile)

    page = odile.get(CORRECTIONS)
    assert "Nom : Aubert → Aubert-Dupuy" in page.text.replace("\u00a0", " ").replace("\u202f", " ")
    odile.follow("Camille Aubert")
    odile.submit("Garder le certificat tel quel", choice="keep", reason="Nom de naissance")
    copy = odile.post(f"/reseau/landes/certificats/{document.id}/duplicata")

    assert copy.data.startswith(b"%PDF-")
    page = odile.get(f"/reseau/landes/certificats/{document.id}")
    assert [row[1] for row in page.rows()] == [
        "Numéro réservé",
        "Émis",
        "Gardé tel quel après une correction",
        "Duplicata",
    ]
    assert {row[2] for row in page.rows()} == {"Odile Lafitte"}
    assert "Rien à décider" in odile.get(CORRECTIONS).text


def test_what_was_chosen_for_no_reason_changes_nothing(
    ceremony: Ceremony,
    document: IssuedDocument,
    browser_of: Callable[[Person], Browser],
    database: Session,
) -> None:
    marry(ceremony, database)
    odile = browser_of(ceremony.odile)
    path = f"/reseau/landes/certificats/{document.id}"
    odile.get(path)

    for typed in ({}, {"choice": "keep", "reason": ""}, {"choice": "burn", "reason": "x"}):
        assert "Choisissez ce qui doit rester" in odile.post(f"{path}/maintien", typed).text

    database.rollback()
    assert acts(document) == ["reserved", "issued"]
