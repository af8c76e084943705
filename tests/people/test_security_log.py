"""What is tried, refused and ended leaves a line in the log or an act in the chain: ids, never what was typed."""

import io
import json
import logging
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.roles import Role
from app.core.security_log import LOGGER, note
from app.people.models import Network, Person
from app.web.logs import SecurityLine, install_security_log
from tests.browser_client import Browser
from tests.people.conftest import PASSWORD

MakePerson = Callable[..., Person]
Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Lines:
    """What was logged since the test began, as a log reader would parse it."""
    caplog.set_level(logging.INFO, logger=LOGGER.name)
    formatter = SecurityLine()

    def read() -> list[dict[str, object]]:
        written = [formatter.format(record) for record in caplog.records if record.name == LOGGER.name]
        found = [json.loads(line) for line in written]
        return [{name: value for name, value in line.items() if name != "at"} for line in found]

    return read


def try_password(browser: Browser, email: str, password: str) -> int:
    token = browser.get("/connexion").forms[-1].values()["csrf_token"][0]
    fields = {"email": email, "password": password, "csrf_token": token}
    return browser.send("POST", "/connexion", data=fields).status_code


def test_wrong_passwords_are_logged_by_account_and_address(
    browser: Browser, odile: Person, lines: Lines
) -> None:
    typed = "mon mot de passe ailleurs"
    try_password(browser, odile.email, typed)
    try_password(browser, "nobody@example.org", typed)
    assert lines() == [
        {"event": "sign_in.failed", "person": odile.id, "source": "127.0.0.1"},
        {"event": "sign_in.failed", "person": None, "source": "127.0.0.1"},
    ]
    assert typed not in str(lines())
    assert "nobody" not in str(lines())


def test_too_many_tries_are_logged(browser: Browser, odile: Person, lines: Lines) -> None:
    statuses = [try_password(browser, odile.email, "pas le bon mot") for _each in range(6)]
    assert statuses[-1] == 429
    assert lines()[-1] == {"event": "attempts.refused", "page": "people.sign_in", "source": "127.0.0.1"}


def test_a_wrong_password_of_somebody_signed_in_is_logged(
    browser: Browser, odile: Person, lines: Lines
) -> None:
    browser.enter(odile.email)
    browser.get("/mon-compte/mot-de-passe")
    another = "une autre phrase"
    browser.submit("Changer de mot de passe", current="faux", password=another, again=another, status=422)
    [line] = lines()
    assert (line["event"], line["person"]) == ("password.wrong", odile.id)


def test_a_refused_page_is_logged(
    browser: Browser, landes: Network, gers: Network, make_person: MakePerson, lines: Lines
) -> None:
    lea = make_person("lea@example.org", landes, Role.TRAINER)
    browser.enter(lea.email)
    browser.get("/reseau/landes/comptes", status=403)
    browser.get("/reseau/gers/comptes", status=404)
    refused = {"event": "page.refused", "person": lea.id, "page": "people.accounts"}
    assert lines() == [
        {**refused, "network": "landes", "status": 403},
        {**refused, "network": "gers", "status": 404},
    ]


def test_a_form_without_its_token_is_logged(browser: Browser, odile: Person, lines: Lines) -> None:
    browser.send("POST", "/connexion", data={"email": odile.email, "password": PASSWORD})
    assert lines() == [{"event": "form.refused", "page": "people.sign_in", "source": "127.0.0.1"}]


def test_signing_out_is_logged_and_signing_out_everywhere_is_an_act(
    browser: Browser, odile: Person, database: Session, lines: Lines
) -> None:
    browser.enter(odile.email)
    browser.sign_out()
    assert lines() == [{"event": "sign_out", "person": odile.id}]

    browser.enter(odile.email)
    browser.get("/mon-compte")
    browser.submit("Me déconnecter de partout")
    last = database.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (last.action, last.actor_id) == ("person.signed_out_everywhere", odile.id)


def test_an_event_is_one_line_that_a_machine_reads(lines: Lines) -> None:
    note("page.refused", network='x\n{"event": "forged"}\x1b[31m"')
    assert lines() == [{"event": "page.refused", "network": 'x\n{"event": "forged"}\x1b[31m"'}]


def test_events_go_to_the_error_stream_unless_a_server_takes_them(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(LOGGER, "handlers", [])
    monkeypatch.setattr(LOGGER, "propagate", False)
    install_security_log()
    install_security_log()
    note("sign_out", person=3)
    [line] = stream.getvalue().splitlines()
    assert json.loads(line)["event"] == "sign_out"
    assert json.loads(line)["at"].endswith("+00:00")
