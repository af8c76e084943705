"""The classroom, and people who sign in cheaply."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.people.models import Person
from tests.attendance.classroom import PASSWORD, Classroom, open_account
from tests.browser_client import Browser


@pytest.fixture
def classroom(database: Session) -> Classroom:
    return Classroom()


@pytest.fixture
def browser_of(new_browser: Callable[[], Browser]) -> Callable[[Person], Browser]:
    """``browser_of(person)``: a browser in which the person is signed in."""

    def sign_in(person: Person) -> Browser:
        open_account(person)
        browser = new_browser()
        browser.sign_in(person.email, PASSWORD)
        return browser

    return sign_in
