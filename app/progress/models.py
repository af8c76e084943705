"""Tables of what the network is told once, and of what it wants to be told."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import UtcDateTime, choice
from app.extensions import Base
from app.people.models import Person
from app.progress.rules import RESIT_REMINDERS, AlertKind
from app.training.models import Enrolment


class AlertThresholds(Base):
    """From how many absences on a network wants to be told; what is empty is never told."""

    __tablename__ = "alert_thresholds"

    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"), primary_key=True)
    unexcused_count: Mapped[int | None]
    """Half-days of unexcused absence."""
    absence_count: Mapped[int | None]
    """Half-days of absence, excused or not."""
    absence_share: Mapped[int | None]
    """Hundredths of the recorded half-days."""


class Alert(Base):
    """Something about one enrolment that somebody should act on: told once, and again only when it gets worse."""

    __tablename__ = "alerts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["network_id", "enrolment_id", "advisor_id"],
            ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
        ),
        CheckConstraint("level > 0", name="level_positive"),
        # One of a kind is open at a time, whoever reads the pages at the same moment.
        Index(
            "uq_alerts_enrolment_id",
            "enrolment_id",
            "kind",
            unique=True,
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
        Index("ix_alerts_network_id", "network_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    enrolment_id: Mapped[int]
    advisor_id: Mapped[int]
    kind: Mapped[AlertKind] = mapped_column(choice(AlertKind))
    level: Mapped[int]
    """How bad it was when it was told last: minutes missing, half-days of absence, or reminders of a resit."""
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_last_resit_reminder(self) -> bool:
        """Return whether the year in which a block could be sat again is over."""
        return self.kind is AlertKind.RESIT and self.level > len(RESIT_REMINDERS)

    enrolment: Mapped[Enrolment] = relationship(viewonly=True)
    acknowledged_by: Mapped[Person | None] = relationship()
