"""The hours of enrolments by what they were about: the modules of the half-days, and their competences."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.attendance.models import HoursEntry, Recording
from app.extensions import db
from app.progress.queries.contracts import (
    closed_sessions,
    planned_half_days,
    same_half_day,
)
from app.progress.queries.followers import Follower, follower_of
from app.progress.rules import SubjectHours
from app.training.models import Enrolment, TrainingSession
from app.training.queries import modules_prescribed_to


@dataclass(slots=True)
class Subjects:
    """The hours by module and by competence code; a half-day about two competences is told under both."""

    modules: dict[str, SubjectHours] = field(default_factory=lambda: defaultdict(SubjectHours))
    competences: dict[str, SubjectHours] = field(default_factory=lambda: defaultdict(SubjectHours))
    elsewhere: int = 0
    """Minutes of half-days that no session of the plan stands behind, such as those of a file."""
    activities: int = 0
    """Minutes of validated activities outside of half-days."""

    @property
    def is_prescribed_by_module(self) -> bool:
        """Return whether the hours of any module are prescribed."""
        return any(each.prescribed is not None for each in self.modules.values())

    @property
    def modules_out_of_reach(self) -> int:
        """Return of how many modules hours are prescribed that nothing is planned for."""
        return sum(each.missing > 0 for each in self.modules.values())


@dataclass(frozen=True, slots=True)
class _Done:
    """Minutes of one enrolment on one half-day of the plan, or outside of it: then there is no module."""

    enrolment_id: int
    module: str | None
    competences: list[str]
    is_closed: bool
    is_activity: bool
    minutes: int


def subjects_of(enrolment: Enrolment, today: date) -> Subjects:
    """Return the hours of an enrolment by subject."""
    return subjects_by_enrolment([follower_of(enrolment)], today)[enrolment.id]


def subjects_by_enrolment(followers: Collection[Follower], today: date) -> dict[int, Subjects]:
    """Return the hours of each of these by subject, in a fixed number of statements."""
    enrolment_ids = [each.enrolment_id for each in followers]
    found = {each: Subjects() for each in enrolment_ids}
    for done in _done(enrolment_ids):
        _add_done(found[done.enrolment_id], done)
    for enrolment_id, half_days in planned_half_days(followers, today).items():
        subjects = found[enrolment_id]
        for each in half_days:
            for hours in (
                subjects.modules[each.module],
                *(subjects.competences[code] for code in each.competences),
            ):
                hours.planned += each.minutes
    for enrolment_id, prescribed in modules_prescribed_to(enrolment_ids).items():
        for module, minutes in prescribed.items():
            found[enrolment_id].modules[module].prescribed = minutes
    for subjects in found.values():
        subjects.modules = dict(sorted(subjects.modules.items()))
        subjects.competences = dict(sorted(subjects.competences.items()))
    return found


def _add_done(subjects: Subjects, done: _Done) -> None:
    if done.module is None:
        subjects.activities += done.minutes if done.is_activity else 0
        subjects.elsewhere += 0 if done.is_activity else done.minutes
        return
    for hours in (subjects.modules[done.module], *(subjects.competences[code] for code in done.competences)):
        hours.done += done.minutes
        hours.validated += done.minutes if done.is_closed else 0


# Made once: an alias takes SQLAlchemy longer to make than its statement to send.
_Original, _Line = aliased(HoursEntry), aliased(HoursEntry)


def _done(enrolment_ids: Collection[int]) -> Iterator[_Done]:
    is_activity: Any = _Original.activity_id.is_not(None)
    minutes = (
        select(
            _Original.enrolment_id,
            Recording.session_id,
            is_activity.label("is_activity"),
            func.sum(_Line.minutes).label("minutes"),
        )
        .select_from(_Original)
        .join(Recording, Recording.id == _Original.recording_id)
        .join(_Line, same_half_day(_Original, _Line))
        .where(_Original.enrolment_id.in_(enrolment_ids), _Original.corrects_id.is_(None))
        .group_by(_Original.enrolment_id, Recording.session_id, is_activity)
        .subquery()
    )
    closed = closed_sessions().subquery()
    statement: Any = (
        select(
            minutes.c.enrolment_id,
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
    for enrolment_id, module, codes, closed_id, is_own_time, total in db.session.execute(statement):
        yield _Done(enrolment_id, module, codes or [], closed_id is not None, bool(is_own_time), total)
