"""The hours of enrolments by what they were about: the modules of the half-days, and their competences."""

from collections import defaultdict
from collections.abc import Collection, Mapping
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
class _HalfDay:
    """What a half-day of the plan was about, and whether its register is closed."""

    module: str
    competences: list[str]
    is_closed: bool


def subjects_of(enrolment: Enrolment, today: date) -> Subjects:
    """Return the hours of an enrolment by subject."""
    return subjects_by_enrolment([follower_of(enrolment)], today)[enrolment.id]


def subjects_by_enrolment(followers: Collection[Follower], today: date) -> dict[int, Subjects]:
    """Return the hours of each of these by subject, in a fixed number of statements."""
    enrolment_ids = [each.enrolment_id for each in followers]
    found = {each: Subjects() for each in enrolment_ids}
    _add_done(found)
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


def _add_done(found: Mapping[int, Subjects]) -> None:
    done = db.session.execute(_minutes(found)).all()
    half_days = _half_days({row.session_id for row in done if row.session_id is not None})
    for enrolment_id, session_id, is_activity, minutes in done:
        subjects, half_day = found[enrolment_id], half_days.get(session_id)
        if half_day is None:
            subjects.activities += minutes if is_activity else 0
            subjects.elsewhere += 0 if is_activity else minutes
            continue
        for hours in (
            subjects.modules[half_day.module],
            *(subjects.competences[code] for code in half_day.competences),
        ):
            hours.done += minutes
            hours.validated += minutes if half_day.is_closed else 0


# Made once: an alias takes SQLAlchemy longer to make than its statement to send.
_Original, _Line = aliased(HoursEntry), aliased(HoursEntry)


def _minutes(enrolment_ids: Collection[int]) -> Any:
    """Return the statement of the minutes of each enrolment on each half-day of the plan, or outside of it."""
    is_activity: Any = _Original.activity_id.is_not(None)
    return (
        select(_Original.enrolment_id, Recording.session_id, is_activity, func.sum(_Line.minutes))
        .select_from(_Original)
        .join(Recording, Recording.id == _Original.recording_id)
        .join(_Line, same_half_day(_Original, _Line))
        .where(_Original.enrolment_id.in_(enrolment_ids), _Original.corrects_id.is_(None))
        .group_by(_Original.enrolment_id, Recording.session_id, is_activity)
    )


def _half_days(session_ids: Collection[int]) -> dict[int, _HalfDay]:
    # Read apart: beside its minutes, each half-day would be read once for everybody who was there.
    closed = closed_sessions().subquery()
    statement = (
        select(
            TrainingSession.id,
            TrainingSession.module,
            TrainingSession.competences,
            closed.c.session_id.is_not(None),
        )
        .outerjoin(closed, closed.c.session_id == TrainingSession.id)
        .where(TrainingSession.id.in_(session_ids))
    )
    return {row[0]: _HalfDay(row[1], row[2], bool(row[3])) for row in db.session.execute(statement)}
