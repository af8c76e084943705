"""When an exam can be sat after a training."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Final

EXAM_WITHIN_MONTHS: Final = 6
"""The exam is sat within six months after the end of the training (help pages of the *conseiller numérique* scheme)."""


def exam_deadline(training_ends_on: date) -> date:
    """Return the last day on which the exam can be sat after a training that ends on this day."""
    months = training_ends_on.month - 1 + EXAM_WITHIN_MONTHS
    year, month = training_ends_on.year + months // 12, months % 12 + 1
    return date(year, month, min(training_ends_on.day, monthrange(year, month)[1]))


def earliest_exam(exam_days: Iterable[date], after: date) -> date | None:
    """Return the first day of exam later than ``after``, or None when none is planned yet."""
    return min((day for day in exam_days if day > after), default=None)
