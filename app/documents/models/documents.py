"""Tables of number series, print runs and issued documents."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.certification.models import Result
from app.database import UtcDateTime, choice, short_text
from app.documents.confirmation import ConfirmationState, ConfirmedAct
from app.documents.rules import MailingState
from app.extensions import Base
from app.people.models import Network, Person
from app.training.models import Advisor


class NumberSeries(Base):
    """The counter of the documents that a network issues in one year, raised in the transaction that issues."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("network_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    year: Mapped[int]
    last_number: Mapped[int] = mapped_column(default=0)


class PrintRun(Base):
    """Certificates asked for together; its documents are the work that is left or done."""

    __tablename__ = "print_runs"
    __table_args__ = (UniqueConstraint("network_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)

    documents: Mapped[list["IssuedDocument"]] = relationship(order_by="IssuedDocument.id")


class DocumentState(StrEnum):
    """Where a document stands. A reserved one has its number and its facts, and waits for its bytes.

    One that is revoked while it waits is withdrawn: it never gets any.
    """

    RESERVED = "reserved"
    VALID = "valid"
    REVOKED = "revoked"


ONE_LIVE_CERTIFICATE: Final = "uq_issued_documents_live"
_NOT_WITHDRAWN: Final = "NOT (state = 'revoked' AND issued_at IS NULL)"


class SealingCertificate(Base):
    """Under what documents were sealed: the public certificates of a key, kept when it is long replaced."""

    __tablename__ = "sealing_certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(short_text(64), unique=True)
    """The SHA-256 of the certificate of the key."""
    name: Mapped[str] = mapped_column(short_text())
    chain: Mapped[str] = mapped_column(Text)
    """The certificate of the key and those above it, the root last, as PEM."""
    is_development: Mapped[bool]
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class IssuedDocument(Base):
    """A certificate: facts frozen at issue, number, unguessable code, and bytes that never change."""

    __tablename__ = "issued_documents"
    __table_args__ = (
        UniqueConstraint("network_id", "year", "serial"),
        ForeignKeyConstraint(
            ["network_id", "result_id", "advisor_id"],
            ["results.network_id", "results.id", "results.advisor_id"],
        ),
        ForeignKeyConstraint(["network_id", "advisor_id"], ["advisors.network_id", "advisors.id"]),
        ForeignKeyConstraint(["network_id", "print_run_id"], ["print_runs.network_id", "print_runs.id"]),
        CheckConstraint(
            "state = 'reserved' OR (pdf IS NOT NULL AND sha256 IS NOT NULL AND template_version IS NOT NULL "
            "AND issued_at IS NOT NULL) OR (state = 'revoked' AND pdf IS NULL AND sha256 IS NULL "
            "AND template_version IS NULL AND issued_at IS NULL)",
            name="issued_with_its_bytes",
        ),
        CheckConstraint("(state = 'revoked') = (revoked_at IS NOT NULL)", name="revoked_has_date"),
        CheckConstraint("(state = 'revoked') = (revocation_reason IS NOT NULL)", name="revoked_has_reason"),
        # One certificate in force for one result.
        Index(
            ONE_LIVE_CERTIFICATE,
            "result_id",
            unique=True,
            sqlite_where=text("state <> 'revoked'"),
            postgresql_where=text("state <> 'revoked'"),
        ),
        Index("ix_issued_documents_advisor_id", "advisor_id"),
        # One that was withdrawn leaves its place to the next.
        Index(
            "uq_issued_documents_replaces_id",
            "replaces_id",
            unique=True,
            sqlite_where=text(_NOT_WITHDRAWN),
            postgresql_where=text(_NOT_WITHDRAWN),
        ),
        # A file that is checked is looked for by its bytes.
        Index("ix_issued_documents_sha256", "sha256"),
        Index("ix_issued_documents_print_run_id", "print_run_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    advisor_id: Mapped[int]
    result_id: Mapped[int]
    print_run_id: Mapped[int | None]
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(short_text(60), unique=True)
    code: Mapped[str] = mapped_column(short_text(26), unique=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    issued_on: Mapped[date]
    """Civil date printed on the document."""
    reserved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    # Deferred: a list of documents never reads their bytes.
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str | None] = mapped_column(short_text(64))
    template_version: Mapped[str | None] = mapped_column(short_text(20))
    """The version of the paper that was typeset."""
    sealed_under_id: Mapped[int | None] = mapped_column(ForeignKey("sealing_certificates.id"))
    """None for what was issued before documents were sealed."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    """The revoked certificate of the same result, in whose place this one stands."""
    state: Mapped[DocumentState] = mapped_column(choice(DocumentState))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revocation_reason: Mapped[str | None] = mapped_column(short_text())

    network: Mapped[Network] = relationship(viewonly=True)
    advisor: Mapped[Advisor] = relationship(viewonly=True)
    result: Mapped[Result] = relationship(viewonly=True)
    sealed_under: Mapped[SealingCertificate | None] = relationship(viewonly=True)
    replaces: Mapped["IssuedDocument | None"] = relationship(
        viewonly=True, remote_side="IssuedDocument.id", foreign_keys=replaces_id
    )
    replaced_by: Mapped["IssuedDocument | None"] = relationship(
        viewonly=True,
        uselist=False,
        primaryjoin="and_(foreign(remote(IssuedDocument.replaces_id)) == IssuedDocument.id, "
        "or_(remote(IssuedDocument.state) != 'revoked', remote(IssuedDocument.issued_at).is_not(None)))",
    )

    @property
    def is_withdrawn(self) -> bool:
        """Return whether the document was revoked before it had bytes: nobody ever held it."""
        return self.state is DocumentState.REVOKED and self.issued_at is None

    @property
    def successor(self) -> "IssuedDocument | None":
        """Return the certificate that stands in the place of this one now, past any that was replaced too."""
        each = self.replaced_by
        while each is not None and each.state is DocumentState.REVOKED:
            each = each.replaced_by
        return each if each is not None and each.state is DocumentState.VALID else None


class ConfirmationRequest(Base):
    """What one administrator has asked for, and another confirms or refuses; it waits for as long as it takes."""

    __tablename__ = "confirmation_requests"
    __table_args__ = (
        # Whoever asks may take it back, and never confirm it.
        CheckConstraint("state <> 'confirmed' OR decided_by_id <> asked_by_id", name="confirmed_by_another"),
        CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided_has_date"),
        CheckConstraint("state = 'pending' OR decided_by_id IS NOT NULL", name="decided_by_somebody"),
        Index("ix_confirmation_requests_network_id", "network_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    act: Mapped[ConfirmedAct] = mapped_column(choice(ConfirmedAct))
    shown: Mapped[dict[str, str]] = mapped_column(JSON)
    """The results to certify, each with the digest of what its certificate was to say when it was asked for."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    reason: Mapped[str | None] = mapped_column(short_text())
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[ConfirmationState] = mapped_column(choice(ConfirmationState))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)
    document: Mapped[IssuedDocument | None] = relationship()


class DocumentMailing(Base):
    """The letter with the link to a certificate: one for each, claimed before it leaves."""

    __tablename__ = "document_mailings"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("issued_documents.id"), unique=True)
    state: Mapped[MailingState] = mapped_column(choice(MailingState))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class FailedCheck(Base):
    """A number and a code that did not go together, counted per network address to slow guessing down."""

    __tablename__ = "failed_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(short_text(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
