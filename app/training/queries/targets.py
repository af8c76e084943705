"""Reads of what was decided about the hours that people have to follow."""

from sqlalchemy import select

from app.extensions import db
from app.training.models import Enrolment, TargetDecision


def target_decisions(enrolment: Enrolment) -> list[TargetDecision]:
    """Return every decision about an enrolment, the latest first."""
    statement = select(TargetDecision).where(TargetDecision.enrolment_id == enrolment.id)
    return list(db.session.scalars(statement.order_by(TargetDecision.id.desc())))
