"""What somebody has to follow, has followed, and will have followed if everything planned is.

Minutes everywhere.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from app.core.half_days import Half

HalfDayKey = tuple[date, Half]
"""A day and its half: what one person follows once."""


@dataclass(frozen=True, slots=True)
class PlannedHalfDay:
    """A half-day to come: its day, and the minutes it will credit to who is there from start to end."""

    day: date
    half: Half
    minutes: int
    module: str = ""
    competences: tuple[str, ...] = ()

    @property
    def key(self) -> HalfDayKey:
        """Return what can be followed once."""
        return self.day, self.half


@dataclass(frozen=True, slots=True)
class Projection:
    """When the prescribed hours will be reached if everything planned is followed. Minutes."""

    remaining: int
    unplanned: int
    ends_on: date | None

    @property
    def is_complete(self) -> bool:
        """Return whether nothing remains."""
        return self.remaining == 0


def projection_of(done: int, prescribed: int | None, planned: Iterable[PlannedHalfDay]) -> Projection | None:
    """Return what remains and when it ends, or None when nobody has said how many hours are prescribed.

    :param done: the minutes credited so far.
    :param planned: the half-days to come, in any order.
    """
    if prescribed is None:
        return None
    remaining = missing = max(0, prescribed - done)
    last_day = None
    for half_day in sorted(planned, key=lambda each: each.day):
        if missing == 0:
            break
        missing = max(0, missing - half_day.minutes)
        last_day = half_day.day
    return Projection(remaining, unplanned=missing, ends_on=last_day if missing == 0 else None)


@dataclass(frozen=True, slots=True)
class Contract:
    """The hours of one enrolment: prescribed (None while nobody has said), done, validated, planned."""

    prescribed: int | None
    done: int
    validated: int
    """Of what was done, what stands on a closed register."""
    planned: int
    projection: Projection | None

    @property
    def remaining(self) -> int:
        """Return what remains to be followed; nothing while nobody has said how much is prescribed."""
        return self.projection.remaining if self.projection is not None else 0

    @property
    def missing(self) -> int:
        """Return what remains even if everything planned is followed."""
        return self.projection.unplanned if self.projection is not None else 0

    @property
    def is_out_of_reach(self) -> bool:
        """Return whether the hours can no longer be reached with what is planned."""
        return self.missing > 0

    @property
    def ends_on(self) -> date | None:
        """Return the day on which what is planned reaches the prescribed hours, if it does and some remain."""
        return self.projection.ends_on if self.projection is not None else None


def contract_of(
    *,
    prescribed: int | None,
    done: int,
    validated: int,
    planned: Iterable[PlannedHalfDay],
    held: Collection[HalfDayKey],
) -> Contract:
    """Return how the hours of an enrolment stand.

    :param planned: the half-days to come on whose list the person is; one that stands there twice counts once.
    :param held: the half-days that the ledger holds: they are done and no longer planned.
    """
    ahead = still_ahead(planned, held)
    return Contract(
        prescribed,
        done,
        validated,
        sum(each.minutes for each in ahead),
        projection_of(done, prescribed, ahead),
    )


def still_ahead(planned: Iterable[PlannedHalfDay], held: Collection[HalfDayKey]) -> list[PlannedHalfDay]:
    """Return each half-day that will be credited, once: of two at one time, nobody follows but the longer."""
    ahead: dict[HalfDayKey, PlannedHalfDay] = {}
    for each in planned:
        other = ahead.get(each.key)
        if each.key not in held and (other is None or other.minutes < each.minutes):
            ahead[each.key] = each
    return list(ahead.values())
