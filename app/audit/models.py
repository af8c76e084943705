"""The table of audit entries."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.database import UtcDateTime, short_text
from app.extensions import Base

FIRST_PREVIOUS_HASH = "0" * 64
"""What the first entry of the chain names as the hash before it."""


class AuditEntry(Base):
    """One act: who, what, on what, when, before and after; each names the hash of the one before it."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    network_id: Mapped[int | None] = mapped_column(ForeignKey("networks.id"), index=True)
    action: Mapped[str] = mapped_column(short_text(60))
    subject_type: Mapped[str] = mapped_column(short_text(60))
    subject_id: Mapped[int | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    # Unique, so that two writers can never both continue the chain from the same entry.
    previous_hash: Mapped[str] = mapped_column(short_text(64), unique=True)
    hash: Mapped[str] = mapped_column(short_text(64), unique=True)
