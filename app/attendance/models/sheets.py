"""The table of registers that were filled in without network, as they arrived."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.attendance.rules import SheetOutcome
from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.models import Person
from app.training.models import TrainingSession


class KeptSheet(Base):
    """A register filled in on a tablet without network, as it was typed; what it says is never changed."""

    __tablename__ = "kept_sheets"
    __table_args__ = (
        UniqueConstraint("network_id", "key"),
        ForeignKeyConstraint(
            ["network_id", "session_id"], ["training_sessions.network_id", "training_sessions.id"]
        ),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="somebody_decides"),
        CheckConstraint("outcome = 'to_decide' OR decided_at IS NULL", name="only_open_ones_are_decided"),
        Index("ix_kept_sheets_session_id", "session_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    session_id: Mapped[int]
    key: Mapped[str] = mapped_column(short_text(36))
    """Made on the tablet, so that the same sheet sent twice is known."""
    digest: Mapped[str] = mapped_column(short_text(64))
    """SHA-256 of what was sent under the key."""
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    """The fields of the register as they were typed."""
    shown: Mapped[str] = mapped_column(short_text(60))
    """When the half-day was, as the page showed it."""
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it was filled in, by the clock of the tablet."""
    local_time: Mapped[str] = mapped_column(short_text(40))
    """The same as the tablet wrote it."""
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[SheetOutcome] = mapped_column(choice(SheetOutcome))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    session: Mapped[TrainingSession] = relationship(viewonly=True)
    sent_by: Mapped[Person] = relationship(foreign_keys=[sent_by_id], lazy="joined", innerjoin=True)
