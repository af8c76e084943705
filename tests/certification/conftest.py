"""The examination, and administrators who sign in cheaply."""

from collections.abc import Callable

import pytest

from app.certification.models import ExamSession
from app.people.models import Person
from tests.browser_client import Browser
from tests.certification.examination import Examination, Neighbours, Planning


@pytest.fixture
def examination(request: pytest.FixtureRequest, begin_with: Callable[..., Examination]) -> Examination:
    """Alone, unless a test asks for ``planned`` or for ``stranger`` too: it is then the one beside them."""
    for world in ("planning", "neighbours"):
        if world in request.fixturenames:
            beside: Planning | Neighbours = request.getfixturevalue(world)
            return beside.examination
    return begin_with(Examination)


@pytest.fixture
def planning(begin_with: Callable[..., Planning]) -> Planning:
    return begin_with(Planning)


@pytest.fixture
def planned(planning: Planning) -> ExamSession:
    """A session that is planned, with both candidates on its list."""
    return planning.exam


@pytest.fixture
def neighbours(begin_with: Callable[..., Neighbours]) -> Neighbours:
    return begin_with(Neighbours)


@pytest.fixture
def stranger(neighbours: Neighbours) -> Examination:
    """The examination of another network."""
    return neighbours.stranger


@pytest.fixture
def administrator(browser_of: Callable[[Person], Browser], examination: Examination) -> Browser:
    return browser_of(examination.odile)
