"""A certificate that the paper refuses is withdrawn: its number is spent, and its result is certified anew."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.documents import assembly
from app.documents.models import DocumentState, IssuedDocument
from app.documents.queries import document_problems, documents_in_force, documents_of, due_results
from app.documents.rules import Authenticity, NothingToWithdraw, RevocationWithoutReason
from app.documents.services import check_certificate, complete_run, issuing, replace, withdraw
from app.people.models import Person
from tests.browser_client import Browser
from tests.documents.ceremony import BASE_URL, NOON, TODAY, Ceremony, noon
from tests.documents.test_refused_by_the_paper import pages_of_today

REASON = "Nom mal saisi"


@pytest.fixture
def refused(ceremony: Ceremony, database: Session, monkeypatch: pytest.MonkeyPatch) -> IssuedDocument:
    """The first of three certificates, with a letter that the fonts lost after its number was taken."""
    monkeypatch.setattr(issuing, "sealed_certificate", pages_of_today)
    spell(ceremony, database, "Aubert 漢")
    with monkeypatch.context() as before:
        before.setattr(assembly, "refuse_undrawn", lambda _facts: None)
        run = ceremony.reserve()
    complete_run(run, now=noon)
    return next(each for each in run.documents if each.state is DocumentState.RESERVED)


def spell(ceremony: Ceremony, database: Session, family_name: str) -> None:
    ceremony.advisors[0].person.family_name = family_name
    database.commit()


def test_its_number_is_spent_and_its_result_is_certified_under_another(
    ceremony: Ceremony, refused: IssuedDocument, database: Session
) -> None:
    withdraw(refused, f"  {REASON} ", now=NOON, by=ceremony.odile)

    assert (refused.is_withdrawn, refused.revocation_reason, refused.number) == (
        True,
        REASON,
        "LANDES-2022-0001",
    )
    assert [each.id for each in due_results(ceremony.network)] == [refused.result_id]
    assert documents_of(refused.advisor) == [], "nobody ever held it"
    spell(ceremony, database, "Aubert")
    ceremony.issue()
    (new,) = documents_of(refused.advisor)
    assert (new.number, new.replaces) == ("LANDES-2022-0004", None)
    assert check(refused) is Authenticity.UNKNOWN
    assert list(document_problems()) == []


def check(document: IssuedDocument) -> Authenticity:
    return check_certificate(document.number, document.code, "192.0.2.9", now=NOON).authenticity


def test_one_that_should_have_replaced_another_leaves_its_place_to_the_next(
    ceremony: Ceremony, database: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuing, "sealed_certificate", pages_of_today)
    (former,) = ceremony.issue(ceremony.result_of(ceremony.advisors[0]))
    spell(ceremony, database, "Aubert 漢")
    with monkeypatch.context() as before:
        before.setattr(assembly, "refuse_undrawn", lambda _facts: None)
        run = replace(
            ceremony.network, former, "Mariage", today=TODAY, now=NOON, by=ceremony.odile, base_url=BASE_URL
        )
    complete_run(run, now=noon)
    withdraw(run.documents[0], REASON, now=NOON, by=ceremony.odile)
    database.expire_all()
    assert (former.replaced_by, former.successor, check(former)) == (None, None, Authenticity.REVOKED)

    spell(ceremony, database, "Aubert-Dupuy")
    (new,) = ceremony.issue(former.result)

    assert (new.number, new.facts["replaces_number"]) == ("LANDES-2022-0003", former.number)
    database.expire_all()
    assert (former.replaced_by, check(former)) == (new, Authenticity.REPLACED)
    assert list(document_problems()) == []


def test_what_the_paper_does_not_refuse_is_not_withdrawn(ceremony: Ceremony, refused: IssuedDocument) -> None:
    issued = documents_in_force(ceremony.network)[0]
    ceremony.judge(ceremony.newcomer("Dubos"))
    waiting = ceremony.reserve().documents[0]

    with pytest.raises(RevocationWithoutReason):
        withdraw(refused, " ", now=NOON, by=None)
    for document in (issued, waiting):
        with pytest.raises(NothingToWithdraw):
            withdraw(document, REASON, now=NOON, by=None)
    withdraw(refused, REASON, now=NOON, by=None)
    with pytest.raises(NothingToWithdraw):
        withdraw(refused, REASON, now=NOON, by=None)

    assert list(document_problems()) == []


@pytest.mark.parametrize(
    "change",
    [
        "state = 'reserved', revoked_at = NULL, revocation_reason = NULL",
        "pdf = '', sha256 = 'x', template_version = '1', issued_at = '2022-11-15 11:00:00'",
        "serial = 9",
    ],
)
def test_the_database_never_gives_a_withdrawn_number_bytes_or_another_use(
    ceremony: Ceremony, refused: IssuedDocument, database: Session, change: str
) -> None:
    withdraw(refused, REASON, now=NOON, by=None)
    with pytest.raises(IntegrityError):
        database.execute(text(f"UPDATE issued_documents SET {change} WHERE id = {refused.id}"))
    database.rollback()


def test_the_database_revokes_nothing_while_it_gets_its_bytes(
    refused: IssuedDocument, database: Session
) -> None:
    at = "'2022-11-15 11:00:00'"
    with pytest.raises(IntegrityError):
        database.execute(
            text(
                f"UPDATE issued_documents SET state = 'revoked', revoked_at = {at}, revocation_reason = 'x', pdf = '', "
                f"sha256 = 'x', template_version = '1', issued_at = {at} WHERE id = {refused.id}"
            )
        )
    database.rollback()


def test_an_administrator_withdraws_it_from_the_page_of_the_run(
    ceremony: Ceremony, refused: IssuedDocument, browser_of: Callable[[Person], Browser]
) -> None:
    odile = browser_of(ceremony.odile)
    page = odile.get(f"/reseau/landes/impressions/{refused.print_run_id}")
    assert "ne sait pas écrire « 漢 »" in page.text

    page = odile.get(f"/reseau/landes/certificats/{refused.id}/retrait")
    assert "ne sait pas écrire « 漢 »" in page.text
    odile.submit("Retirer ce certificat", reason=REASON)

    page = odile.get("/reseau/landes/certificats")
    assert "Retiré avant émission" in page.text
    assert "n’est pas terminée" not in page.text
    page = odile.get(f"/reseau/landes/certificats/{refused.id}/retrait")
    assert "Seul un certificat que le papier refuse se retire" in page.text
    odile.get(f"/reseau/landes/certificats/{refused.id}.pdf", status=404)
