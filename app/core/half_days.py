"""The half-day: the unit in which attendance is taken and signed."""

from datetime import time
from enum import StrEnum
from typing import Final

HALF_DAY_LIMIT_MINUTES: Final = 240
"""Longest half-day that can be credited: two of them make the longest training day met in practice, eight hours."""

MORNING_STARTS_BEFORE: Final = time(13, 0)
AFTERNOON_STARTS_FROM: Final = time(12, 0)
"""When a half-day can start. The hour in between belongs to both: some teach through it, and say which half it is."""


class Half(StrEnum):
    """Which half of the day; the values sort in the order of the day only through :attr:`order`."""

    MORNING = "morning"
    AFTERNOON = "afternoon"

    @property
    def order(self) -> int:
        """Return 0 for the morning and 1 for the afternoon."""
        return 0 if self is Half.MORNING else 1

    @property
    def other(self) -> "Half":
        """Return the other half of the day."""
        return Half.AFTERNOON if self is Half.MORNING else Half.MORNING


def minutes_between(start: time, end: time) -> int:
    """Return the whole minutes from ``start`` to ``end`` on one civil day; negative when ``end`` comes first.

    Clock times of one half-day never cross a change of legal time, which happens at night.
    """
    return (end.hour * 60 + end.minute) - (start.hour * 60 + start.minute)
