"""Tables of exam sessions, their juries and the steps of their life."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.certification.rules import Appointment, ExamStage, Member, has_reached, takes_results
from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.models import Person
from app.training.queries import title_of
from app.training.titles import WHOLE_TITLE, Block, Title


class ExamSession(Base):
    """A session of examination for one block (*session CCP*): when, where, before whom.

    Results that come from a file of the State have a session too, whose dates stay empty until somebody knows them.
    """

    __tablename__ = "exam_sessions"
    __table_args__ = (
        UniqueConstraint("network_id", "id"),
        UniqueConstraint("network_id", "id", "title_code", "block_code"),
        # Two presses of one button make one session, and the State's results always find theirs.
        UniqueConstraint("network_id", "title_code", "block_code", "name"),
        Index("ix_exam_sessions_network_id_held_on", "network_id", "held_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    title_code: Mapped[str] = mapped_column(short_text(20))
    block_code: Mapped[str] = mapped_column(short_text(20))
    name: Mapped[str] = mapped_column(short_text())
    stage: Mapped[ExamStage] = mapped_column(choice(ExamStage), default=ExamStage.PLANNED)
    held_on: Mapped[date | None]
    starts_at: Mapped[time | None]
    decided_on: Mapped[date | None]
    """Day of the jury's deliberation."""
    place: Mapped[str | None] = mapped_column(short_text())
    centre: Mapped[str | None] = mapped_column(short_text())
    """Approved exam centre (*centre agréé*)."""
    manager: Mapped[str | None] = mapped_column(short_text(100))
    """Who answers for the session at the centre (*responsable de session*), and signs the minutes with the jury."""
    ceres_number: Mapped[str | None] = mapped_column(short_text(30))
    is_remote: Mapped[bool] = mapped_column(default=False)
    incident_report: Mapped[str | None] = mapped_column(Text)

    steps: Mapped[list["ExamStep"]] = relationship(order_by="ExamStep.id", cascade="all, delete-orphan")
    jurors: Mapped[list["Juror"]] = relationship(order_by="Juror.position", cascade="all, delete-orphan")

    @property
    def day(self) -> date | None:
        """Return the day on which the results exist: that of the deliberation, or else that of the exam."""
        return self.decided_on or self.held_on

    def day_of(self, stage: ExamStage) -> date | None:
        """Return the day of a step: those of the exam and of its deliberation stand in the description."""
        known = {ExamStage.HELD: self.held_on, ExamStage.DELIBERATED: self.decided_on}
        if stage in known:
            return known[stage] if self.has_reached(stage) else None
        return next((step.day for step in self.steps if step.stage is stage), None)

    def has_reached(self, stage: ExamStage) -> bool:
        """Return whether the session has taken this step."""
        return has_reached(self.stage, stage)

    @property
    def is_cancelled(self) -> bool:
        """Return whether the session was cancelled before it was held."""
        return self.stage is ExamStage.CANCELLED

    @property
    def takes_results(self) -> bool:
        """Return whether results can be recorded."""
        return takes_results(self.stage)

    @property
    def members(self) -> tuple[Member, ...]:
        """Return the jury as the rules take it."""
        return tuple(juror.member for juror in self.jurors)

    @property
    def appointment(self) -> Appointment:
        """Return what a candidate must know to be there."""
        return Appointment(self.held_on, self.starts_at, self.place or "", self.is_remote)

    @property
    def is_whole_title(self) -> bool:
        """Return whether the whole title is examined (*session titre*), which ends with the final interview."""
        return self.block_code == WHOLE_TITLE

    @property
    def title(self) -> Title:
        """Return the title that is examined, as the network has completed it."""
        return title_of(self.network_id, self.title_code)

    @property
    def block(self) -> Block:
        """Return the block that is examined."""
        return self.title.block(self.block_code)


class Juror(Base):
    """A member of the jury, accredited by the State."""

    __tablename__ = "jurors"
    __table_args__ = (UniqueConstraint("exam_session_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_session_id: Mapped[int] = mapped_column(ForeignKey("exam_sessions.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(short_text(100))
    quality: Mapped[str] = mapped_column(short_text(), default="")
    accredited_from: Mapped[date | None]
    accredited_until: Mapped[date | None]
    """Last day of the accreditation (*habilitation*)."""

    @property
    def member(self) -> Member:
        """Return the member as the rules take it."""
        return Member(self.name, self.quality, self.accredited_from, self.accredited_until)


class ExamStep(Base):
    """A step in the life of an exam session: which, on what day, noted when and by whom."""

    __tablename__ = "exam_steps"
    __table_args__ = (UniqueConstraint("exam_session_id", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_session_id: Mapped[int] = mapped_column(ForeignKey("exam_sessions.id"))
    stage: Mapped[ExamStage] = mapped_column(choice(ExamStage))
    day: Mapped[date | None]
    """None for the exam and its deliberation, whose days stand in the description of the session."""
    reason: Mapped[str | None] = mapped_column(short_text())
    """Why a session was cancelled; the other steps need none."""
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    taken_by: Mapped[Person | None] = relationship(lazy="joined")
