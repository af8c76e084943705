"""The table of half-days that somebody catches up with another group."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import UtcDateTime
from app.extensions import Base
from app.training.models.advisors import Enrolment
from app.training.models.sessions import TrainingSession


class CatchUp(Base):
    """One advisor on the list of one half-day of another group (*rattrapage*), until it is withdrawn."""

    __tablename__ = "catch_ups"
    __table_args__ = (
        ForeignKeyConstraint(
            ["network_id", "session_id"], ["training_sessions.network_id", "training_sessions.id"]
        ),
        ForeignKeyConstraint(
            ["network_id", "enrolment_id", "advisor_id"],
            ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
        ),
        # Nobody is twice on one list, whoever presses the button at the same moment.
        Index(
            "uq_catch_ups_session_id",
            "session_id",
            "advisor_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_catch_ups_enrolment_id", "enrolment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    session_id: Mapped[int]
    enrolment_id: Mapped[int]
    advisor_id: Mapped[int]
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    session: Mapped[TrainingSession] = relationship(viewonly=True)
    enrolment: Mapped[Enrolment] = relationship(viewonly=True)
