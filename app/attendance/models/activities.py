"""Tables of the training outside of half-days: what was handed in, and the files that prove it."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.attendance.rules import LARGEST_SCAN, LONGEST_ACTIVITY, LONGEST_LINK, ActivityState, ScanKind
from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.models import Person
from app.training.models import Enrolment
from app.training.rules import Modality

_IN_FORCE: Final = text("state IN ('waiting', 'validated')")

ONE_ACTIVITY_PER_DAY: Final = "uq_activities_advisor_id"


class Activity(Base):
    """An e-learning, remote or work-based activity as it was handed in; it counts once a trainer has validated it.

    What was handed in never changes; the state does.
    """

    __tablename__ = "activities"
    __table_args__ = (
        # By it a line of the ledger says the same as the activity: whose it is, of which day, and how it was spent.
        UniqueConstraint("network_id", "id", "enrolment_id", "day", "modality"),
        UniqueConstraint("network_id", "id"),
        ForeignKeyConstraint(
            ["network_id", "enrolment_id", "advisor_id"],
            ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
        ),
        CheckConstraint(f"minutes BETWEEN 1 AND {LONGEST_ACTIVITY}", name="minutes_within_day"),
        CheckConstraint("modality <> 'in_person'", name="outside_of_a_room"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decision_has_moment"),
        CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", name="refusal_has_reason"),
        CheckConstraint("(source IS NULL) = (source_sha256 IS NULL)", name="source_has_digest"),
        # The same activity of the same day counts once, whoever hands it in: the advisor, a trainer, a platform.
        Index(
            ONE_ACTIVITY_PER_DAY,
            "advisor_id",
            "day",
            "title_key",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        Index("ix_activities_state", "network_id", "state"),
        Index("ix_activities_enrolment_id", "enrolment_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    enrolment_id: Mapped[int]
    advisor_id: Mapped[int]
    day: Mapped[date]
    """When it was done, or finished."""
    modality: Mapped[Modality] = mapped_column(choice(Modality))
    title: Mapped[str] = mapped_column(short_text())
    title_key: Mapped[str] = mapped_column(short_text(600))
    """The title without case, accents and doubled blanks."""
    minutes: Mapped[int]
    """The estimated duration."""
    link: Mapped[str | None] = mapped_column(short_text(LONGEST_LINK))
    source: Mapped[str | None] = mapped_column(short_text())
    """The file of a learning platform that it comes from."""
    source_sha256: Mapped[str | None] = mapped_column(short_text(64))
    handed_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    state: Mapped[ActivityState] = mapped_column(choice(ActivityState))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str | None] = mapped_column(short_text())
    """Why it was refused."""

    enrolment: Mapped[Enrolment] = relationship(viewonly=True)
    handed_in_by: Mapped[Person | None] = relationship(foreign_keys=[handed_in_by_id], lazy="joined")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="joined")
    proofs: Mapped[list["ActivityProof"]] = relationship(viewonly=True, order_by="ActivityProof.id")


class ActivityProof(Base):
    """A file that shows that an activity was done, as it was received: it can be added, never changed.

    Once its activity is withdrawn or refused, its bytes may go; everything else about it stays.
    """

    __tablename__ = "activity_proofs"
    __table_args__ = (
        ForeignKeyConstraint(["network_id", "activity_id"], ["activities.network_id", "activities.id"]),
        CheckConstraint(f"size BETWEEN 1 AND {LARGEST_SCAN}", name="size_within_limit"),
        # The same file sent again is the same proof.
        UniqueConstraint("activity_id", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    activity_id: Mapped[int]
    name: Mapped[str] = mapped_column(short_text())
    """As the file was called on the machine that it came from."""
    kind: Mapped[ScanKind] = mapped_column(choice(ScanKind))
    size: Mapped[int]
    """In bytes."""
    sha256: Mapped[str] = mapped_column(short_text(64))
    """SHA-256 of the content, kept in the audit chain too."""
    # Deferred: a list of proofs never reads their bytes.
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its bytes were let go."""
    attached_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attached_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
