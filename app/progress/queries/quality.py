"""What the quality figures of a cohort are counted from, in a fixed number of statements."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.attendance.models import HoursEntry
from app.attendance.queries import total_minutes
from app.attendance.rules import Attendance
from app.certification.queries import results_by_advisor
from app.certification.rules import candidacy_of
from app.extensions import db
from app.people.models import Network
from app.progress.queries.history import is_current
from app.progress.rules import QualityFigures, Trainee, quality_figures
from app.training.models import Cohort, Enrolment
from app.training.rules import has_left

_Presences = Counter[tuple[int, bool]]


def figures_of_cohort(network: Network, cohort: Cohort, today: date) -> QualityFigures:
    """Return the quality figures of a cohort, as they stand today."""
    statement = select(Enrolment).where(Enrolment.cohort_id == cohort.id)
    enrolments = db.session.scalars(statement.options(joinedload(Enrolment.advisor))).all()
    ids = [each.id for each in enrolments]
    minutes, presences = total_minutes(ids), _presences(ids)
    results = results_by_advisor(network, *cohort.aim)

    def trainee(enrolment: Enrolment) -> Trainee:
        result = results.get(enrolment.advisor_id)
        candidacy = candidacy_of(
            result.outcome if result is not None else None,
            enrolment.entry_status,
            has_left=has_left(enrolment.exited_on, today),
        )
        present, absent = presences[enrolment.id, True], presences[enrolment.id, False]
        return Trainee(candidacy, minutes[enrolment.id], present, present + absent)

    return quality_figures(map(trainee, enrolments))


def _presences(enrolment_ids: Collection[int]) -> _Presences:
    """Return at how many half-days each enrolment was there, and at how many it was not."""
    statement = (
        select(HoursEntry.enrolment_id, HoursEntry.attendance, func.count())
        .where(HoursEntry.enrolment_id.in_(enrolment_ids), HoursEntry.half.is_not(None), *is_current())
        .group_by(HoursEntry.enrolment_id, HoursEntry.attendance)
    )
    counted: _Presences = Counter()
    for enrolment_id, attendance, count in db.session.execute(statement):
        counted[enrolment_id, attendance is Attendance.PRESENT] += count
    return counted
