"""The hours of an enrolment as they were known at an instant of the past."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.attendance.models import HoursEntry, Recording
from app.extensions import db
from app.training.models import Enrolment


def minutes_known_at(enrolment: Enrolment, instant: datetime) -> int:
    """Return the sum of the lines that were recorded until then, so that a paper of that time can be explained."""
    statement = (
        select(func.sum(HoursEntry.minutes))
        .join(Recording, Recording.id == HoursEntry.recording_id)
        .where(HoursEntry.enrolment_id == enrolment.id, Recording.recorded_at <= instant)
    )
    return db.session.scalar(statement) or 0


def recordings_since(enrolment: Enrolment, instant: datetime, limit: int) -> list[HoursEntry]:
    """Return the lines recorded after an instant, the first ones first: what makes today's total another one."""
    statement = (
        select(HoursEntry)
        .join(HoursEntry.recording)
        .where(
            HoursEntry.enrolment_id == enrolment.id, Recording.recorded_at > instant, HoursEntry.minutes != 0
        )
    )
    since = statement.options(joinedload(HoursEntry.activity)).order_by(HoursEntry.id).limit(limit)
    return list(db.session.scalars(since))
