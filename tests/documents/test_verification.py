"""The public check: everything to who holds number and code, the same nothing to everybody else, and not too often."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.core.identifiers import grouped, new_verification_code
from app.documents.models import FailedCheck, IssuedDocument
from app.documents.queries import facts_of
from app.documents.rules import TooManyFailedChecks
from app.documents.services import check_certificate, revoke
from app.extensions import db
from tests.browser_client import Browser
from tests.documents.ceremony import NOON, Ceremony, Issued, guess_wrong
from tests.together import all_at_once

pytestmark = pytest.mark.usefixtures("quick_paper")


@pytest.fixture
def document(issued: Issued) -> IssuedDocument:
    return issued.documents[0]


def path_of(document: IssuedDocument) -> str:
    return f"/verifier/{document.number}/{document.code}"


def test_the_printed_address_opens_the_page_of_the_certificate(
    document: IssuedDocument, browser: Browser
) -> None:
    assert urlsplit(facts_of(document).verification_url).path == path_of(document)

    page = browser.get(path_of(document))

    assert page.heading == "Certificat valide"
    for shown in (
        document.number,
        "Camille Aubert",
        "Accompagner différents publics",
        "3 h 30",
        "15 novembre 2022",
    ):
        assert shown in page.text
    assert "Réseau d’essai" in page.text
    assert "Document d’essai" in page.text
    for hidden in ("Dax", "1990", "example.org"):
        assert hidden not in page.text


def test_number_and_code_may_be_typed_by_hand(document: IssuedDocument, browser: Browser) -> None:
    number, code = document.number.lower(), grouped(document.code.lower())
    for typed_number in (f" {number}", number.replace("-", " "), number.replace("-", " – ")):
        browser.get("/verifier")

        page = browser.submit("Vérifier", number=typed_number, code=code)

        assert page.heading == "Certificat valide"
    assert (
        browser.get("/verifier", number=document.number, code=" ".join(document.code)).heading
        == "Certificat valide"
    )


def test_a_blank_field_is_asked_for_again(browser: Browser) -> None:
    browser.get("/verifier")

    assert (
        "Ce champ est obligatoire." in browser.submit("Vérifier", number="LANDES-2022-0001", status=422).text
    )


def test_who_lacks_the_code_learns_nothing(document: IssuedDocument, browser: Browser) -> None:
    other_code = new_verification_code()
    lookalike = document.code.translate(str.maketrans("01", "OI"))
    answers = [
        browser.send("GET", path)
        for path in (
            f"/verifier/{document.number}/{other_code}",
            f"/verifier/LANDES-2022-9999/{other_code}",
            f"/verifier/{document.number}/{document.number}",
            f"/verifier/{document.number}/{document.code[:-1]}",
            f"/verifier/{document.number}/{lookalike}X",
            f"/verifier/{document.number}/%C3%A9",
            f"/verifier/{'9' * 5000}/{document.code}",
        )
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({without_address(answer) for answer in answers}) == 1
    assert "Aubert" not in answers[0].text


def test_a_slip_in_a_long_code_is_corrected_where_it_was_typed(
    document: IssuedDocument, browser: Browser
) -> None:
    browser.get("/verifier")
    page = browser.submit("Vérifier", number=document.number, code=document.code[:-1], status=404)
    typed = [
        field.get("value") for field in page.elements("input") if field.get("name") in {"number", "code"}
    ]
    assert typed == [document.number, document.code[:-1]]


def without_address(answer: Any) -> str:
    """The page without the one thing that repeats its own address, the language switch."""
    return "\n".join(line for line in answer.text.splitlines() if 'type="hidden"' not in line)


def test_a_reserved_certificate_does_not_verify_yet(ceremony: Ceremony, browser: Browser) -> None:
    browser.get(path_of(ceremony.reserve().documents[0]), status=404)


def test_a_revoked_certificate_says_so_at_once(
    issued: Issued, document: IssuedDocument, browser: Browser
) -> None:
    path = path_of(document)
    browser.get(path)
    revoke(document, "Motif confidentiel", now=NOON, by=issued.odile)

    page = browser.get(path, status=410)

    assert page.heading == "Certificat révoqué"
    assert "Révoqué le 15/11/2022 à 12:00" in page.text
    assert "Motif confidentiel" not in page.text


def test_no_answer_is_kept_or_indexed(document: IssuedDocument, browser: Browser) -> None:
    for path in ("/verifier", path_of(document), f"{path_of(document)}X"):
        headers = browser.send("GET", path).headers
        assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_the_thirty_first_guess_of_a_minute_is_not_answered(
    document: IssuedDocument, new_browser: Callable[[], Browser], browser: Browser, time_machine: Any
) -> None:
    at = datetime(2022, 11, 15, 12, 0, tzinfo=UTC)
    time_machine.move_to(at, tick=False)
    guess_wrong(29, "127.0.0.1", at)
    assert browser.send("GET", f"/verifier/{document.number}/{new_verification_code()}").status_code == 404

    refused = new_browser().send("GET", path_of(document))
    elsewhere = new_browser().send("GET", path_of(document), environ_base={"REMOTE_ADDR": "192.0.2.7"})
    forged = new_browser().send("GET", path_of(document), headers={"X-Forwarded-For": "192.0.2.8"})

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "Aubert" not in refused.text
    assert elsewhere.status_code == 200
    assert forged.status_code == 429
    time_machine.move_to(at + timedelta(seconds=61), tick=False)
    assert new_browser().send("GET", path_of(document)).status_code == 200


def test_a_right_code_waits_for_nobody_who_writes(document: IssuedDocument, browser: Browser) -> None:
    """A day of hundreds of visitors must not slow down who records hours, nor the other way round."""
    path, statements = path_of(document), []

    def keep(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(db.engine, "before_cursor_execute", keep)
    answer = browser.send("GET", path)
    event.remove(db.engine, "before_cursor_execute", keep)

    assert answer.status_code == 200
    waiting = ("BEGIN IMMEDIATE", "pg_advisory", "INSERT", "UPDATE", "DELETE")
    assert [each for each in statements if any(word in each for word in waiting)] == []


def test_guesses_at_once_do_not_slip_past_the_count(app: Flask, database: Session) -> None:
    guess_wrong(27, "192.0.2.7", NOON)

    def guess(_index: int) -> None:
        check_certificate("LANDES-2022-0001", new_verification_code(), "192.0.2.7", now=NOON)

    outcomes = all_at_once(app, guess)

    assert [type(each) for each in outcomes].count(TooManyFailedChecks) == 5
    assert len(database.scalars(select(FailedCheck)).all()) == 30


def test_a_right_code_writes_nothing_and_old_failures_are_forgotten(
    document: IssuedDocument, browser: Browser, database: Session, time_machine: Any
) -> None:
    at = datetime(2022, 11, 15, 12, 0, tzinfo=UTC)
    time_machine.move_to(at, tick=False)
    for _check in range(30):
        check_certificate(document.number, document.code, "127.0.0.1", now=at)
    assert browser.send("GET", path_of(document)).status_code == 200
    assert database.scalars(select(FailedCheck)).all() == []
    browser.get(f"{path_of(document)}X", status=404)
    time_machine.move_to(at + timedelta(minutes=2), tick=False)
    browser.get(f"{path_of(document)}X", status=404)

    database.rollback()
    assert [each.at for each in database.scalars(select(FailedCheck))] == [at + timedelta(minutes=2)]
