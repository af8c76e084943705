"""The classroom with its morning, and people who sign in cheaply."""

from collections.abc import Callable

import pytest

from app.training.models import TrainingSession
from tests.attendance.classroom import Classroom, classroom_with


@pytest.fixture
def classroom(request: pytest.FixtureRequest, begin_with: Callable[..., Classroom]) -> Classroom:
    """The classroom, with what the test asks for besides it, and nothing else."""
    asked = {"session", "recorded", "gers"}.intersection(request.fixturenames)
    return begin_with(classroom_with, *sorted(asked))


@pytest.fixture
def gers(classroom: Classroom) -> Classroom:
    """The same in another network, where seven people are in the group."""
    return classroom.gers


@pytest.fixture
def session(classroom: Classroom) -> TrainingSession:
    """The half-day of this morning, of which there is no register yet."""
    return classroom.morning


@pytest.fixture
def recorded(classroom: Classroom) -> TrainingSession:
    """The half-day of this morning, recorded by Inès: everybody is present."""
    return classroom.morning
