"""People of the demonstration who are signed in, and a counter of SQL statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demonstration.people import ADVISOR_TO_SHOW, LATE_RECRUIT_TO_SHOW, STAFF
from app.demonstration.services import CODE
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Advisor, Enrolment
from tests.browser_client import Browser
from tests.certification.examination import Examination
from tests.statements import counted_statements

SignIn = Callable[[str], Browser]


@pytest.fixture
def signed_in(demo_app: Flask, new_browser: Callable[[], Browser]) -> SignIn:
    def sign_in(email: str) -> Browser:
        browser = new_browser()
        browser.enter(email)
        return browser

    return sign_in


@pytest.fixture
def administrator(signed_in: SignIn) -> Browser:
    return signed_in(STAFF[0][0])


@pytest.fixture
def trainer(signed_in: SignIn) -> Browser:
    return signed_in(STAFF[1][0])


@pytest.fixture
def advisor(signed_in: SignIn) -> Browser:
    return signed_in(ADVISOR_TO_SHOW)


@pytest.fixture
def late_recruit(signed_in: SignIn) -> Browser:
    return signed_in(LATE_RECRUIT_TO_SHOW)


@pytest.fixture
def landes(demo_app: Flask, database: Session) -> Network:
    return database.scalars(select(Network).where(Network.code == CODE)).one()


@pytest.fixture
def advisor_named(landes: Network, database: Session) -> Callable[[str], Advisor]:
    def find(email: str) -> Advisor:
        return database.scalars(select(Advisor).join(Person).where(Person.email == email)).one()

    return find


@pytest.fixture
def recruit(advisor_named: Callable[[str], Advisor]) -> Enrolment:
    """The late recruit of the demonstration, in the training that is followed."""
    found = advisor_named(LATE_RECRUIT_TO_SHOW).latest_enrolment
    assert found is not None
    return found


@pytest.fixture
def examination(begin_with: Callable[..., Examination]) -> Examination:
    """A small network before its jury, instead of the demonstration."""
    return begin_with(Examination)


@pytest.fixture
def counted(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """Give the SQL statements sent while the block runs, on every connection of the application."""
    with app.app_context():
        engine = db.engine
    return lambda: counted_statements(engine)
