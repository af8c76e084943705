"""Reads for the gate of a print run."""

from collections.abc import Collection

from sqlalchemy import func, select

from app.attendance.models import HoursEntry, Recording, RegisterAct
from app.extensions import db


def open_sheets(advisor_ids: Collection[int]) -> dict[int, int]:
    """Return on how many registers that are not closed each of these advisors was marked, by advisor."""
    # Closings are odd and reopenings even.
    closed = (
        select(RegisterAct.session_id)
        .group_by(RegisterAct.session_id)
        .having(func.max(RegisterAct.number) % 2 == 1)
    )
    statement = (
        select(HoursEntry.advisor_id, func.count(Recording.session_id.distinct()))
        .join(Recording, Recording.id == HoursEntry.recording_id)
        .where(
            HoursEntry.advisor_id.in_(advisor_ids),
            HoursEntry.minutes > 0,
            Recording.session_id.is_not(None),
            Recording.session_id.not_in(closed),
        )
        .group_by(HoursEntry.advisor_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}
