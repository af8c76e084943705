"""The table of decisions that came after the minutes of a session were signed."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import CheckConstraint, Enum, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.certification.rules import Outcome
from app.database import UtcDateTime, short_text
from app.extensions import Base
from app.people.models import Person

_OUTCOMES: Final = "IN ('obtained', 'not_obtained', 'not_presented')"


def _outcome() -> Enum:
    return Enum(
        Outcome,
        native_enum=False,
        create_constraint=False,
        name="outcome",
        length=30,
        values_callable=lambda members: [member.value for member in members],
    )


class ResultDecision(Base):
    """A new decision about a result whose minutes are signed: what it was, what it is, decided when and why."""

    __tablename__ = "result_decisions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["network_id", "result_id", "advisor_id"],
            ["results.network_id", "results.id", "results.advisor_id"],
        ),
        # Two columns of one vocabulary: each check has a name of its own.
        CheckConstraint(f"outcome {_OUTCOMES}", name="outcome"),
        CheckConstraint(f"outcome_before {_OUTCOMES}", name="outcome_before"),
        CheckConstraint("outcome <> outcome_before", name="decides_anew"),
        Index("ix_result_decisions_result_id", "result_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    result_id: Mapped[int]
    advisor_id: Mapped[int]
    outcome_before: Mapped[Outcome] = mapped_column(_outcome())
    outcome: Mapped[Outcome] = mapped_column(_outcome())
    decided_on: Mapped[date]
    reason: Mapped[str] = mapped_column(short_text())
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    recorded_by: Mapped[Person | None] = relationship(lazy="joined")
