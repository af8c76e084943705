"""The table of results."""

from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.certification.models.exams import ExamSession
from app.certification.rules import Outcome, Verdict
from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.models import Person
from app.training.models import Advisor

ONE_RESULT_PER_SESSION: Final = UniqueConstraint(
    "exam_session_id", "advisor_id", name="uq_results_exam_session_id_advisor_id"
)

# A block is obtained once: it stays obtained, and cannot be obtained again.
ONE_OBTAINED_PER_BLOCK: Final = Index(
    "uq_results_obtained",
    "advisor_id",
    "title_code",
    "block_code",
    unique=True,
    sqlite_where=text("outcome = 'obtained'"),
    postgresql_where=text("outcome = 'obtained'"),
)

CERTIFIED_RESULT_IS_FIXED: Final = "a certified result is fixed"
"""What the database says when it keeps a result as its certificate says it."""


class Result(Base):
    """What a jury decided for one advisor and one block."""

    __tablename__ = "results"
    __table_args__ = (
        UniqueConstraint("network_id", "id", "advisor_id"),
        ONE_RESULT_PER_SESSION,
        ForeignKeyConstraint(["network_id", "advisor_id"], ["advisors.network_id", "advisors.id"]),
        ForeignKeyConstraint(
            ["network_id", "exam_session_id", "title_code", "block_code"],
            [
                "exam_sessions.network_id",
                "exam_sessions.id",
                "exam_sessions.title_code",
                "exam_sessions.block_code",
            ],
        ),
        ONE_OBTAINED_PER_BLOCK,
        Index("ix_results_advisor_id", "advisor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    exam_session_id: Mapped[int]
    advisor_id: Mapped[int]
    title_code: Mapped[str] = mapped_column(short_text(20))
    block_code: Mapped[str] = mapped_column(short_text(20))
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    remark: Mapped[str | None] = mapped_column(short_text())
    """Why somebody did not present themselves, or why the result was corrected."""
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    advisor: Mapped[Advisor] = relationship(viewonly=True)
    exam_session: Mapped[ExamSession] = relationship(lazy="joined", innerjoin=True)
    recorded_by: Mapped[Person | None] = relationship()

    @property
    def verdict(self) -> Verdict:
        """Return what is recorded, as it is shown and can be recorded again."""
        return Verdict(self.outcome, self.remark or "")
