"""Tables of the training: who gives it, who employs and who follows it, and when.

Every row carries its network, and every reference between rows goes through it: the database itself refuses a row that
joins two networks.
"""

from datetime import date, datetime, time

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.core.half_days import Half, minutes_between
from app.core.identifiers import folded
from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.models import Network, Person
from app.training.rules import (
    Entry,
    EntryStatus,
    Modality,
    entry_status,
    first_creditable_day,
)


class Provider(Base):
    """A training provider (*organisme de formation*), such as a centre of the Afpa."""

    __tablename__ = "providers"
    __table_args__ = (
        UniqueConstraint("network_id", "name"),
        UniqueConstraint("network_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    name: Mapped[str] = mapped_column(short_text())
    siret: Mapped[str | None] = mapped_column(short_text(14))
    activity_number: Mapped[str | None] = mapped_column(short_text(20))
    """Registration of the provider with the State (*numéro de déclaration d’activité*)."""


class Host(Base):
    """The organisation that employs advisors (*structure d’accueil*)."""

    __tablename__ = "hosts"
    __table_args__ = (
        UniqueConstraint("network_id", "id"),
        UniqueConstraint("network_id", "sort_name", "postal_code"),
        UniqueConstraint("network_id", "state_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    state_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(short_text())
    sort_name: Mapped[str] = mapped_column(short_text())
    # Empty rather than unknown, so that the rule of uniqueness holds for it too.
    postal_code: Mapped[str] = mapped_column(short_text(5), default="")
    municipality: Mapped[str | None] = mapped_column(short_text(100))

    @validates("name")
    def _keep_sort_name(self, _key: str, value: str) -> str:
        self.sort_name = folded(value)
        return value


class Advisor(Base):
    """A digital advisor in a network: the file that stays when cohorts and employers change."""

    __tablename__ = "advisors"
    __table_args__ = (
        UniqueConstraint("network_id", "id"),
        UniqueConstraint("network_id", "person_id"),
        UniqueConstraint("network_id", "state_id"),
        ForeignKeyConstraint(["network_id", "host_id"], ["hosts.network_id", "hosts.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    host_id: Mapped[int | None] = mapped_column(index=True)
    state_id: Mapped[int | None]
    """The State's identifier of the advisor (*idPG*)."""
    professional_email: Mapped[str | None] = mapped_column(short_text(254))
    hired_on: Mapped[date | None]
    birth_date: Mapped[date | None]
    birth_place: Mapped[str | None] = mapped_column(short_text(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    network: Mapped[Network] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    host: Mapped[Host | None] = relationship(lazy="joined", overlaps="network")
    enrolments: Mapped[list["Enrolment"]] = relationship(back_populates="advisor", overlaps="cohort,group")

    @property
    def latest_enrolment(self) -> "Enrolment | None":
        """Return the enrolment in the latest cohort, which is the one that counts."""
        return max(self.enrolments, key=lambda each: each.age, default=None)


class Cohort(Base):
    """A training action followed together: one provider, one block of a title, and a date after which one is late."""

    __tablename__ = "cohorts"
    __table_args__ = (
        UniqueConstraint("network_id", "id"),
        UniqueConstraint("network_id", "name"),
        ForeignKeyConstraint(["network_id", "provider_id"], ["providers.network_id", "providers.id"]),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    provider_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(short_text())
    title_code: Mapped[str] = mapped_column(short_text(20))
    block_code: Mapped[str] = mapped_column(short_text(20))
    programme_code: Mapped[str] = mapped_column(short_text(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    late_after: Mapped[date]

    provider: Mapped[Provider | None] = relationship(lazy="joined")
    groups: Mapped[list["Group"]] = relationship(back_populates="cohort", order_by="Group.name")

    @property
    def aim(self) -> tuple[str, str]:
        """Return the codes of the title and the block that the cohort prepares."""
        return self.title_code, self.block_code


class Group(Base):
    """The advisors of a cohort who sit in one room together."""

    __tablename__ = "groups"
    __table_args__ = (
        UniqueConstraint("network_id", "id"),
        UniqueConstraint("network_id", "cohort_id", "id"),
        UniqueConstraint("cohort_id", "name"),
        ForeignKeyConstraint(["network_id", "cohort_id"], ["cohorts.network_id", "cohorts.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    cohort_id: Mapped[int]
    name: Mapped[str] = mapped_column(short_text(100))

    cohort: Mapped[Cohort] = relationship(back_populates="groups", lazy="joined", innerjoin=True)


class Enrolment(Base):
    """One advisor in one cohort: the parcours that the placement test gave, the hours prescribed, entry and exit."""

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("network_id", "id", "advisor_id"),
        UniqueConstraint("cohort_id", "advisor_id"),
        ForeignKeyConstraint(["network_id", "advisor_id"], ["advisors.network_id", "advisors.id"]),
        ForeignKeyConstraint(["network_id", "cohort_id"], ["cohorts.network_id", "cohorts.id"]),
        ForeignKeyConstraint(
            ["network_id", "cohort_id", "group_id"],
            ["groups.network_id", "groups.cohort_id", "groups.id"],
        ),
        CheckConstraint("prescribed_minutes > 0", name="prescribed_minutes_positive"),
        CheckConstraint(
            "decided_status IS NULL OR decision_reason IS NOT NULL",
            name="decision_has_reason",
        ),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        Index("ix_enrolments_advisor_id", "advisor_id"),
        Index("ix_enrolments_group_id", "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    cohort_id: Mapped[int]
    advisor_id: Mapped[int]
    group_id: Mapped[int | None]
    parcours_hours: Mapped[int | None]
    """The parcours, named after its hours: 105, 280, 350, 420 …"""
    prescribed_minutes: Mapped[int | None]
    placement_tested_on: Mapped[date | None]
    decided_status: Mapped[EntryStatus | None] = mapped_column(choice(EntryStatus))
    decision_reason: Mapped[str | None] = mapped_column(short_text())
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    exited_on: Mapped[date | None]
    exit_reason: Mapped[str | None] = mapped_column(short_text())

    advisor: Mapped[Advisor] = relationship(back_populates="enrolments", overlaps="enrolments")
    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True, overlaps="advisor,enrolments")
    group: Mapped[Group | None] = relationship(overlaps="advisor,cohort,enrolments")

    @property
    def age(self) -> tuple[date, int]:
        """Return what puts the enrolments of an advisor in order: that of the latest cohort comes last."""
        return self.cohort.starts_on, self.id

    @property
    def entry_status(self) -> EntryStatus:
        """Return how the advisor entered the cohort."""
        dates = Entry(
            self.advisor.hired_on,
            self.starts_on,
            self.cohort.late_after,
            self.decided_status,
        )
        return entry_status(dates)

    @property
    def has_hours_of_parcours(self) -> bool:
        """Return whether exactly the hours of the parcours are prescribed."""
        return self.parcours_hours is not None and self.prescribed_minutes == self.parcours_hours * 60

    @property
    def first_creditable_day(self) -> date | None:
        """Return the first day on which hours of this enrolment can count."""
        return first_creditable_day(self.advisor.hired_on, self.starts_on)


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

    group: Mapped[Group] = relationship(lazy="joined", innerjoin=True)
    trainers: Mapped[list[Person]] = relationship(secondary="session_trainers", lazy="selectin")

    @property
    def duration_minutes(self) -> int:
        """Return how many minutes somebody who is there from start to end is credited with."""
        return minutes_between(self.starts_at, self.ends_at)

    @property
    def is_cancelled(self) -> bool:
        """Return whether it was planned by error: kept with its reason, and expected nowhere."""
        return self.cancelled_at is not None


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
