"""Until when an exam can be sat: six months after the training, one year after a failure.

Sources: help pages of the *conseiller numérique* scheme for the six months; guide of the *responsable de session* for
the year in which a failed block is sat again without new training.
"""

from calendar import monthrange
from datetime import date
from typing import Final

EXAM_WITHIN_MONTHS: Final = 6
RESIT_WITHIN_MONTHS: Final = 12


def exam_deadline(training_ends_on: date) -> date:
    """Return the last day on which the exam can be sat after a training that ends on this day."""
    return _months_after(training_ends_on, EXAM_WITHIN_MONTHS)


def resit_deadline(failed_on: date) -> date:
    """Return the last day on which a block that was failed on this day can be sat again without new training."""
    return _months_after(failed_on, RESIT_WITHIN_MONTHS)


def _months_after(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
