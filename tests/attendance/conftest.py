"""The classroom, and people who sign in cheaply."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.people.models import Person
from tests.attendance.classroom import Classroom
from tests.browser_client import Browser
from tests.installation import Installation


@pytest.fixture
def classroom(installation: Installation, database: Session) -> Classroom:
    return installation.begin_with(Classroom)


@pytest.fixture
def browser_of(new_browser: Callable[[], Browser]) -> Callable[[Person], Browser]:
    """``browser_of(person)``: a browser in which the person is signed in."""

    def enter(person: Person) -> Browser:
        browser = new_browser()
        browser.enter(person.email)
        return browser

    return enter
