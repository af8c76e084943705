"""When the database goes away: at whichever statement, every page says so, and when to come back."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import InterfaceError, OperationalError

from app.extensions import db
from app.people.models import Network, Person
from tests.browser_client import Browser

MOST_STATEMENTS = 40


@pytest.fixture
def administrator(browser: Browser, odile: Person) -> Browser:
    browser.enter(odile.email)
    return browser


@contextmanager
def database_away_after(
    app: Flask, statements: int, kind: type[Exception] = OperationalError
) -> Iterator[None]:
    """Let all statements fail but the first few, as they do when the server goes in the middle of a page."""
    left = [statements]

    def refuse(*_arguments: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise kind("SELECT", {}, Exception("the server is away"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", refuse)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_a_database_that_goes_in_the_middle_of_a_page_is_told(
    app: Flask, administrator: Browser, landes: Network, method: str, kind: type[Exception]
) -> None:
    path = "/reseau/landes/structures" if method == "GET" else "/reseau/landes/structures/nouvelle"
    token = administrator.csrf_token()
    statuses = []
    for statements in range(MOST_STATEMENTS):
        data = {"csrf_token": token, "name": f"Mairie {statements}"} if method == "POST" else None
        with database_away_after(app, statements, kind):
            answer = administrator.send(method, path, data=data)
        statuses.append(answer.status_code)
        if answer.status_code != 503:
            break
        assert answer.headers["Retry-After"] == "60"
        assert "Content-Security-Policy" in answer.headers
        assert "momentanément indisponible" in answer.text

    assert len(statuses) > 3
    assert statuses[-1] == (200 if method == "GET" else 302)


def test_what_needs_no_database_is_served_without_it(app: Flask, administrator: Browser) -> None:
    with database_away_after(app, 0):
        static = administrator.send("GET", "/static/css/base.css")
        status = administrator.send("GET", "/_status")
    assert static.status_code == 200
    # Nothing in it depends on who asks for it: a browser may keep it.
    assert static.headers["Cache-Control"] != "no-store"
    static.close()
    assert (status.status_code, status.json) == (503, {"database": False, "migrations": False})


@pytest.mark.parametrize("path", ["/nowhere", "/accessibilite", "/connexion"])
def test_a_page_that_would_greet_somebody_says_that_the_database_is_away(
    app: Flask, administrator: Browser, path: str
) -> None:
    with database_away_after(app, 0):
        answer = administrator.send("GET", path)
    assert answer.status_code == 503
    assert "momentanément indisponible" in answer.text


def test_a_page_about_somebody_is_kept_by_no_cache(administrator: Browser) -> None:
    for path in ("/mon-compte", "/nowhere", "/reseau/landes/comptes"):
        headers = administrator.send("GET", path).headers
        assert headers["Cache-Control"] == "no-store"
        assert "Cookie" in headers["Vary"]


@pytest.mark.parametrize(
    ("path", "name"), [("/connexion", "email"), ("/connexion", "password"), ("/mot-de-passe-oublie", "email")]
)
def test_a_file_in_the_place_of_a_text_is_told(browser: Browser, path: str, name: str) -> None:
    typed = {"csrf_token": browser.csrf_token(), "email": "a@b.fr", "password": "x"}
    page = browser.send("POST", path, data={**typed, name: (io.BytesIO(b"x"), "a.pdf")})
    assert page.status_code == 400
    assert "Un fichier a été envoyé là où la page attend un texte" in page.text
