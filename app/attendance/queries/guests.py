"""Reads of those who were added to a sheet on the spot."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from app.attendance.models import Guest
from app.extensions import db
from app.training.models import Enrolment, TrainingSession
from app.training.queries import is_on_list

_ON_SHEET: Final = (
    select(Guest)
    .where(Guest.session_id == bindparam("session_id"), Guest.removed_at.is_(None))
    # Most sheets have none: their people are asked for only where there are some.
    .options(selectinload(Guest.enrolment).joinedload(Enrolment.advisor))
    .order_by(Guest.id)
)


def guests_of(session: TrainingSession) -> list[Guest]:
    """Return who was added to the sheet of a half-day and is still on it, in the order of their coming."""
    return list(db.session.scalars(_ON_SHEET, {"session_id": session.id}))


def guest_of(session: TrainingSession, guest_id: int) -> Guest | None:
    """Return somebody who was added to this sheet, or None."""
    return db.session.scalar(select(Guest).where(Guest.session_id == session.id, Guest.id == guest_id))


def added_enrolments(session: TrainingSession, guests: Iterable[Guest]) -> list[Enrolment]:
    """Return the enrolments of those who were added to the sheet of a half-day, are known and may attend."""
    found = [each.enrolment for each in guests if each.enrolment is not None]
    return [each for each in found if is_on_list(each, session.day)]
