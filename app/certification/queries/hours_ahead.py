"""When planned half-days reach what is prescribed: known above this feature, which tells it here.

The hours contracts stand in the feature that reads across all others; it registers its answer when it is loaded.
"""

from collections.abc import Callable, Sequence
from datetime import date

from app.training.models import Enrolment

HoursEnd = Callable[[Sequence[Enrolment], date], dict[int, date]]
"""Takes enrolments and today; returns the day on which what is planned reaches the hours, where some remain."""

_TELLERS: list[HoursEnd] = []


def tells_when_hours_end(teller: HoursEnd) -> HoursEnd:
    """Ask ``teller`` when the hours of enrolments will be reached."""
    _TELLERS.append(teller)
    return teller


def hours_end(enrolments: Sequence[Enrolment], today: date) -> dict[int, date]:
    """Return when the hours of each of these will be reached, by enrolment, where it is known."""
    return {each: day for teller in _TELLERS for each, day in teller(enrolments, today).items()}
