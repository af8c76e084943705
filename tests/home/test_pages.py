"""The front door, the accessibility statement and the state of the application."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, url_for
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.core.roles import Role
from app.extensions import db
from app.home.rules import FIRST_PAGES
from app.people.models import Network, Person
from app.people.services import withdraw_role
from tests.browser_client import Browser
from tests.people.conftest import NOON

MakePerson = Callable[..., Person]


def first_address(app: Flask, role: Role, network: str = "landes") -> str:
    with app.test_request_context():
        return url_for(FIRST_PAGES[role], network_code=network)


@pytest.mark.parametrize("role", Role)
def test_each_role_lands_on_its_first_page(
    app: Flask, browser: Browser, landes: Network, make_person: MakePerson, role: Role
) -> None:
    browser.enter(make_person("lea@example.org", landes, role).email)
    assert browser.send("GET", "/").headers["Location"] == first_address(app, role)


def test_somebody_unknown_is_sent_to_sign_in_without_a_reproach(browser: Browser) -> None:
    page = browser.get("/")
    assert page.path == "/connexion"
    assert "Connectez-vous pour ouvrir cette page" not in page.text


def test_who_belongs_to_several_networks_chooses(
    app: Flask, browser: Browser, odile: Person, gers: Network, make_person: MakePerson
) -> None:
    make_person(odile.email, gers, Role.TRAINER)
    browser.enter(odile.email)
    page = browser.get("/")
    assert page.heading == "Choisir un réseau"
    assert page.links()["Ouvrir Réseau des Landes"] == first_address(app, Role.ADMINISTRATOR)
    assert page.links()["Ouvrir Réseau du Gers"] == first_address(app, Role.TRAINER, "gers")


def test_who_has_no_role_is_told_so(
    browser: Browser, odile: Person, landes: Network, make_person: MakePerson
) -> None:
    lea = make_person("lea@example.org", landes, Role.TRAINER)
    withdraw_role(landes, lea, Role.TRAINER, now=NOON, by=odile)
    browser.enter(lea.email)
    assert browser.get("/").heading == "Aucun réseau"


def test_everybody_reads_the_accessibility_statement(browser: Browser, odile: Person) -> None:
    assert "Défenseur des droits" in browser.get("/accessibilite").text
    browser.enter(odile.email)
    assert "non conforme" in browser.get("/accessibilite").text


def test_the_state_is_told_to_who_watches(browser: Browser) -> None:
    answer = browser.send("GET", "/_status")
    assert (answer.status_code, answer.json) == (200, {"database": True, "migrations": True})
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_database_that_was_not_migrated_is_told(browser: Browser, database: Session) -> None:
    database.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    database.commit()
    answer = browser.send("GET", "/_status")
    assert (answer.status_code, answer.json) == (503, {"database": True, "migrations": False})


def test_a_database_that_is_away_is_told(app: Flask, browser: Browser) -> None:
    with database_away(app):
        answer = browser.send("GET", "/_status")
    assert (answer.status_code, answer.json) == (503, {"database": False, "migrations": False})


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_without_its_database_a_page_says_when_to_come_back(
    app: Flask, browser: Browser, odile: Person, is_signed_in: bool
) -> None:
    if is_signed_in:
        browser.enter(odile.email)
    with database_away(app):
        answer = browser.send("GET", "/mon-compte" if is_signed_in else "/lien/x")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "momentanément indisponible" in answer.text


@contextmanager
def database_away(app: Flask) -> Iterator[None]:
    """Let every statement fail as it does when the server has gone."""

    def refuse(*_arguments: object) -> None:
        raise OperationalError("SELECT", {}, Exception("the server is away"))

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", refuse)
        yield
        event.remove(db.engine, "before_cursor_execute", refuse)
