"""The hours of one enrolment by what they were about: the modules of the half-days, and their competences."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.attendance.models import HoursEntry, Recording
from app.extensions import db
from app.progress.queries.contracts import closed_sessions, planned_sessions, same_half_day
from app.training.models import Enrolment, TrainingSession


@dataclass(slots=True)
class SubjectHours:
    """Minutes done, of these validated, and planned, of one module or competence."""

    done: int = 0
    validated: int = 0
    planned: int = 0


@dataclass(frozen=True, slots=True)
class Subjects:
    """The hours by module and by competence code; a half-day about two competences is told under both."""

    modules: dict[str, SubjectHours]
    competences: dict[str, SubjectHours]
    elsewhere: int
    """Minutes of half-days that no session of the plan stands behind, such as those of a file."""
    activities: int
    """Minutes of validated activities outside of half-days."""


def subjects_of(enrolment: Enrolment, today: date) -> Subjects:
    """Return the hours of an enrolment by subject."""
    modules: dict[str, SubjectHours] = defaultdict(SubjectHours)
    competences: dict[str, SubjectHours] = defaultdict(SubjectHours)
    elsewhere = activities = 0
    for module, codes, is_closed, is_activity, minutes in _done(enrolment):
        if module is None:
            elsewhere += 0 if is_activity else minutes
            activities += minutes if is_activity else 0
            continue
        for hours in (modules[module], *(competences[code] for code in codes)):
            hours.done += minutes
            hours.validated += minutes if is_closed else 0
    for session in planned_sessions(enrolment, today):
        for hours in (modules[session.module], *(competences[code] for code in session.competences)):
            hours.planned += session.duration_minutes
    return Subjects(dict(sorted(modules.items())), dict(sorted(competences.items())), elsewhere, activities)


def _done(enrolment: Enrolment) -> Iterator[tuple[str | None, list[str], bool, bool, int]]:
    original, line = aliased(HoursEntry), aliased(HoursEntry)
    is_activity: Any = original.activity_id.is_not(None)
    minutes = (
        select(
            Recording.session_id, is_activity.label("is_activity"), func.sum(line.minutes).label("minutes")
        )
        .select_from(original)
        .join(Recording, Recording.id == original.recording_id)
        .join(line, same_half_day(original, line))
        .where(original.enrolment_id == enrolment.id, original.corrects_id.is_(None))
        .group_by(Recording.session_id, is_activity)
        .subquery()
    )
    closed = closed_sessions().subquery()
    statement: Any = (
        select(
            TrainingSession.module,
            TrainingSession.competences,
            closed.c.session_id,
            minutes.c.is_activity,
            minutes.c.minutes,
        )
        .select_from(minutes)
        .outerjoin(TrainingSession, TrainingSession.id == minutes.c.session_id)
        .outerjoin(closed, closed.c.session_id == minutes.c.session_id)
    )
    for module, codes, closed_id, is_own_time, total in db.session.execute(statement):
        yield module, codes or [], closed_id is not None, bool(is_own_time), total
