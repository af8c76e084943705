"""A cancelled half-day has no register, also when both are asked for at the same moment."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.attendance.models import Recording
from app.attendance.queries import sessions_to_record
from app.attendance.services import record_register
from app.extensions import db
from app.people.models import Person
from app.training.models import TrainingSession
from app.training.rules import SessionIsCancelled
from app.training.services import cancel_session
from tests.attendance.classroom import NOON, TODAY, YESTERDAY, Classroom
from tests.attendance.test_races import Racer, race, record, session_ids
from tests.browser_client import Browser

__all__ = ["session_ids"]


def cancel(session: TrainingSession) -> None:
    cancel_session(session, "Saisie en double", now=NOON, by=None)


def test_a_cancelled_half_day_takes_no_register_and_is_not_overdue(classroom: Classroom) -> None:
    session = classroom.half_day(YESTERDAY)
    assert sessions_to_record(classroom.network, TODAY) == [session]
    cancel(session)
    with pytest.raises(SessionIsCancelled):
        record_register(session, {}, today=TODAY, now=NOON, by=classroom.ines)
    assert sessions_to_record(classroom.network, TODAY) == []


def test_trainer_whose_half_day_was_cancelled_meanwhile_is_told_so(
    classroom: Classroom, browser_of: Callable[[Person], Browser], session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    browser.get(f"/reseau/landes/seances/{session.id}")
    cancel(session)
    page = browser.submit("Enregistrer la présence", status=409)
    assert "Séance annulée" in page.text
    assert "Saisie en double" in page.text


def test_trainer_cancels_a_half_day_from_its_register(
    classroom: Classroom, browser_of: Callable[[Person], Browser], session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    browser.get(f"/reseau/landes/seances/{session.id}")
    browser.follow("Annuler cette séance")
    page = browser.submit("Annuler la séance", reason="Saisie en double")
    assert "est annulée" in page.text
    assert "Aucune séance ce jour-là" in page.text


def test_of_a_register_and_a_cancellation_at_once_one_counts(app: Flask, session_ids: list[int]) -> None:
    # Each of them comes first once.
    for number, session_id in enumerate(session_ids[:2]):
        racers = [record(session_id), _cancellation(session_id)] * 2
        ends = race(app, *(racers if number % 2 else reversed(racers)))
        assert ends["won"] == 1, ends
    with app.app_context():
        recorded = set(db.session.scalars(select(Recording.session_id)))
        cancelled = set(
            db.session.scalars(select(TrainingSession.id).where(TrainingSession.cancelled_at.is_not(None)))
        )
        assert recorded.isdisjoint(cancelled)
        assert len(recorded | cancelled) == 2
        assert db.session.scalar(select(func.count()).select_from(Recording)) == len(recorded)


def _cancellation(session_id: int) -> Racer:
    return lambda: cancel(db.session.get_one(TrainingSession, session_id))
