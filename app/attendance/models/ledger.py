"""Tables of the hours: acts of recording, and the append-only ledger."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.attendance.models.activities import Activity
from app.attendance.rules import LONGEST_ACTIVITY, AbsenceKind, Attendance
from app.core.half_days import HALF_DAY_LIMIT_MINUTES, Half
from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.models import Person
from app.training.models import Enrolment, TrainingSession
from app.training.rules import Modality


class RecordingKind(StrEnum):
    """By which act hours came into the ledger."""

    REGISTER = "register"
    CORRECTION = "correction"
    IMPORT = "import"
    UNDO = "undo"
    ADDITION = "addition"
    VALIDATION = "validation"


class Recording(Base):
    """One act of recording: a register saved or undone, a line added to one, a correction, a file, a validation."""

    __tablename__ = "recordings"
    __table_args__ = (
        UniqueConstraint("network_id", "id"),
        ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["training_sessions.network_id", "training_sessions.id"],
        ),
        ForeignKeyConstraint(["network_id", "undoes_id"], ["recordings.network_id", "recordings.id"]),
        CheckConstraint(
            "(kind IN ('register', 'addition')) = (session_id IS NOT NULL)",
            name="register_has_session",
        ),
        CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL)", name="undo_names_act"),
        # One register a half-day: the second trainer to press the button is refused by the database itself.
        Index(
            "uq_recordings_session_id",
            "session_id",
            "take",
            unique=True,
            sqlite_where=text("kind = 'register'"),
            postgresql_where=text("kind = 'register'"),
        ),
        Index("uq_recordings_undoes_id", "undoes_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    kind: Mapped[RecordingKind] = mapped_column(choice(RecordingKind))
    session_id: Mapped[int | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    take: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often the register of this half-day was recorded and undone before."""
    undoes_id: Mapped[int | None]
    digest: Mapped[str] = mapped_column(short_text(64))
    """SHA-256 of the entries of this act, kept in the audit chain too."""

    recorded_by: Mapped[Person | None] = relationship(lazy="joined")
    session: Mapped[TrainingSession | None] = relationship(viewonly=True)
    entries: Mapped[list["HoursEntry"]] = relationship(back_populates="recording", order_by="HoursEntry.id")


ONE_ORIGINAL_PER_HALF_DAY: Final = "uq_hours_entries_half_day"
ONE_ORIGINAL_PER_ACTIVITY: Final = "uq_hours_entries_activity_id"

CreditKey = tuple[int, date, Half | None, int | None]
"""What can be credited once: a half-day of an advisor, or one of their activities outside of half-days."""


