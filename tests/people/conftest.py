"""People and networks for the tests of accounts."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.core.roles import Role
from app.people.mail import Letter
from app.people.members import invite
from app.people.models import Network, Person
from app.people.passwords import hash_password
from app.people.services import create_network, open_roles

NOON = datetime(2022, 11, 15, 12, 0, tzinfo=UTC)
PASSWORD = "une phrase de passe"


@pytest.fixture
def landes(database: Session) -> Network:
    return create_network("landes", "Réseau des Landes", now=NOON)


@pytest.fixture
def gers(database: Session) -> Network:
    return create_network("gers", "Réseau du Gers", now=NOON)


@pytest.fixture
def make_person(database: Session) -> Callable[..., Person]:
    """``make_person("a@b.fr", landes, Role.TRAINER)``: with an open account, unless ``is_open=False``."""

    def make(email: str, network: Network, *roles: Role, is_open: bool = True) -> Person:
        first_name = email.split("@")[0].title()
        person = invite(network, email, first_name, "Dupont", roles, now=NOON).person
        if is_open:
            person.password_hash = person.password_hash or hash_password(PASSWORD)
            database.commit()
            open_roles(person, network.id, now=NOON)
        return person

    return make


@pytest.fixture
def odile(make_person: Callable[..., Person], landes: Network) -> Person:
    """The administrator of the Landes."""
    return make_person("odile@example.org", landes, Role.ADMINISTRATOR)


@pytest.fixture
def gaston(make_person: Callable[..., Person], gers: Network) -> Person:
    """The administrator of the Gers."""
    return make_person("gaston@example.org", gers, Role.ADMINISTRATOR)


class Postbox:
    """A mail server for tests: keeps the letters instead of sending them."""

    can_send = True

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)


@pytest.fixture
def postbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Postbox:
    box = Postbox()
    monkeypatch.setitem(app.extensions, "livret_mailer", box)
    return box
