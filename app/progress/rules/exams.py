"""Which exam comes next after a training."""

from collections.abc import Iterable
from datetime import date


def earliest_exam(exam_days: Iterable[date], after: date) -> date | None:
    """Return the first day of exam later than ``after``, or None when none is planned yet."""
    return min((day for day in exam_days if day > after), default=None)
