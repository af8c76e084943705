"""Tables of advisors and of what they follow."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.models import Network, Person
from app.training.models.cohorts import Cohort, Group
from app.training.models.organisations import Host
from app.training.rules import Entry, EntryStatus, entry_status, first_creditable_day


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
