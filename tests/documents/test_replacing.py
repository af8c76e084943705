"""A certificate is replaced after a correction: the old one says by which, the new one says what it replaces."""

from collections.abc import Callable
from dataclasses import replace as with_facts
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.documents.background import wait_for_background
from app.documents.models import IssuedDocument, PrintRun
from app.documents.queries import document_problems, documents_in_force, due_results, facts_of, pdf_of
from app.documents.rendering import render_certificate
from app.documents.rules import (
    AlreadyRevoked,
    Authenticity,
    NotIssuedYet,
    RevocationWithoutReason,
    SeveralRefused,
)
from app.documents.sealing import keyring, room_for
from app.documents.sealing.refusals import SealKeyExpired
from app.documents.services import check_certificate, complete_run, replace, revoke
from app.people.models import Person
from tests.browser_client import Browser
from tests.documents.ceremony import BASE_URL, NOON, TODAY, Ceremony, FirstIssued, behind_the_guards, noon
from tests.documents.papers import text_of
from tests.documents.seals import FACTS, an_authority

pytestmark = pytest.mark.usefixtures("quick_paper")


@pytest.fixture
def ceremony(begin_with: Callable[..., FirstIssued]) -> FirstIssued:
    return begin_with(FirstIssued)


@pytest.fixture
def document(ceremony: FirstIssued) -> IssuedDocument:
    return ceremony.documents[0]


def marry(ceremony: Ceremony, database: Session) -> None:
    person = ceremony.advisors[0].person
    person.family_name = "Aubert-Dupuy"
    database.commit()


def replaced(ceremony: Ceremony, document: IssuedDocument, reason: str = "Mariage") -> PrintRun:
    return replace(
        ceremony.network, document, reason, today=TODAY, now=NOON, by=ceremony.odile, base_url=BASE_URL
    )


def answer(document: IssuedDocument) -> Authenticity:
    return check_certificate(document.number, document.code, "192.0.2.7", now=NOON).authenticity


def test_the_old_one_and_the_new_one_name_each_other(
    ceremony: Ceremony, document: IssuedDocument, database: Session
) -> None:
    marry(ceremony, database)
    kept = pdf_of(document.id)

    assert complete_run(replaced(ceremony, document), now=noon) == 1

    (new,) = documents_in_force(ceremony.network)
    assert (new.replaces, document.replaced_by) == (document, new)
    assert facts_of(new).family_name == "Aubert-Dupuy"
    assert facts_of(new).replaces_number == document.number
    assert (facts_of(document).family_name, pdf_of(document.id)) == ("Aubert", kept)
    assert (answer(document), answer(new)) == (Authenticity.REPLACED, Authenticity.VALID)
    assert document.revocation_reason == "Mariage"
    assert list(document_problems()) == []
    acts = database.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(3)).all()
    assert acts == ["certificate.issued", "certificates.reserved", "certificate.revoked"]


def test_one_revoked_by_mistake_is_issued_anew_and_the_two_name_each_other(
    ceremony: Ceremony, document: IssuedDocument
) -> None:
    revoke(document, "Par erreur", now=NOON, by=ceremony.odile)
    assert answer(document) is Authenticity.REVOKED

    ceremony.issue(ceremony.result_of(ceremony.advisors[0]))

    (new,) = documents_in_force(ceremony.network)
    assert (new.replaces, answer(document)) == (document, Authenticity.REPLACED)


def test_a_third_one_replaces_the_second(ceremony: Ceremony, document: IssuedDocument) -> None:
    complete_run(replaced(ceremony, document), now=noon)
    (second,) = documents_in_force(ceremony.network)
    complete_run(replaced(ceremony, second), now=noon)
    (third,) = documents_in_force(ceremony.network)

    assert (third.replaces, second.replaced_by, document.replaced_by) == (second, third, second)
    assert [each.serial for each in (document, second, third)] == [1, 2, 3]
    assert list(document_problems()) == []


def test_who_holds_the_first_is_sent_to_the_one_in_force_and_to_none_once_that_is_revoked(
    ceremony: Ceremony, document: IssuedDocument
) -> None:
    complete_run(replaced(ceremony, document), now=noon)
    (second,) = documents_in_force(ceremony.network)
    run = replaced(ceremony, second)
    assert answer(document) is Authenticity.REVOKED, "the third has no bytes yet"
    complete_run(run, now=noon)
    (third,) = documents_in_force(ceremony.network)
    assert document.successor is second.successor is third
    assert answer(document) is Authenticity.REPLACED

    revoke(third, "Fraude", now=NOON, by=ceremony.odile)

    assert document.successor is None
    assert answer(document) is answer(second) is Authenticity.REVOKED


