"""Tables of the files that come in: those that wait between trial and import, and those that were imported."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import UtcDateTime, choice, short_text
from app.exchange.kinds import Brought, FileKind
from app.extensions import Base
from app.people.models import Network, Person


class PendingImport(Base):
    """A file that is tried, or was: its bytes, until it is imported or refused, or a day has passed.

    The name under which it is reached cannot be guessed, and serves only that person in that network.
    """

    __tablename__ = "pending_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(short_text(64), unique=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[FileKind] = mapped_column(choice(FileKind))
    cohort_name: Mapped[str | None] = mapped_column(short_text())
    filename: Mapped[str] = mapped_column(short_text())
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(short_text(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    lines: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many would add or change something when the file was tried; 0 before."""
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What was found beside the requests: by the trial of a long file, or by an import that was refused."""
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its trial or its import began beside the requests, unless that has found something since."""
    interrupted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it became known that what has begun will not end."""

    network: Mapped[Network] = relationship(viewonly=True)

    @property
    def is_tried(self) -> bool:
        """Return whether it is known what the file would do."""
        return self.lines > 0 or self.report is not None


class FileImport(Base):
    """A file that was imported: who, when, which bytes, how many lines; whether it was taken back since."""

    __tablename__ = "file_imports"
    __table_args__ = (
        UniqueConstraint("network_id", "id"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="somebody_undoes"),
        Index("ix_file_imports_network_id", "network_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    kind: Mapped[FileKind] = mapped_column(choice(FileKind))
    filename: Mapped[str] = mapped_column(short_text())
    sha256: Mapped[str] = mapped_column(short_text(64))
    token: Mapped[str | None] = mapped_column(short_text(64), unique=True)
    """Under which the file was kept before; None when a command has imported it."""
    created: Mapped[int]
    """Lines that added something."""
    changed: Mapped[int]
    """Lines that changed something that was there."""
    unchanged: Mapped[int]
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    network: Mapped[Network] = relationship(viewonly=True)
    imported_by: Mapped[Person | None] = relationship(foreign_keys=[imported_by_id], lazy="joined")
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id], lazy="joined")


class ImportedRecord(Base):
    """One record that an import has made; it is named by its kind, since it can be of any table."""

    __tablename__ = "imported_records"
    __table_args__ = (
        ForeignKeyConstraint(["network_id", "import_id"], ["file_imports.network_id", "file_imports.id"]),
        UniqueConstraint("import_id", "what", "record_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    import_id: Mapped[int]
    what: Mapped[Brought] = mapped_column(choice(Brought))
    record_id: Mapped[int]
