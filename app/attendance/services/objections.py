"""What the ledger says when the training is about to change: the dates of an enrolment, or a half-day."""

from datetime import date

from app.attendance.queries import credited_outside, recorded_session_ids
from app.attendance.rules import HoursOutsideThePeriod
from app.training.models import Enrolment, TrainingSession
from app.training.services import fixes_sessions, object_to_periods


@object_to_periods
def keep_credited_hours_inside(enrolment: Enrolment, first_day: date | None, last_day: date | None) -> None:
    """Refuse a period that would leave credited half-days outside: nobody was there before coming or after leaving.

    :raises HoursOutsideThePeriod: with the days of these hours.
    """
    outside = credited_outside(enrolment, first_day, last_day)
    if outside:
        person = enrolment.advisor.person.display_name
        raise HoursOutsideThePeriod(person=person, count=len(outside), first=outside[0], last=outside[-1])


@fixes_sessions
def has_register(session: TrainingSession) -> bool:
    """Return whether the register of a half-day is recorded, which fixes its times."""
    return bool(recorded_session_ids([session.id]))
