"""Table of the files that wait between their trial and their import."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import UtcDateTime, choice, short_text
from app.exchange.importing.kinds import FileKind
from app.extensions import Base
from app.people.models import Network


class PendingImport(Base):
    """A file that was tried and found good: its bytes, until the person who sent it imports it or a day has passed.

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

    network: Mapped[Network] = relationship(viewonly=True)
