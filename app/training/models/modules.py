"""The table of the hours that a cohort prescribes of each of its modules."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import short_text
from app.extensions import Base


class ModulePrescription(Base):
    """The hours of one module in one cohort; a module without a row has none that anybody has said."""

    __tablename__ = "module_prescriptions"
    __table_args__ = (
        ForeignKeyConstraint(["network_id", "cohort_id"], ["cohorts.network_id", "cohorts.id"]),
        UniqueConstraint("cohort_id", "module"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    cohort_id: Mapped[int]
    module: Mapped[str] = mapped_column(short_text())
    """As the half-days of the cohort write it."""
    minutes: Mapped[int]
