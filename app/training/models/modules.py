"""The table of the hours that a cohort, or one of its parcours, prescribes of each module."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import short_text
from app.extensions import Base


class ModulePrescription(Base):
    """The hours of one module in one cohort; a module without a row has none that anybody has said.

    One of a parcours counts for those who follow it, in the place of the cohort's own.
    """

    __tablename__ = "module_prescriptions"
    __table_args__ = (
        ForeignKeyConstraint(["network_id", "cohort_id"], ["cohorts.network_id", "cohorts.id"]),
        UniqueConstraint("cohort_id", "parcours_hours", "module"),
        # Two empty parcours are not equal to the constraint above.
        Index(
            "uq_module_prescriptions_cohort_id_module",
            "cohort_id",
            "module",
            unique=True,
            sqlite_where=text("parcours_hours IS NULL"),
            postgresql_where=text("parcours_hours IS NULL"),
        ),
        CheckConstraint(
            "minutes > 0 OR (minutes = 0 AND parcours_hours IS NOT NULL)", name="minutes_positive"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    cohort_id: Mapped[int]
    module: Mapped[str] = mapped_column(short_text())
    """As the half-days of the cohort write it."""
    parcours_hours: Mapped[int | None]
    """The parcours that prescribes them; None for the cohort's own, which count where a parcours says nothing."""
    minutes: Mapped[int]
    """None at all, 0, is only said by a parcours: it takes a module out of what the cohort prescribes."""