def test_what_cannot_be_replaced_changes_nothing(
    ceremony: Ceremony, document: IssuedDocument, database: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = ceremony.reserve(ceremony.result_of(ceremony.advisors[1])).documents[0]
    with pytest.raises(RevocationWithoutReason):
        replaced(ceremony, document, "  ")
    with pytest.raises(NotIssuedYet):
        replaced(ceremony, waiting)
    with monkeypatch.context() as late:
        expired = an_authority(valid_until=NOON.replace(day=1))
        late.setattr(keyring, "authority", lambda: expired)
        with pytest.raises(SealKeyExpired):
            replaced(ceremony, document)
    ceremony.advisors[0].person.family_name = "漢"
    database.commit()
    with pytest.raises(SeveralRefused):
        replaced(ceremony, document)

    assert answer(document) is Authenticity.VALID
    revoke(document, "Faux", now=NOON, by=ceremony.odile)
    with pytest.raises(AlreadyRevoked):
        replaced(ceremony, document)
    assert list(document_problems()) == []


def test_the_database_lets_a_certificate_replace_only_a_revoked_one_of_its_result(
    ceremony: Ceremony, document: IssuedDocument, database: Session
) -> None:
    result = ceremony.result_of(ceremony.advisors[1])
    insert = text(
        "INSERT INTO issued_documents (network_id, advisor_id, result_id, replaces_id, year, serial, number, code, "
        "facts, issued_on, reserved_at, state) SELECT network_id, advisor_id, id, :former, 2022, 9, 'L-9', 'C9', '{}', "
        "'2022-11-15', '2022-11-15 11:00:00', 'reserved' FROM results WHERE id = :result"
    )
    for former in (document.id, 999):
        with pytest.raises(IntegrityError):
            database.execute(insert, {"former": former, "result": result.id})
        database.rollback()
    # The control: the same row without a word about another.
    database.execute(insert, {"former": None, "result": result.id})
    with pytest.raises(IntegrityError):
        database.execute(text("UPDATE issued_documents SET replaces_id = 1 WHERE serial = 9"))
    database.rollback()


def test_the_proof_finds_a_certificate_that_replaces_another_than_it_did(
    ceremony: Ceremony, document: IssuedDocument, database: Session
) -> None:
    complete_run(replaced(ceremony, document), now=noon)
    with behind_the_guards(database):
        database.execute(text("UPDATE issued_documents SET replaces_id = NULL"))
    database.expire_all()

    problems = " ".join(map(str, document_problems()))
    assert "il ne remplace pas celui qu’il devait remplacer" in problems


def test_the_paper_names_what_it_replaces() -> None:
    room = room_for(FACTS, an_authority(), NOON)
    new = with_facts(FACTS, replaces_number="LANDES-2022-0001")
    assert "Annule et remplace le n° LANDES-2022-0001" in text_of(render_certificate(new, room))
    assert "Annule" not in text_of(render_certificate(FACTS, room))


def test_an_administrator_sees_what_changes_and_replaces(
    ceremony: Ceremony,
    document: IssuedDocument,
    database: Session,
    browser_of: Callable[[Person], Browser],
    browser: Browser,
) -> None:
    odile = browser_of(ceremony.odile)
    odile.get("/reseau/landes/certificats")
    assert "Rien n’a changé" in odile.follow("Remplacer").text
    marry(ceremony, database)
    ceremony.advisors[0].birth_date = date(1991, 2, 3)
    database.commit()

    page = odile.get(f"/reseau/landes/certificats/{document.id}/remplacement")
    assert page.rows() == [
        ["Nom", "Aubert", "→ Aubert-Dupuy"],
        ["Date de naissance", "2 janvier 1990", "→ 3 février 1991"],
    ]
    odile.submit("Remplacer le certificat", reason="", status=422)
    odile.submit("Remplacer le certificat", reason="Mariage")
    wait_for_background()

    database.rollback()
    (new,) = documents_in_force(ceremony.network)
    assert f"Remplacé par le n° {new.number}" in odile.get("/reseau/landes/certificats").text
    page = browser.get(f"/verifier/{document.number}/{document.code}", status=410)
    assert page.heading == "Certificat remplacé"
    assert f"Remplacé par le n° {new.number}" in page.text
    for hidden in ("Camille", "Aubert", "Mariage"):
        assert hidden not in page.text
    assert f"Remplace le n° {document.number}" in " ".join(
        browser.get(f"/verifier/{new.number}/{new.code}").text.split()
    )
    told = browser.send("GET", f"/verifier/{document.number}/{document.code}.json").json
    assert told is not None
    assert (told["state"], told["replaced_by"]) == ("replaced", new.number)
    assert "Seul un certificat valide se remplace" in (
        odile.get(f"/reseau/landes/certificats/{document.id}/remplacement").text
    )


def test_a_replaced_certificate_is_not_due_again(ceremony: Ceremony, document: IssuedDocument) -> None:
    complete_run(replaced(ceremony, document), now=noon)
    assert document.result not in due_results(ceremony.network)
