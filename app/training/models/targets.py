"""The table of what was decided about the hours that people have to follow."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.models import Person
from app.training.rules import TargetKind


class TargetDecision(Base):
    """How many hours one enrolment has to follow, why and who decided; the last decision counts, all are kept."""

    __tablename__ = "target_decisions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["network_id", "enrolment_id", "advisor_id"],
            ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
        ),
        CheckConstraint("target_minutes BETWEEN 0 AND full_minutes", name="target_within_full"),
        CheckConstraint(
            "(kind = 'equivalence') = (credited_minutes IS NOT NULL)", name="equivalence_credits_minutes"
        ),
        Index("ix_target_decisions_enrolment_id", "enrolment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    enrolment_id: Mapped[int]
    advisor_id: Mapped[int]
    kind: Mapped[TargetKind] = mapped_column(choice(TargetKind))
    full_minutes: Mapped[int]
    """The whole parcours."""
    credited_minutes: Mapped[int | None]
    """Acquired elsewhere."""
    target_minutes: Mapped[int]
    reason: Mapped[str] = mapped_column(short_text())
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    decided_by: Mapped[Person | None] = relationship(lazy="joined")
