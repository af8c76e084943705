"""Each person is written to once about their certificate, in their language, and the run tells what became of it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.letters import letter_with_certificate, write_to_holders
from app.documents.mailings import run_letters
from app.documents.models import PrintRun
from app.documents.queries import document_problems, history_of, letters_of
from app.documents.rules import MailingState
from app.documents.services import claim_letter, note_letter, revoke
from app.people.mail import Letter
from app.people.models import Person
from app.people.post import wait_for_letters
from app.people.rules import SILENCE
from tests.browser_client import Browser
from tests.documents.ceremony import NOON, Ceremony, Issued
from tests.postbox import LONG_ENOUGH, Postbox
from tests.together import all_at_once

pytestmark = pytest.mark.usefixtures("quick_paper")


@pytest.fixture
def ceremony(issued: Issued) -> Issued:
    return issued


@pytest.fixture
def run(ceremony: Issued, database: Session) -> PrintRun:
    """Three certificates; their holders have an account, but for the third, and the second reads English."""
    first, second, _third = (advisor.person for advisor in ceremony.advisors)
    first.password_hash = second.password_hash = "x"
    second.language = "en"
    database.commit()
    return database.scalars(select(PrintRun)).one()


def outcomes(run: PrintRun, database: Session) -> list[MailingState]:
    database.rollback()
    database.expire_all()
    found = letters_of(run, NOON).states
    return [found[each.id] for each in run.documents if each.id in found]


def test_each_is_written_to_once_and_the_page_tells_what_became_of_it(
    ceremony: Ceremony,
    run: PrintRun,
    postbox: Postbox,
    browser_of: Callable[[Person], Browser],
    database: Session,
) -> None:
    second = ceremony.advisors[1].person.email
    postbox.refused.add(second)
    odile = browser_of(ceremony.odile)
    page = f"/reseau/landes/impressions/{run.id}"
    odile.get(page)
    odile.submit("Envoyer à chacun le lien")
    wait_for_letters(LONG_ENOUGH)

    assert [row[3] for row in odile.get(page).rows()] == [
        "Envoyé",
        "Échec de l’envoi",
        "Pas de compte ouvert",
    ]
    postbox.refused.clear()
    odile.submit("Envoyer à chacun le lien")
    wait_for_letters(LONG_ENOUGH)
    odile.get(page)
    odile.submit("Envoyer à chacun le lien")
    wait_for_letters(LONG_ENOUGH)

    assert [each.to for each in postbox.letters] == [ceremony.advisors[0].person.email, second]
    sent, no_account = MailingState.SENT, MailingState.NO_ADDRESS
    assert outcomes(run, database) == [sent, sent, no_account]
    assert [step.action for step in history_of(run.documents[1])][-2:] == [
        "certificate.not_mailed",
        "certificate.mailed",
    ]
    assert list(document_problems()) == []


def test_a_letter_that_fails_for_whatever_reason_may_be_sent_again(
    ceremony: Ceremony,
    run: PrintRun,
    postbox: Postbox,
    app: Flask,
    database: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def send(_letter: Letter) -> None:
        raise UnicodeEncodeError("ascii", "é", 0, 1, "no such character")

    first, odile = run.documents[0].id, ceremony.odile
    monkeypatch.setattr(postbox, "send", send)
    write_to_holders(run.documents[:2], by=odile, now=lambda: NOON)
    wait_for_letters(LONG_ENOUGH)

    assert outcomes(run, database) == [MailingState.FAILED] * 2
    assert claim_letter(first, now=NOON, by_id=None)


def test_the_letter_speaks_the_language_of_its_reader_and_its_link_needs_them(
    ceremony: Ceremony, run: PrintRun, new_browser: Callable[[], Browser], database: Session
) -> None:
    first, second = run.documents[:2]
    french = letter_with_certificate(first, first.advisor.person)
    english = letter_with_certificate(second, second.advisor.person)
    link = f"/reseau/landes/certificats/{first.id}.pdf"
    database.rollback()

    assert (french.subject, english.subject) == ("Votre certificat", "Your certificate")
    assert f"http://127.0.0.1:8000{link}" in french.body
    assert "LANDES-2022-0002" in english.body
    assert "/connexion" in new_browser().send("GET", link).headers["Location"]
    for advisor, status in ((ceremony.advisors[1], 404), (ceremony.advisors[0], 200)):
        reader = new_browser()
        reader.enter(advisor.person.email)
        assert reader.send("GET", link).status_code == status


def test_eight_at_once_send_one_letter(app: Flask, run: PrintRun, database: Session) -> None:
    document_id = run.documents[0].id
    database.rollback()

    claims = all_at_once(app, lambda _index: claim_letter(document_id, now=NOON, by_id=None))

    assert sorted(claims) == [False] * 7 + [True]


def test_what_is_not_valid_or_may_have_left_is_not_sent(
    ceremony: Ceremony, run: PrintRun, database: Session
) -> None:
    interrupted, revoked, failed = run.documents
    assert claim_letter(interrupted.id, now=NOON, by_id=None)
    revoke(revoked, "Fraude", now=NOON, by=ceremony.odile)
    assert claim_letter(failed.id, now=NOON, by_id=None)
    note_letter(failed.id, MailingState.FAILED, now=NOON)

    again = [claim_letter(each.id, now=NOON, by_id=None) for each in (interrupted, revoked, failed)]

    assert again == [False, False, True]


def test_letters_that_a_restart_has_interrupted_are_told_and_sent_on_once(
    ceremony: Ceremony,
    run: PrintRun,
    postbox: Postbox,
    browser_of: Callable[[Person], Browser],
    database: Session,
) -> None:
    maybe_left, never_left, _third = run.documents
    assert claim_letter(maybe_left.id, now=NOON, by_id=None)
    page, odile = f"/reseau/landes/impressions/{run.id}", browser_of(ceremony.odile)

    shown = odile.get(page)

    assert "L’envoi des e-mails s’est interrompu" in shown.text
    assert "2 personnes n’ont encore rien reçu." in shown.text
    assert [row[3] for row in shown.rows()] == ["Interrompu, peut-être parti", "–", "–"]
    odile.submit("Envoyer les e-mails qui manquent")
    wait_for_letters(LONG_ENOUGH)
    assert [each.to for each in postbox.letters] == [never_left.advisor.person.email]
    assert "Envoyer les e-mails qui manquent" not in odile.get(page).text


def test_letters_are_interrupted_only_once_nobody_gives_a_sign() -> None:
    sent, under_way = (MailingState.SENT, NOON), (MailingState.UNDER_WAY, NOON)
    soon, late = NOON + SILENCE / 2, NOON + SILENCE

    assert not run_letters({}, [1, 2], late).is_interrupted
    assert not run_letters({1: sent}, [1, 2], soon).is_interrupted
    assert not run_letters({1: sent}, [1], late).is_interrupted
    assert not run_letters({1: under_way}, [1], soon).is_interrupted
    assert run_letters({1: sent}, [1, 2], late).missing == 1
    assert run_letters({1: sent}, [1, 2], late).is_interrupted
    assert run_letters({1: under_way}, [1], late).lost == {1}
    assert not run_letters({1: under_way, 2: (MailingState.SENT, late)}, [1, 2, 3], late).is_interrupted


def test_without_a_mail_server_nothing_is_offered_and_nothing_leaves(
    ceremony: Ceremony, run: PrintRun, browser_of: Callable[[Person], Browser], database: Session
) -> None:
    odile = browser_of(ceremony.odile)
    page = odile.get(f"/reseau/landes/impressions/{run.id}")
    assert "Envoyer à chacun le lien" not in page.text

    answered = odile.post(f"/reseau/landes/impressions/{run.id}/courriels")

    assert "Aucun serveur d’e-mail n’est réglé" in answered.text
    assert outcomes(run, database) == []
