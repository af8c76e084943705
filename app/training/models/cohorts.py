"""Tables of the trainings that are followed together, and of their groups."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import short_text
from app.extensions import Base
from app.training.models.organisations import Provider


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

    provider: Mapped[Provider | None] = relationship()
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
    places: Mapped[int | None]
    """How many can sit in its half-days, people of other groups included; None without a limit."""

    cohort: Mapped[Cohort] = relationship(back_populates="groups", lazy="joined", innerjoin=True)
