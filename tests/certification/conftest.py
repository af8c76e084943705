"""The examination, and administrators who sign in cheaply."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.people.models import Person
from tests.browser_client import Browser
from tests.certification.examination import Examination
from tests.installation import Installation


@pytest.fixture
def examination(installation: Installation, database: Session) -> Examination:
    return installation.begin_with(Examination)


@pytest.fixture
def browser_of(new_browser: Callable[[], Browser]) -> Callable[[Person], Browser]:
    """``browser_of(person)``: a browser in which the person is signed in."""

    def enter(person: Person) -> Browser:
        browser = new_browser()
        browser.enter(person.email)
        return browser

    return enter


@pytest.fixture
def administrator(browser_of: Callable[[Person], Browser], examination: Examination) -> Browser:
    return browser_of(examination.odile)