class HoursEntry(Base):
    """A line of the ledger. Lines are added, never changed: a correction is a line that names the one it corrects."""

    __tablename__ = "hours_entries"
    __table_args__ = (
        UniqueConstraint("network_id", "id"),
        ForeignKeyConstraint(
            ["network_id", "enrolment_id", "advisor_id"],
            ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
        ),
        ForeignKeyConstraint(["network_id", "recording_id"], ["recordings.network_id", "recordings.id"]),
        ForeignKeyConstraint(
            ["network_id", "corrects_id"],
            ["hours_entries.network_id", "hours_entries.id"],
        ),
        # A line is of a half-day, or of an activity outside of half-days, and says the same as this activity.
        ForeignKeyConstraint(
            ["network_id", "activity_id", "enrolment_id", "day", "modality"],
            [
                "activities.network_id",
                "activities.id",
                "activities.enrolment_id",
                "activities.day",
                "activities.modality",
            ],
            name="fk_hours_entries_activity",
        ),
        CheckConstraint("(half IS NULL) = (activity_id IS NOT NULL)", name="half_day_or_activity"),
        CheckConstraint(
            f"half_day_minutes BETWEEN 0 AND CASE WHEN activity_id IS NULL THEN {HALF_DAY_LIMIT_MINUTES} "
            f"ELSE {LONGEST_ACTIVITY} END",
            name="minutes_within_half_day",
        ),
        CheckConstraint("activity_id IS NULL OR attendance = 'present'", name="activity_has_no_absence"),
        CheckConstraint(
            "corrects_id IS NOT NULL OR minutes = half_day_minutes",
            name="original_counts_in_full",
        ),
        CheckConstraint(
            "attendance = 'present' OR half_day_minutes = 0",
            name="absence_counts_nothing",
        ),
        CheckConstraint("corrects_id IS NULL OR reason IS NOT NULL", name="correction_has_reason"),
        CheckConstraint(
            "NOT undoes OR (corrects_id IS NOT NULL AND half_day_minutes = 0)", name="undone_counts_nothing"
        ),
        CheckConstraint("absence_kind IS NULL OR attendance <> 'present'", name="kind_is_of_an_absence"),
        # One half-day is credited once, whoever records it; corrections form one line behind the original.
        Index(
            ONE_ORIGINAL_PER_HALF_DAY,
            "advisor_id",
            "day",
            "half",
            "take",
            unique=True,
            sqlite_where=text("corrects_id IS NULL"),
            postgresql_where=text("corrects_id IS NULL"),
        ),
        # An activity is credited once.
        Index(
            ONE_ORIGINAL_PER_ACTIVITY,
            "activity_id",
            "take",
            unique=True,
            sqlite_where=text("activity_id IS NOT NULL AND corrects_id IS NULL"),
            postgresql_where=text("activity_id IS NOT NULL AND corrects_id IS NULL"),
        ),
        Index("ix_hours_entries_activity_id", "activity_id"),
        Index(
            "ix_hours_entries_undone",
            "advisor_id",
            "day",
            "half",
            "take",
            sqlite_where=text("undoes"),
            postgresql_where=text("undoes"),
        ),
        # The history of a half-day, and the latest ones of a person, however long the ledger is.
        Index("ix_hours_entries_half_day", "advisor_id", "day", "half", "take"),
        Index("uq_hours_entries_corrects_id", "corrects_id", unique=True),
        # Sums per enrolment are read from this index alone.
        Index(
            "ix_hours_entries_enrolment_id_minutes",
            "enrolment_id",
            "modality",
            "minutes",
        ),
        Index("ix_hours_entries_recording_id", "recording_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    recording_id: Mapped[int]
    enrolment_id: Mapped[int]
    advisor_id: Mapped[int]
    day: Mapped[date]
    half: Mapped[Half | None] = mapped_column(choice(Half))
    """None of an activity outside of half-days."""
    activity_id: Mapped[int | None]
    modality: Mapped[Modality] = mapped_column(choice(Modality))
    attendance: Mapped[Attendance] = mapped_column(choice(Attendance))
    arrived_at: Mapped[time | None]
    left_at: Mapped[time | None]
    minutes: Mapped[int]
    """What this line adds to the ledger; negative when a correction takes minutes away."""
    half_day_minutes: Mapped[int]
    """What the half-day, or the activity, counts once this line is in."""
    corrects_id: Mapped[int | None]
    take: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often this half-day was recorded and undone before."""
    undoes: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Whether this line takes back the half-day, which is then as if it had never been recorded."""
    absence_kind: Mapped[AbsenceKind | None] = mapped_column(choice(AbsenceKind))
    reason: Mapped[str | None] = mapped_column(short_text())
    """Why the half-day was corrected, or a remark on the register."""

    recording: Mapped[Recording] = relationship(back_populates="entries", lazy="joined", innerjoin=True)
    enrolment: Mapped[Enrolment] = relationship(viewonly=True)
    activity: Mapped[Activity | None] = relationship(viewonly=True)

    @property
    def half_day(self) -> tuple[int, date, Half]:
        """Return the half-day of the advisor that the line is about.

        :raises ValueError: when it is about an activity.
        """
        if self.half is None:
            raise ValueError(f"hours entry {self.id} belongs to no half-day")
        return self.advisor_id, self.day, self.half

    @property
    def credit_key(self) -> CreditKey:
        """Return what the line is about, which can be credited once."""
        return self.advisor_id, self.day, self.half, self.activity_id
