"""People and networks for the tests of accounts."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from app.core.roles import Role
from app.extensions import db
from app.people.models import Network, Person
from app.people.passwords import hash_password
from app.people.services import create_network, invite, open_roles

NOON = datetime(2022, 11, 15, 12, 0, tzinfo=UTC)
PASSWORD = "une phrase de passe"


class Neighbours:
    """Two networks, each with its administrator: those of them that are named."""

    landes: Network
    gers: Network
    odile: Person
    gaston: Person

    def __init__(self, *names: str) -> None:
        if "landes" in names:
            self.landes = create_network("landes", "Réseau des Landes", now=NOON)
        if "gers" in names:
            self.gers = create_network("gers", "Réseau du Gers", now=NOON)
        if "odile" in names:
            self.odile = somebody("odile@example.org", self.landes, Role.ADMINISTRATOR)
        if "gaston" in names:
            self.gaston = somebody("gaston@example.org", self.gers, Role.ADMINISTRATOR)


def somebody(email: str, network: Network, *roles: Role, is_open: bool = True) -> Person:
    """Somebody of a network, who has opened the account unless the test wants it otherwise."""
    person = invite(network, email, email.split("@")[0].title(), "Dupont", roles, now=NOON).person
    if is_open:
        person.password_hash = person.password_hash or hash_password(PASSWORD)
        db.session.commit()
        open_roles(person, network.id, now=NOON)
    return person


@pytest.fixture
def neighbours(request: pytest.FixtureRequest, begin_with: Callable[..., Neighbours]) -> Neighbours:
    """Those that the test asks for, and nobody else."""
    asked = {"landes", "gers", "odile", "gaston"}.intersection(request.fixturenames)
    return begin_with(Neighbours, *sorted(asked))


@pytest.fixture
def landes(neighbours: Neighbours) -> Network:
    return neighbours.landes


@pytest.fixture
def gers(neighbours: Neighbours) -> Network:
    return neighbours.gers


@pytest.fixture
def odile(neighbours: Neighbours, landes: Network) -> Person:
    """The administrator of the Landes."""
    return neighbours.odile


@pytest.fixture
def gaston(neighbours: Neighbours, gers: Network) -> Person:
    """The administrator of the Gers."""
    return neighbours.gaston


@pytest.fixture
def make_person(database: Session) -> Callable[..., Person]:
    """``make_person("a@b.fr", landes, Role.TRAINER)``: with an open account, unless ``is_open=False``."""
    return somebody
