"""The ceremony, and people who sign in cheaply."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from app.documents.background import wait_for_background
from app.documents.services import issuing
from app.people.models import Person
from tests.browser_client import Browser
from tests.documents.ceremony import PASSWORD, Ceremony, open_account


@pytest.fixture(autouse=True)
def _no_run_left_behind() -> Iterator[None]:
    yield
    wait_for_background(timeout=60)


@pytest.fixture
def ceremony(database: Session) -> Ceremony:
    return Ceremony()


@pytest.fixture
def browser_of(new_browser: Callable[[], Browser]) -> Callable[[Person], Browser]:
    """``browser_of(person)``: a browser in which the person is signed in."""

    def sign_in(person: Person) -> Browser:
        open_account(person)
        browser = new_browser()
        browser.sign_in(person.email, PASSWORD)
        return browser

    return sign_in


@pytest.fixture
def quick_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes of the facts instead of a typeset page, for tests that are not about the paper."""
    monkeypatch.setattr(issuing, "render_certificate", lambda facts: b"%PDF-1.7 " + facts.to_json().encode())
