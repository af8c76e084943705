"""The weeks and months that a calendar shows."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_WEEK = timedelta(days=7)


class SpanKind(StrEnum):
    """How much of a calendar is shown at once."""

    WEEK = "semaine"
    MONTH = "mois"


@dataclass(frozen=True, slots=True)
class Span:
    """The week or the month around a day; a month is shown in whole weeks, from Monday on."""

    kind: SpanKind
    day: date

    @property
    def opening(self) -> date:
        """Return the day by which it is named: Monday, or the first of the month."""
        return _monday(self.day) if self.kind is SpanKind.WEEK else self.day.replace(day=1)

    @property
    def first(self) -> date:
        """Return the first day shown, a Monday."""
        return _monday(self.opening)

    @property
    def last(self) -> date:
        """Return the last day shown, a Sunday."""
        if self.kind is SpanKind.WEEK:
            return self.first + timedelta(days=6)
        return _monday(self._last_of_month) + timedelta(days=6)

    @property
    def days(self) -> list[date]:
        """Return the days shown."""
        first, last = self.first, self.last
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    @property
    def previous(self) -> date:
        """Return a day of the week or month before."""
        return self.first - _WEEK if self.kind is SpanKind.WEEK else self.opening - timedelta(days=1)

    @property
    def next(self) -> date:
        """Return a day of the week or month after."""
        return self.first + _WEEK if self.kind is SpanKind.WEEK else self._last_of_month + timedelta(days=1)

    def holds(self, day: date) -> bool:
        """Return whether the day is of this week or month, and not of one that fills the first or last row."""
        return self.kind is SpanKind.WEEK or (day.year, day.month) == (self.day.year, self.day.month)

    @property
    def _last_of_month(self) -> date:
        return self.day.replace(day=monthrange(self.day.year, self.day.month)[1])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
