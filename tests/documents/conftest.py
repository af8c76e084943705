"""The ceremony, and people who sign in cheaply."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from app.documents.background import wait_for_background
from app.documents.services import issuing
from app.people.models import Person
from tests.browser_client import Browser
from tests.documents.ceremony import Ceremony
from tests.installation import Installation


@pytest.fixture(autouse=True)
def _no_run_left_behind() -> Iterator[None]:
    yield
    wait_for_background(timeout=60)


@pytest.fixture
def ceremony(installation: Installation, database: Session) -> Ceremony:
    return installation.begin_with(Ceremony)


@pytest.fixture
def browser_of(new_browser: Callable[[], Browser]) -> Callable[[Person], Browser]:
    """``browser_of(person)``: a browser in which the person is signed in."""

    def enter(person: Person) -> Browser:
        browser = new_browser()
        browser.enter(person.email)
        return browser

    return enter


@pytest.fixture
def quick_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes of the facts instead of a typeset page, for tests that are not about the paper."""
    monkeypatch.setattr(
        issuing, "sealed_certificate", lambda facts, *_: b"%PDF-1.7 " + facts.to_json().encode()
    )
