"""The classroom with its morning, and people who sign in cheaply."""

from collections.abc import Callable

import pytest

from app.people.models import Person
from app.training.models import TrainingSession
from tests.attendance.classroom import Classroom, classroom_with
from tests.browser_client import Browser


@pytest.fixture
def classroom(request: pytest.FixtureRequest, begin_with: Callable[..., Classroom]) -> Classroom:
    """The classroom, with what the test asks for besides it, and nothing else."""
    return begin_with(classroom_with, *sorted({"session", "recorded"}.intersection(request.fixturenames)))


@pytest.fixture
def session(classroom: Classroom) -> TrainingSession:
    """The half-day of this morning, of which there is no register yet."""
    return classroom.morning


@pytest.fixture
def recorded(classroom: Classroom) -> TrainingSession:
    """The half-day of this morning, recorded by Inès: everybody is present."""
    return classroom.morning


@pytest.fixture
def browser_of(new_browser: Callable[[], Browser]) -> Callable[[Person], Browser]:
    """``browser_of(person)``: a browser in which the person is signed in."""

    def enter(person: Person) -> Browser:
        browser = new_browser()
        browser.enter(person.email)
        return browser

    return enter
