"""The table of the sheets that were signed on paper and scanned."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.attendance.rules import LARGEST_SCAN, ScanKind
from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.models import Person
from app.training.models import TrainingSession


class RegisterScan(Base):
    """A scan of the sheet of one half-day, as it was received: it can be added, and never changed or deleted."""

    __tablename__ = "register_scans"
    __table_args__ = (
        ForeignKeyConstraint(
            ["network_id", "session_id"], ["training_sessions.network_id", "training_sessions.id"]
        ),
        CheckConstraint(f"size BETWEEN 1 AND {LARGEST_SCAN}", name="size_within_limit"),
        # The same file sent again is the same scan.
        UniqueConstraint("session_id", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    session_id: Mapped[int]
    name: Mapped[str] = mapped_column(short_text())
    """As the file was called on the machine that it came from."""
    kind: Mapped[ScanKind] = mapped_column(choice(ScanKind))
    size: Mapped[int]
    """In bytes."""
    sha256: Mapped[str] = mapped_column(short_text(64))
    """SHA-256 of the content, kept in the audit chain too."""
    # Deferred: a list of scans never reads their bytes.
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    attached_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attached_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    session: Mapped[TrainingSession] = relationship(viewonly=True)
    attached_by: Mapped[Person | None] = relationship(lazy="joined")
