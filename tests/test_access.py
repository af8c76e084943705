"""Who may open what: one table for every route, tried by everybody, on both databases.

Each refused cell has its twin: the same address, with the same objects, opens for somebody. A table alone would miss a
hole that shows as “not found” only because nothing was there.
"""

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from flask import Blueprint, Flask
from pikepdf import Pdf

from app import create_app
from app.demonstration.people import ADVISOR_TO_SHOW, LATE_RECRUIT_TO_SHOW
from app.demonstration.services import PASSWORD
from app.documents.typesetting.press import Press
from app.home import views as home
from app.people.services import make_link
from app.web.access import Access, access_of
from app.web.clock import now
from config import TestingConfig
from tests.access_objects import everything_named, person_called, uploaded
from tests.access_table import (
    ADMINISTRATOR,
    ADVISOR,
    EMAILS,
    NOBODY,
    STRANGER,
    TABLE,
    TRAINER,
)
from tests.browser_client import Browser
from tests.installation import Installation

REFUSED = {401, 403, 404, 405}
_ENDS_SESSION = ("people.sign_out_everywhere", "people.sign_out")
_LEADS_TO_SIGN_IN = {"home.index", *_ENDS_SESSION}


class Door(NamedTuple):
    """One address with objects that exist, and one way of knocking."""

    endpoint: str
    method: str
    path: str


@pytest.fixture
def doors(demo_app: Flask, installation: Installation) -> list[Door]:
    def build() -> list[Door]:
        with demo_app.app_context():
            objects = everything_named()
        administrator = Browser(demo_app)
        administrator.sign_in(EMAILS[ADMINISTRATOR], PASSWORD)
        objects["upload"] = uploaded(administrator)
        with demo_app.app_context():
            objects["link"] = make_link(person_called("invited@exemple.fr"), now=now())
        # Doors that end the session come last: its token opens nothing afterwards.
        return sorted(_doors(demo_app, objects), key=lambda door: door.endpoint in _ENDS_SESSION)

    return installation.put_into("doors", build)


@pytest.fixture
def _nothing_is_typeset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets a paper is asked here, not how it looks: typesetting takes longer than all other answers together."""
    monkeypatch.setattr(Press, "printed_pages", lambda *_: _blank_page())


@pytest.mark.usefixtures("_nothing_is_typeset")
@pytest.mark.parametrize("who", [NOBODY, STRANGER, ADVISOR, TRAINER, ADMINISTRATOR])
def test_everybody_opens_what_the_table_gives_them_and_nothing_else(
    who: str, doors: list[Door], demo_app: Flask, installation: Installation
) -> None:
    browser = Browser(demo_app)
    if who in EMAILS:
        browser.sign_in(EMAILS[who], PASSWORD)
    token = browser.csrf_token()
    state = f"signed in as {who}"
    installation.database.remember(state)

    wrong = []
    for door in doors:
        response = browser.send(
            door.method, door.path, data={"csrf_token": token} if door.method == "POST" else None
        )
        opened = _has_opened(response.status_code, response.headers.get("Location", ""), door)
        response.close()
        if opened is not (who in TABLE[door.endpoint]) or response.status_code >= 500:
            wrong.append(f"{door.method} {door.endpoint} ({door.path}): {response.status_code}")
        if door.method == "POST" and opened:
            # What one door changed must not decide what is behind the next.
            installation.database.restore(state)

    assert wrong == []


def test_a_network_of_others_is_as_good_as_none(doors: list[Door], demo_app: Flask) -> None:
    browser = Browser(demo_app)
    browser.sign_in(EMAILS[STRANGER], PASSWORD)

    paths = ("/reseau/landes/conseillers", "/reseau/nulle-part/conseillers")
    answers = {browser.send("GET", path).status_code for path in paths}

    assert answers == {404}


def test_objects_of_another_network_are_not_found_through_ones_own(
    doors: list[Door], demo_app: Flask
) -> None:
    browser = Browser(demo_app)
    browser.sign_in(EMAILS[STRANGER], PASSWORD)
    with_an_id = [
        door for door in doors if door.path.startswith("/reseau/landes/") and _names_an_object(door.path)
    ]
    token = browser.csrf_token()

    found = []
    for door in with_an_id:
        path = door.path.replace("/reseau/landes/", "/reseau/gers/")
        response = browser.send(
            door.method, path, data={"csrf_token": token} if door.method == "POST" else None
        )
        # A page for advisors is refused by role before anything is looked up.
        if response.status_code != (404 if ADMINISTRATOR in TABLE[door.endpoint] else 403):
            found.append(f"{door.method} {path}: {response.status_code}")

    assert len(with_an_id) > 20
    assert found == []


def test_an_advisor_gets_their_own_certificate_and_no_other(doors: list[Door], demo_app: Flask) -> None:
    path = next(door.path for door in doors if door.endpoint == "documents.certificate_pdf")
    own, other = Browser(demo_app), Browser(demo_app)
    own.sign_in(ADVISOR_TO_SHOW, PASSWORD)
    other.sign_in(LATE_RECRUIT_TO_SHOW, PASSWORD)

    assert own.send("GET", path).status_code == 200
    assert other.send("GET", path).status_code == 404


def test_the_table_names_every_route_and_no_other(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(TABLE)


def test_what_is_declared_public_is_what_the_table_opens_to_everybody(app: Flask) -> None:
    declared = {name for name, view in app.view_functions.items() if (access_of(view) or Access()).is_public}
    opened = {endpoint for endpoint, who in TABLE.items() if NOBODY in who}
    # These send whoever is signed out to the sign-in, which is no refusal.
    assert opened - declared == _LEADS_TO_SIGN_IN - {"people.sign_out"}
    assert declared <= opened


def test_the_application_does_not_start_with_a_route_that_declares_no_access(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    silent = Blueprint("silent", __name__)
    silent.add_url_rule("/silence", "nothing_said", lambda: "")
    monkeypatch.setattr(home, "blueprint", silent)

    with pytest.raises(RuntimeError, match=r"declare no access: silent\.nothing_said$"):
        create_app(TestingConfig("sqlite://"))


def _blank_page() -> bytes:
    """A file that can be laid over another, as a duplicate is marked."""
    written = io.BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()


def _has_opened(status: int, location: str, door: Door) -> bool:
    is_sent_to_sign_in = location.startswith("/connexion") and door.endpoint not in _LEADS_TO_SIGN_IN
    return status not in REFUSED and not is_sent_to_sign_in


def _names_an_object(path: str) -> bool:
    return re.search(r"/\d", path) is not None


def _doors(app: Flask, objects: dict[str, Any]) -> Iterator[Door]:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        # A one-time link and an upload both carry a token, each its own.
        token = objects["link"] if rule.endpoint == "people.one_time_link" else objects["upload"]
        path = adapter.build(
            rule.endpoint, {name: {**objects, "token": token}[name] for name in rule.arguments}
        )
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield Door(rule.endpoint, method, path)
