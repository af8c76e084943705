"""The table of those who were added to a sheet on the spot."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import UtcDateTime, short_text
from app.extensions import Base
from app.training.models import Enrolment, TrainingSession


class Guest(Base):
    """Somebody added to the sheet of one half-day: an advisor of another group, or a name that nobody knows yet."""

    __tablename__ = "register_guests"
    __table_args__ = (
        ForeignKeyConstraint(
            ["network_id", "session_id"], ["training_sessions.network_id", "training_sessions.id"]
        ),
        ForeignKeyConstraint(
            ["network_id", "enrolment_id", "advisor_id"],
            ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
        ),
        CheckConstraint("name IS NOT NULL OR enrolment_id IS NOT NULL", name="guest_is_somebody"),
        CheckConstraint("(enrolment_id IS NULL) = (advisor_id IS NULL)", name="line_is_of_an_advisor"),
        Index(
            "uq_register_guests_session_id",
            "session_id",
            "advisor_id",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    session_id: Mapped[int]
    enrolment_id: Mapped[int | None]
    advisor_id: Mapped[int | None]
    name: Mapped[str | None] = mapped_column(short_text())
    """As it was given in the room, by who is not known yet; it stays once they are."""
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    session: Mapped[TrainingSession] = relationship(viewonly=True)
    enrolment: Mapped[Enrolment | None] = relationship(viewonly=True)
