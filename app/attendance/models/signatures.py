"""Tables of what people sign: signatures, the acts that close a register, links that sign once, refused tries."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.attendance.rules import Drawing, Oddity, RegisterActKind, SignatureMethod
from app.core.roles import Role
from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.models import Person
from app.training.models import Enrolment, TrainingSession

_SESSION = (["network_id", "session_id"], ["training_sessions.network_id", "training_sessions.id"])
_ENROLMENT = (
    ["network_id", "enrolment_id", "advisor_id"],
    ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
)


class Signature(Base):
    """One signature on the sheet of a half-day: an advisor’s on their line, or a trainer’s on the whole.

    It keeps the very text that was signed. A line that changes later leaves it as it is; the pages say so.
    """

    __tablename__ = "signatures"
    __table_args__ = (
        UniqueConstraint("network_id", "id"),
        ForeignKeyConstraint(*_SESSION),
        ForeignKeyConstraint(*_ENROLMENT),
        CheckConstraint("(role = 'advisor') = (enrolment_id IS NOT NULL)", name="advisor_signs_a_line"),
        CheckConstraint("(enrolment_id IS NULL) = (advisor_id IS NULL)", name="line_is_of_an_advisor"),
        CheckConstraint("role IN ('advisor', 'trainer')", name="advisor_or_trainer_signs"),
        CheckConstraint("(method = 'countersignature') = (role = 'trainer')", name="trainer_countersigns"),
        CheckConstraint("(method = 'drawn') = (drawing IS NOT NULL)", name="drawing_is_kept"),
        # An advisor signs a half-day once; trainers, who sign no line, may have to sign again after a reopening.
        Index("uq_signatures_session_id", "session_id", "advisor_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    session_id: Mapped[int]
    role: Mapped[Role] = mapped_column(choice(Role))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    enrolment_id: Mapped[int | None]
    advisor_id: Mapped[int | None]
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    method: Mapped[SignatureMethod] = mapped_column(choice(SignatureMethod))
    signer: Mapped[str] = mapped_column(short_text(210))
    """The name as it was when they signed."""
    signed_text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(short_text(64))
    """SHA-256 of ``signed_text``, kept in the audit chain too."""
    drawing: Mapped[Drawing | None] = mapped_column(JSON(none_as_null=True))
    place: Mapped[str] = mapped_column(short_text(32), default="")
    agent: Mapped[str] = mapped_column(short_text(60), default="")
    oddity: Mapped[Oddity | None] = mapped_column(choice(Oddity))
    """Why it looked unlikely when it was given."""
    witness_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """On whose tablet it was given."""

    session: Mapped[TrainingSession] = relationship(viewonly=True)
    witness: Mapped[Person | None] = relationship(foreign_keys=[witness_id])


class RegisterAct(Base):
    """A closing of a register, countersigned by a trainer, or its reopening for a reason. The last act counts."""

    __tablename__ = "register_acts"
    __table_args__ = (
        ForeignKeyConstraint(*_SESSION),
        ForeignKeyConstraint(["network_id", "signature_id"], ["signatures.network_id", "signatures.id"]),
        # Odd acts close and even ones open again: two at once are given the same number, and one of them is refused.
        CheckConstraint("(kind = 'closed') = (number % 2 = 1)", name="acts_alternate"),
        CheckConstraint("(kind = 'closed') = (signature_id IS NOT NULL)", name="closing_is_countersigned"),
        CheckConstraint("(kind = 'reopened') = (reason IS NOT NULL)", name="reopening_has_reason"),
        Index("uq_register_acts_session_id", "session_id", "number", unique=True),
        Index("uq_register_acts_signature_id", "signature_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    session_id: Mapped[int]
    number: Mapped[int]
    """1 for the first closing, 2 for the reopening that follows it, and so on."""
    kind: Mapped[RegisterActKind] = mapped_column(choice(RegisterActKind))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str | None] = mapped_column(short_text())
    signature_id: Mapped[int | None]

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    signature: Mapped[Signature | None] = relationship(viewonly=True)


class SigningLink(Base):
    """A link with which one advisor signs one half-day once, without an account; only its digest is kept."""

    __tablename__ = "signing_links"
    __table_args__ = (
        ForeignKeyConstraint(*_SESSION),
        ForeignKeyConstraint(*_ENROLMENT),
        Index("ix_signing_links_session_id", "session_id", "enrolment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    session_id: Mapped[int]
    enrolment_id: Mapped[int]
    advisor_id: Mapped[int]
    token_digest: Mapped[str] = mapped_column(short_text(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    session: Mapped[TrainingSession] = relationship(viewonly=True)
    enrolment: Mapped[Enrolment] = relationship(viewonly=True)


class SigningTry(Base):
    """A signature that was tried and refused, or that looked unlikely: what the trainer is shown."""

    __tablename__ = "signing_tries"
    __table_args__ = (
        ForeignKeyConstraint(*_SESSION),
        Index("ix_signing_tries_session_id", "session_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    session_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who was signed in; nobody when a code was tried before signing in."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    oddity: Mapped[Oddity] = mapped_column(choice(Oddity))
    place: Mapped[str] = mapped_column(short_text(32), default="")
    agent: Mapped[str] = mapped_column(short_text(60), default="")

    person: Mapped[Person | None] = relationship(lazy="joined")
