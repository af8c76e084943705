"""Eight at once: the last place of a half-day is given once."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.queries import chain_problems
from app.extensions import db
from app.training.models import CatchUp, Enrolment, TrainingSession
from app.training.rules import NoPlaceLeft
from app.training.services import accept_catch_up, create_group
from tests.attendance.classroom import NOON, TODAY, TOMORROW, Classroom
from tests.installation import Installation
from tests.together import all_at_once

EIGHT = 8


def _small_group() -> Classroom:
    room = Classroom(size=EIGHT)
    room.group = create_group(room.cohort, "Petit groupe", places=1, now=NOON, by=None)
    room.half_day(TOMORROW)
    return room


@pytest.fixture(autouse=True)
def _prepared(app: Flask, installation: Installation) -> None:
    """A half-day of a group with room for one, which eight people of another group want to catch up."""
    with app.app_context():
        installation.begin_with(_small_group)


def _accept(index: int) -> object:
    enrolments = db.session.scalars(select(Enrolment).order_by(Enrolment.id)).all()
    session = db.session.scalars(select(TrainingSession)).one()
    accept_catch_up(session, enrolments[index], today=TODAY, now=NOON, by=None)
    return True


def _accepted(app: Flask) -> int:
    with app.app_context():
        assert list(chain_problems()) == []
        return db.session.scalar(select(func.count(CatchUp.id))) or 0


def test_the_last_place_is_given_once(app: Flask) -> None:
    outcomes = all_at_once(app, _accept)
    assert [each for each in outcomes if each is True] == [True]
    assert {type(each) for each in outcomes if each is not True} == {NoPlaceLeft}
    assert _accepted(app) == 1


def test_without_looking_for_a_place_all_eight_would_get_in(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.training.services.catch_ups.has_place", lambda *_places: True)
    assert all_at_once(app, _accept) == [True] * EIGHT
    assert _accepted(app) == EIGHT
