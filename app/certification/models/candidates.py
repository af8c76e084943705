"""Tables of who sits an exam, and of what they bring to it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.certification.models.exams import ExamSession
from app.certification.rules import AssessmentLevel
from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.models import Person
from app.training.models import Advisor


class ExamCandidate(Base):
    """Somebody on the list of a session: put there by whom, and why although something was missing."""

    __tablename__ = "exam_candidates"
    __table_args__ = (
        UniqueConstraint("exam_session_id", "advisor_id"),
        ForeignKeyConstraint(["network_id", "advisor_id"], ["advisors.network_id", "advisors.id"]),
        ForeignKeyConstraint(
            ["network_id", "exam_session_id"], ["exam_sessions.network_id", "exam_sessions.id"]
        ),
        Index("ix_exam_candidates_advisor_id", "advisor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    exam_session_id: Mapped[int]
    advisor_id: Mapped[int]
    reason: Mapped[str | None] = mapped_column(short_text())
    """Why they were admitted although something was missing."""
    arrangement: Mapped[str | None] = mapped_column(short_text(100))
    """Extra time for a handicap, as it is told on the day: never the handicap itself."""
    admitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    admitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    convoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When they were told to come; empty again once the day, the hour or the place has changed."""
    letter_awaited_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The latest sign of who writes to the list while it is not known whether their letter has left; else empty."""

    advisor: Mapped[Advisor] = relationship(viewonly=True)
    exam_session: Mapped[ExamSession] = relationship(viewonly=True)
    admitted_by: Mapped[Person | None] = relationship()


class ExamFile(Base):
    """What an advisor has handed in for the exam of a block; it serves each session until the block is obtained."""

    __tablename__ = "exam_files"
    __table_args__ = (
        UniqueConstraint("advisor_id", "title_code", "block_code"),
        ForeignKeyConstraint(["network_id", "advisor_id"], ["advisors.network_id", "advisors.id"]),
        CheckConstraint("action_sheets BETWEEN 0 AND 5", name="action_sheets_are_five"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    advisor_id: Mapped[int]
    title_code: Mapped[str] = mapped_column(short_text(20))
    block_code: Mapped[str] = mapped_column(short_text(20))
    portfolio_on: Mapped[date | None]
    """Day on which the *dossier professionnel* was received."""
    action_sheets: Mapped[int] = mapped_column(default=0)


class CompetenceAssessment(Base):
    """What was found of one competence in training (*évaluation passée en cours de formation*)."""

    __tablename__ = "competence_assessments"
    __table_args__ = (
        UniqueConstraint("advisor_id", "competence"),
        ForeignKeyConstraint(["network_id", "advisor_id"], ["advisors.network_id", "advisors.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int]
    advisor_id: Mapped[int]
    competence: Mapped[str] = mapped_column(short_text(50))
    """Its code, such as ``REMN:CCP1:2``."""
    level: Mapped[AssessmentLevel] = mapped_column(choice(AssessmentLevel))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
