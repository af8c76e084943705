"""What lies ahead: half-days planned, the end of the training they lead to, and the exam that can be sat then."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.attendance.models import Recording
from app.attendance.queries import is_register_in_force, training_dates_of
from app.certification.models import ExamSession
from app.certification.queries import exam_sessions
from app.core.half_days import minutes_between
from app.extensions import db
from app.people.models import Network
from app.progress.queries.rows import AdvisorRow, Filters, network_rows
from app.progress.rules import (
    PlannedHalfDay,
    Projection,
    Stage,
    earliest_exam,
    exam_deadline,
    projection_of,
    stage_of,
)
from app.training.models import TrainingSession
from app.training.queries import in_force
from app.training.rules import EntryStatus, has_left

LATE: Filters = Filters(status=EntryStatus.LATE.value)
"""The filter that leaves the late recruits of a network."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """When a training ends, known or projected, and which exam comes after it."""

    projection: Projection | None
    ends_on: date | None
    exam: ExamSession | None
    exam_deadline: date | None

    @property
    def is_exam_too_late(self) -> bool:
        """Return whether the first exam announced comes after the time allowed for it."""
        held_on = self.exam.held_on if self.exam is not None else None
        return held_on is not None and self.exam_deadline is not None and held_on > self.exam_deadline


@dataclass(frozen=True, slots=True)
class LateRecruit:
    """A late recruit of the network and what lies ahead of them."""

    row: AdvisorRow
    stage: Stage
    outlook: Outlook

    @property
    def is_on_the_way(self) -> bool:
        """Return whether the training and the exam still lie ahead."""
        return self.stage is Stage.LATE_IN_TRAINING


@dataclass(frozen=True, slots=True)
class PathSoFar:
    """What an outlook starts from: an enrolment, its block, the minutes credited and prescribed."""

    enrolment_id: int
    group_id: int | None
    title_code: str
    block_code: str
    done_minutes: int
    prescribed_minutes: int | None


def late_recruits(network: Network, today: date, *, limit: int, offset: int) -> list[LateRecruit]:
    """Return one page of the late recruits of the network, by name, each with what lies ahead."""
    rows = network_rows(network, LATE, sort="name", is_descending=False, limit=limit, offset=offset)
    ahead = outlooks(network, [_path(row) for row in rows], today)
    return [
        LateRecruit(row, stage_of(row.status, row.outcome, has_left=has_left(row.exited_on, today)), outlook)
        for row, outlook in zip(rows, ahead, strict=True)
    ]


def outlooks(network: Network, paths: Collection[PathSoFar], today: date) -> list[Outlook]:
    """Return what lies ahead of each of these enrolments, in their order, in a fixed number of statements."""
    planned = _planned_half_days({each.group_id for each in paths if each.group_id is not None}, today)
    followed = training_dates_of([each.enrolment_id for each in paths])
    exams = exam_sessions(network)
    found = []
    for each in paths:
        half_days = planned.get(each.group_id or 0, [])
        projection = projection_of(each.done_minutes, each.prescribed_minutes, half_days)
        last_day = followed[each.enrolment_id][1] if each.enrolment_id in followed else None
        found.append(_outlook(projection, last_day, _of_block(exams, each), today))
    return found


def _outlook(
    projection: Projection | None, last_day: date | None, exams: list[ExamSession], today: date
) -> Outlook:
    ends_on = None
    if projection is not None:
        ends_on = last_day if projection.is_complete else projection.ends_on
    # An exam of the past is no longer ahead, however early the training ended.
    ahead = {exam.held_on: exam for exam in exams if exam.held_on is not None and exam.held_on >= today}
    day = earliest_exam(ahead, after=ends_on or date.min)
    exam = ahead[day] if day is not None else None
    return Outlook(projection, ends_on, exam, exam_deadline(ends_on) if ends_on else None)


def _of_block(exams: Iterable[ExamSession], path: PathSoFar) -> list[ExamSession]:
    block = path.title_code, path.block_code
    return [exam for exam in exams if (exam.title_code, exam.block_code) == block]


def _path(row: AdvisorRow) -> PathSoFar:
    # Nobody is late without a cohort: these are known of every late recruit.
    return PathSoFar(
        row.enrolment_id or 0,
        row.group_id,
        row.title_code or "",
        row.block_code or "",
        row.done_minutes,
        row.prescribed_minutes,
    )


def _planned_half_days(group_ids: Collection[int], today: date) -> dict[int, list[PlannedHalfDay]]:
    """Return the half-days to come of each group; one of today whose register is recorded is past."""
    registers = select(Recording.id).where(Recording.session_id == TrainingSession.id)
    is_recorded = registers.where(is_register_in_force()).exists()
    statement = select(
        TrainingSession.group_id, TrainingSession.day, TrainingSession.starts_at, TrainingSession.ends_at
    ).where(TrainingSession.group_id.in_(group_ids), TrainingSession.day >= today, in_force(), ~is_recorded)
    planned: dict[int, list[PlannedHalfDay]] = defaultdict(list)
    for group_id, day, starts_at, ends_at in db.session.execute(statement):
        planned[group_id].append(PlannedHalfDay(day, minutes_between(starts_at, ends_at)))
    return planned
