"""What the ledger objects to when the dates of an enrolment change."""

from datetime import date

from app.attendance.queries import credited_outside
from app.attendance.rules import HoursOutsideThePeriod
from app.training.models import Enrolment
from app.training.services import object_to_periods


@object_to_periods
def keep_credited_hours_inside(enrolment: Enrolment, first_day: date | None, last_day: date | None) -> None:
    """Refuse a period that would leave credited half-days outside: nobody was there before coming or after leaving.

    :raises HoursOutsideThePeriod: with the days of these hours.
    """
    outside = credited_outside(enrolment, first_day, last_day)
    if outside:
        person = enrolment.advisor.person.display_name
        raise HoursOutsideThePeriod(person=person, count=len(outside), first=outside[0], last=outside[-1])
