"""The examination, and administrators who sign in cheaply."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.people.links import make_link, use_link
from app.people.models import Person
from app.web.clock import now
from tests.browser_client import Browser
from tests.certification.examination import Examination

PASSWORD = "une phrase de passe"


@pytest.fixture
def examination(database: Session) -> Examination:
    return Examination()


@pytest.fixture
def browser_of(new_browser: Callable[[], Browser]) -> Callable[[Person], Browser]:
    """``browser_of(person)``: a browser in which the person is signed in."""

    def sign_in(person: Person) -> Browser:
        use_link(make_link(person, now=now()), PASSWORD, now=now())
        browser = new_browser()
        browser.sign_in(person.email, PASSWORD)
        return browser

    return sign_in


@pytest.fixture
def administrator(browser_of: Callable[[Person], Browser], examination: Examination) -> Browser:
    return browser_of(examination.odile)
