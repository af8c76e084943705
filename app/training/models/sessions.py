"""Tables of half-days: when and where they are, who trains in them, and where they were before they moved."""

from datetime import date, datetime, time

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.half_days import Half, minutes_between
from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.models import Person
from app.training.models.cohorts import Group
from app.training.rules import HalfDayPlan, Modality, Spot


class TrainingSession(Base):
    """One half-day of a group (*séance*)."""

    __tablename__ = "training_sessions"
    __table_args__ = (
        UniqueConstraint("network_id", "id"),
        ForeignKeyConstraint(
            ["network_id", "cohort_id", "group_id"],
            ["groups.network_id", "groups.cohort_id", "groups.id"],
        ),
        CheckConstraint("ends_at > starts_at", name="times_in_order"),
        CheckConstraint("(cancelled_at IS NULL) = (cancel_reason IS NULL)", name="cancellation_has_reason"),
        # What was cancelled no longer stands in the way of another half-day.
        Index(
            "uq_training_sessions_group_id_day_half",
            "group_id",
            "day",
            "half",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
        Index("ix_training_sessions_network_id_day", "network_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    cohort_id: Mapped[int]
    group_id: Mapped[int]
    day: Mapped[date]
    half: Mapped[Half] = mapped_column(choice(Half))
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    modality: Mapped[Modality] = mapped_column(choice(Modality))
    module: Mapped[str] = mapped_column(short_text())
    place: Mapped[str | None] = mapped_column(short_text())
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_reason: Mapped[str | None] = mapped_column(short_text())
    competences: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    """The codes of the competences it works on, as ``titles.competence_by_code`` knows them."""
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often it was changed after it was planned; calendars keep the latest that they have seen."""

    group: Mapped[Group] = relationship(lazy="joined", innerjoin=True)
    trainers: Mapped[list[Person]] = relationship(secondary="session_trainers", lazy="selectin")
    moves: Mapped[list["SessionMove"]] = relationship(back_populates="session", order_by="SessionMove.id")

    @property
    def duration_minutes(self) -> int:
        """Return how many minutes somebody who is there from start to end is credited with."""
        return minutes_between(self.starts_at, self.ends_at)

    @property
    def is_cancelled(self) -> bool:
        """Return whether it was planned by error: kept with its reason, and expected nowhere."""
        return self.cancelled_at is not None

    @property
    def spot(self) -> Spot:
        """Return when and where it is."""
        return Spot(self.day, self.half, self.starts_at, self.ends_at, self.place)

    @property
    def plan(self) -> HalfDayPlan:
        """Return it as it would be planned again."""
        trainer_ids = tuple(sorted(trainer.id for trainer in self.trainers))
        return HalfDayPlan(self.spot, self.modality, self.module, trainer_ids, tuple(self.competences))


class SessionTrainer(Base):
    """A trainer of a half-day."""

    __tablename__ = "session_trainers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["network_id", "session_id"], ["training_sessions.network_id", "training_sessions.id"]
        ),
    )

    network_id: Mapped[int]
    session_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class SessionMove(Base):
    """One move of a half-day: when and where it was until then, who moved it and why."""

    __tablename__ = "session_moves"
    __table_args__ = (
        ForeignKeyConstraint(
            ["network_id", "session_id"], ["training_sessions.network_id", "training_sessions.id"]
        ),
        Index("ix_session_moves_session_id", "session_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    session_id: Mapped[int]
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str | None] = mapped_column(short_text())
    day: Mapped[date]
    half: Mapped[Half] = mapped_column(choice(Half))
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    place: Mapped[str | None] = mapped_column(short_text())

    session: Mapped[TrainingSession] = relationship(back_populates="moves")
    moved_by: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def spot(self) -> Spot:
        """Return when and where the half-day was before this move."""
        return Spot(self.day, self.half, self.starts_at, self.ends_at, self.place)
