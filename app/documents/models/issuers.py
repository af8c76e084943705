"""Tables of those in whose name papers are printed, and of what their papers look like."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import UtcDateTime, short_text
from app.extensions import Base


class Issuer(Base):
    """In whose name a network prints: wording and signatories, changed at will and frozen into each document."""

    __tablename__ = "issuers"

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"), unique=True)
    name: Mapped[str] = mapped_column(short_text())
    place: Mapped[str] = mapped_column(short_text(100), default="")
    heading: Mapped[str] = mapped_column(short_text())
    disclaimer: Mapped[str] = mapped_column(short_text(600))
    """The printed line that says what the document is not."""
    language: Mapped[str] = mapped_column(short_text(2), default="fr")
    """That of the labels and sentences of the certificate; names of titles stay in French."""

    signatories: Mapped[list["Signatory"]] = relationship(
        order_by="Signatory.position", cascade="all, delete-orphan"
    )


class Signatory(Base):
    """Somebody who signs for an issuer, with their quality."""

    __tablename__ = "signatories"
    __table_args__ = (UniqueConstraint("issuer_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("issuers.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(short_text(100))
    quality: Mapped[str] = mapped_column(short_text())


class Picture(Base):
    """A logo or a scanned signature as it is printed: never changed, and found by the SHA-256 of its bytes."""

    __tablename__ = "pictures"

    sha256: Mapped[str] = mapped_column(short_text(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Letterhead(Base):
    """What the papers of a network, or of one of its training providers, look like: logo, colour, signatures."""

    __tablename__ = "letterheads"
    __table_args__ = (
        UniqueConstraint("provider_id"),
        ForeignKeyConstraint(["network_id", "provider_id"], ["providers.network_id", "providers.id"]),
        Index(
            "uq_letterheads_of_network",
            "network_id",
            unique=True,
            sqlite_where=text("provider_id IS NULL"),
            postgresql_where=text("provider_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    provider_id: Mapped[int | None]
    """None for that of the network itself."""
    logo_sha256: Mapped[str | None] = mapped_column(ForeignKey("pictures.sha256"))
    colour: Mapped[str | None] = mapped_column(short_text(7))
    """That of headings, as ``#174a3b``; None for that of the paper."""
    mention: Mapped[str | None] = mapped_column(short_text(320))
    """A sentence of a provider's own, at the end of each of its papers: its address, a label."""

    signatures: Mapped[list["ScannedSignature"]] = relationship(cascade="all, delete-orphan")


class ScannedSignature(Base):
    """The signature of one person, by their name: it is never printed above another one."""

    __tablename__ = "scanned_signatures"
    __table_args__ = (UniqueConstraint("letterhead_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letterhead_id: Mapped[int] = mapped_column(ForeignKey("letterheads.id"))
    name: Mapped[str] = mapped_column(short_text(100))
    picture_sha256: Mapped[str] = mapped_column(ForeignKey("pictures.sha256"))
