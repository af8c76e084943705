"""A new e-mail address counts once the letter sent there was answered."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.roles import Role
from app.people.letters import new_address_link
from app.people.models import Network, Person
from app.people.post import wait_for_letters
from app.people.services import invite
from app.web.clock import now
from tests.browser_client import Browser
from tests.people.conftest import PASSWORD
from tests.postbox import LONG_ENOUGH, Postbox

MakePerson = Callable[..., Person]
WANTED = "claire@example.com"


@pytest.fixture
def hugo(make_person: MakePerson, landes: Network) -> Person:
    return make_person("hugo@example.org", landes, Role.ADVISOR)


@pytest.fixture
def signed_in(browser: Browser, hugo: Person) -> Browser:
    browser.enter(hugo.email)
    return browser


def ask_for(browser: Browser, email: str) -> str:
    browser.get("/mon-compte")
    page = browser.submit("Enregistrer", email=email, current=PASSWORD)
    wait_for_letters(LONG_ENOUGH)
    return page.text


def link_in(postbox: Postbox) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/mon-compte/adresse/\S+)", postbox.letters[-1].body)
    assert found is not None
    return found[1]


def test_a_new_address_counts_once_its_link_was_opened(
    signed_in: Browser, hugo: Person, postbox: Postbox
) -> None:
    assert f"Un lien est envoyé à {WANTED}" in ask_for(signed_in, "Claire@Example.com")
    assert hugo.email == "hugo@example.org"
    assert [letter.to for letter in postbox.letters] == [WANTED]

    signed_in.get(link_in(postbox))
    assert hugo.email == "hugo@example.org"
    page = signed_in.submit("Confirmer l’adresse")

    assert f"Connectez-vous désormais avec l’adresse {WANTED}" in page.text
    assert hugo.email == WANTED


def test_the_link_serves_once_and_for_two_hours(
    signed_in: Browser, hugo: Person, postbox: Postbox, time_machine: Any
) -> None:
    ask_for(signed_in, WANTED)
    late = link_in(postbox)
    time_machine.move_to(now() + timedelta(hours=2), tick=False)
    signed_in.get(late, status=410)
    ask_for(signed_in, WANTED)
    signed_in.get(late, status=410)
    good = link_in(postbox)
    signed_in.get(good)
    signed_in.submit("Confirmer l’adresse")
    signed_in.get(good, status=410)


def test_the_link_is_of_use_to_nobody_else(
    signed_in: Browser, new_browser: Callable[[], Browser], hugo: Person, odile: Person, postbox: Postbox
) -> None:
    """The owner of the mailbox, who has asked for nothing, must not give it away by opening a letter."""
    ask_for(signed_in, WANTED)
    link, claire = link_in(postbox), new_browser()
    assert claire.send("GET", link).headers["Location"].startswith("/connexion")
    claire.enter(odile.email)
    claire.get(link, status=410)
    claire.post(link, status=410)
    assert hugo.email == "hugo@example.org"
    # Nor does it choose a password.
    claire.get(link.replace("/mon-compte/adresse/", "/lien/"), status=410)


def test_a_new_address_asks_for_the_password(signed_in: Browser, hugo: Person, postbox: Postbox) -> None:
    signed_in.get("/mon-compte")
    page = signed_in.submit("Enregistrer", email=WANTED, current="pas le bon", status=422)
    assert "Le mot de passe actuel ne convient pas." in page.text
    wait_for_letters(LONG_ENOUGH)
    assert postbox.letters == []


def test_whether_an_address_is_taken_is_not_told(
    signed_in: Browser, hugo: Person, odile: Person, postbox: Postbox
) -> None:
    free, taken = ask_for(signed_in, WANTED), ask_for(signed_in, odile.email)
    assert free.replace(WANTED, "…") == taken.replace(odile.email, "…")
    assert [letter.to for letter in postbox.letters] == [WANTED]


def test_an_address_that_was_given_to_somebody_else_meanwhile_stays_theirs(
    signed_in: Browser, hugo: Person, landes: Network, make_person: MakePerson, postbox: Postbox
) -> None:
    ask_for(signed_in, WANTED)
    make_person(WANTED, landes, Role.TRAINER)
    signed_in.get(link_in(postbox))
    page = signed_in.submit("Confirmer l’adresse", status=400)
    assert "déjà celle d’une autre personne" in page.text
    assert hugo.email == "hugo@example.org"


def test_a_new_password_ends_the_link(signed_in: Browser, hugo: Person, postbox: Postbox) -> None:
    """Whoever had asked for it from a browser left open must not get the account after all."""
    ask_for(signed_in, WANTED)
    signed_in.get("/mon-compte/mot-de-passe")
    another = "une autre phrase"
    signed_in.submit("Changer de mot de passe", current=PASSWORD, password=another, again=another)
    signed_in.get(link_in(postbox), status=410)


def test_nobody_sends_letters_to_everybody(signed_in: Browser, hugo: Person, postbox: Postbox) -> None:
    names = {"given_name": "Hugo", "family_name": "Dupont", "language": "fr", "current": PASSWORD}
    answers = []
    for number in range(6):
        asked = {**names, "email": f"person{number}@example.com", "csrf_token": signed_in.csrf_token()}
        answers.append(signed_in.send("POST", "/mon-compte", data=asked).status_code)
    wait_for_letters(LONG_ENOUGH)
    assert answers == [302, 302, 302, 302, 302, 429]
    assert len(postbox.letters) == 5


def test_without_a_mail_server_an_administrator_changes_the_address(
    signed_in: Browser, new_browser: Callable[[], Browser], hugo: Person, odile: Person
) -> None:
    page = signed_in.get("/mon-compte")
    assert "demandez à la personne qui administre votre réseau" in page.text
    fields = {"given_name": "Hugo", "family_name": "Dupont", "language": "fr", "email": WANTED}
    signed_in.post("/mon-compte", {**fields, "current": PASSWORD})
    assert hugo.email == "hugo@example.org"

    administrator = new_browser()
    administrator.enter(odile.email)
    administrator.get(f"/reseau/landes/comptes/{hugo.id}")
    administrator.follow("Changer l’adresse e-mail")
    page = administrator.submit("Changer l’adresse", email=odile.email, status=422)
    assert "déjà celle d’une autre personne" in page.text
    page = administrator.submit("Changer l’adresse", email="Claire@Example.com")
    assert f"Hugo Dupont se connecte désormais avec l’adresse {WANTED}" in page.text
    assert hugo.email == WANTED


def test_an_administrator_gives_no_address_to_somebody_of_another_network(
    browser: Browser, hugo: Person, odile: Person, gers: Network, make_person: MakePerson
) -> None:
    make_person(hugo.email, gers, Role.TRAINER)
    browser.enter(odile.email)
    browser.get(f"/reseau/landes/comptes/{hugo.id}/adresse")
    page = browser.submit("Changer l’adresse", email=WANTED, status=422)
    assert "un réseau que vous n’administrez pas" in page.text
    assert hugo.email == "hugo@example.org"


def test_the_host_of_the_link_is_the_configured_one(app: Any) -> None:
    with app.test_request_context(base_url="https://evil.example"):
        assert new_address_link("abc") == f"{app.config['BASE_URL']}/mon-compte/adresse/abc"


def test_a_role_that_waits_stays_with_the_address_it_was_given_to(
    signed_in: Browser, hugo: Person, gers: Network, gaston: Person, postbox: Postbox, database: Session
) -> None:
    """A link made anew would otherwise follow the account to an address that the second network never named."""
    invite(gers, hugo.email, "Hugo", "D", [Role.ADMINISTRATOR], now=now(), by=gaston)
    ask_for(signed_in, WANTED)
    signed_in.get(link_in(postbox))
    signed_in.submit("Confirmer l’adresse")

    assert hugo.email == WANTED
    assert {held.network.code for held in hugo.memberships} == {"landes"}
    withdrawn = select(AuditEntry).where(AuditEntry.action == "role.withdrawn")
    assert [act.network_id for act in database.scalars(withdrawn)] == [gers.id]
