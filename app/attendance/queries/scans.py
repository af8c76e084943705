"""Reads of the scans that are attached to registers."""

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.attendance.models import RegisterScan
from app.extensions import db
from app.training.models import TrainingSession


def scans_of(session: TrainingSession) -> list[RegisterScan]:
    """Return the scans of a half-day in the order of their coming, without their bytes."""
    statement = select(RegisterScan).where(RegisterScan.session_id == session.id)
    return list(db.session.scalars(statement.order_by(RegisterScan.id)))


def scan_of(session: TrainingSession, scan_id: int) -> RegisterScan | None:
    """Return a scan of this half-day with its bytes, or None."""
    statement = select(RegisterScan).where(RegisterScan.session_id == session.id, RegisterScan.id == scan_id)
    return db.session.scalar(statement.options(undefer(RegisterScan.content)))
