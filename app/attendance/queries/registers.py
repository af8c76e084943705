"""Reads of the registers of half-days."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.attendance.models import HoursEntry, Recording
from app.extensions import db
from app.training.models import Advisor, Enrolment, TrainingSession


def register_of(session: TrainingSession) -> Recording | None:
    """Return the recorded register of a half-day with its lines and the people on them, or None while it is to do."""
    people = selectinload(Recording.entries).joinedload(HoursEntry.enrolment)
    return db.session.scalar(
        select(Recording)
        .where(Recording.session_id == session.id)
        .options(people.joinedload(Enrolment.advisor).joinedload(Advisor.person))
    )


def recorded_session_ids(session_ids: Collection[int]) -> set[int]:
    """Return those of the half-days whose register is recorded."""
    found = db.session.scalars(select(Recording.session_id).where(Recording.session_id.in_(session_ids)))
    return {session_id for session_id in found if session_id is not None}
