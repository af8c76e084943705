"""A network with a cohort, for the tests of the training."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.core.roles import Role
from app.people.models import Network, Person
from app.people.services import create_network, invite
from app.training.models import Advisor, Cohort, Group
from app.training.services import create_advisor, create_cohort, create_group, enrol
from tests.browser_client import Browser

NOON = datetime(2022, 3, 1, 12, 0, tzinfo=UTC)
ODILE = "odile@example.org"
NOBODY: dict[str, Any] = {"now": NOON, "by": None}


class School:
    """Two networks, and in the Landes an administrator and a cohort with a group: those of them that are named."""

    landes: Network
    gers: Network
    cohort: Cohort
    group: Group

    def __init__(self, *names: str) -> None:
        if "landes" in names:
            self.landes = create_network(
                "landes", "Réseau des Landes", now=NOON, pinned_today=date(2022, 3, 1)
            )
        if "gers" in names:
            self.gers = create_network("gers", "Réseau du Gers", now=NOON)
        if "cohort" in names:
            self.cohort = open_cohort(self.landes)
        if "group" in names:
            self.group = create_group(self.cohort, "Dax", **NOBODY)
        if "administrator" in names:
            invite(self.landes, ODILE, "Odile", "Dupont", [Role.ADMINISTRATOR], now=NOON)


@pytest.fixture
def school(request: pytest.FixtureRequest, begin_with: Callable[..., School]) -> School:
    """Those that the test asks for, and nothing else."""
    asked = {"landes", "gers", "cohort", "group", "administrator"}.intersection(request.fixturenames)
    return begin_with(School, *sorted(asked))


@pytest.fixture
def landes(school: School) -> Network:
    return school.landes


@pytest.fixture
def gers(school: School) -> Network:
    return school.gers


def open_cohort(network: Network, **changes: Any) -> Cohort:
    """A cohort of spring 2022, with what a test wants different."""
    usual: dict[str, Any] = {
        "name": "Printemps 2022",
        "title_code": "REMN",
        "block_code": "CCP1",
        "programme_code": "2021-2023",
        "starts_on": date(2022, 3, 1),
        "ends_on": date(2022, 10, 31),
        "late_after": date(2022, 7, 1),
    }
    return create_cohort(network, **{**usual, **changes}, **NOBODY)


def said_of(cohort: Cohort, **changes: Any) -> dict[str, Any]:
    """What a cohort is said to be, with what a test wants different."""
    names = ("name", "title_code", "block_code", "programme_code", "starts_on", "ends_on", "late_after")
    return {**{name: getattr(cohort, name) for name in names}, **changes}


@pytest.fixture
def cohort(school: School, landes: Network) -> Cohort:
    return school.cohort


@pytest.fixture
def group(school: School, cohort: Cohort) -> Group:
    return school.group


@pytest.fixture
def mugron(group: Group) -> Group:
    """A second group of the same cohort."""
    return create_group(group.cohort, "Mugron", **NOBODY)


@pytest.fixture
def make_advisor(landes: Network) -> Callable[..., Advisor]:
    """``make_advisor("zoe", hired_on=…)``: an advisor of the Landes named Zoe Martin."""

    def make(given_name: str, **values: Any) -> Advisor:
        usual = {"email": f"{given_name}@example.org", "family_name": "Martin", "network": landes}
        return create_advisor(**{**usual, **values}, given_name=given_name.title(), **NOBODY)

    return make


@pytest.fixture
def make_trainer(landes: Network) -> Callable[[str], Person]:
    def make(given_name: str) -> Person:
        email = f"{given_name}@afpa.example.org"
        return invite(landes, email, given_name.title(), "Forme", [Role.TRAINER], now=NOON).person

    return make


@pytest.fixture
def zoe(group: Group, make_advisor: Callable[..., Advisor], new_browser: Callable[[], Browser]) -> Advisor:
    """An advisor of Dax, hired on the day of the half-days of these tests, who can sign in."""
    advisor = make_advisor("zoe", hired_on=date(2022, 3, 14))
    enrol(advisor, group.cohort, group=group, **NOBODY)
    new_browser().enter(advisor.person.email)
    return advisor


@pytest.fixture
def administrator(landes: Network, browser: Browser) -> Browser:
    """The browser of the administrator of the Landes, signed in."""
    browser.enter(ODILE)
    return browser
