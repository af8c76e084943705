"""Half-days that come again: every Tuesday and Thursday but for the holidays, or those of another group, later."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from app.core.errors import RuleBroken
from app.core.half_days import Half
from app.core.language import N_
from app.core.territories import Territory
from app.training.rules.half_days import Modality, Spot
from app.training.rules.public_holidays import public_holiday

MOST_HALF_DAYS: Final = 500
"""What one series plans at most: two half-days on every working day of a year."""
LONGEST_SERIES_DAYS: Final = 3 * 366
_DATE: Final = re.compile(r"\d{1,2}/\d{1,2}/\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class HalfDayPlan:
    """A half-day that could be planned: when and where, what is taught, by whom; people are named by their ids."""

    spot: Spot
    modality: Modality
    module: str
    trainer_ids: tuple[int, ...] = ()
    competences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of each day that is taken: which half, from when to when, in clock times of Paris."""

    half: Half
    starts_at: time
    ends_at: time


@dataclass(frozen=True, slots=True)
class Period:
    """Days that follow each other, both ends included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Return whether the day is one of them."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class LeftOutDay:
    """A day without training, and why: a public holiday has its name, any other day lies in a period left out."""

    day: date
    public_holiday: str | None


@dataclass(frozen=True, slots=True)
class Gaps:
    """The days on which nobody trains: periods such as the holidays of schools, and public holidays if asked for."""

    periods: tuple[Period, ...] = ()
    has_public_holidays: bool = True
    territory: Territory = Territory.MAINLAND

    def at(self, day: date) -> LeftOutDay | None:
        """Return the day as it is left out, or None when it is not."""
        name = public_holiday(day, self.territory) if self.has_public_holidays else None
        is_out = name is not None or any(period.holds(day) for period in self.periods)
        return LeftOutDay(day, name) if is_out else None


@dataclass(frozen=True, slots=True)
class Series:
    """The days on which a group trains: weekdays (Monday is 0) from a first to a last day, but for the gaps."""

    period: Period
    weekdays: frozenset[int]
    gaps: Gaps = Gaps()


class NoWeekday(RuleBroken):
    """A series comes again on a day of the week."""

    message = N_("Choisissez au moins un jour de la semaine.")


class NoHalf(RuleBroken):
    """A series takes a half of the day."""

    message = N_("Choisissez le matin, l’après-midi ou les deux.")


class SeriesTooLong(RuleBroken):
    """The series goes on for years, or has more half-days than anybody reads through."""

    message = N_("Planifiez au plus %(days)s jours et %(half_days)s demi-journées à la fois.")


class SeriesBackwards(RuleBroken):
    """The last day of the series comes before the first."""

    message = N_("Le dernier jour (%(last)s) précède le premier (%(first)s).")


class NotAPeriod(RuleBroken):
    """A line names neither a day nor a first and a last one."""

    message = N_(
        "« %(line)s » n’est pas une période : écrivez un jour, ou deux jours, par exemple 22/10/2022 – 06/11/2022."
    )


def days_of(series: Series) -> Iterator[date]:
    """Yield the days of a series in their order.

    :raises NoWeekday: and SeriesBackwards, SeriesTooLong, when there is no such series.
    """
    return (day for day in _days_of_weekdays(series) if series.gaps.at(day) is None)


def left_out_days(series: Series) -> list[LeftOutDay]:
    """Return the days that the weekdays would take, and that are left out; what is a public holiday is named."""
    return [out for day in _days_of_weekdays(series) if (out := series.gaps.at(day)) is not None]


def spots_of(series: Series, slots: Iterable[Slot], place: str | None) -> list[Spot]:
    """Return when and where the half-days of a series are.

    :raises NoHalf: when no half of the day is taken.
    :raises NoWeekday: and SeriesBackwards, SeriesTooLong, as :func:`days_of`.
    """
    taken = sorted(slots, key=lambda slot: slot.half.order)
    if not taken:
        raise NoHalf
    spots = [
        Spot(day, slot.half, slot.starts_at, slot.ends_at, place) for day in days_of(series) for slot in taken
    ]
    if len(spots) > MOST_HALF_DAYS:
        raise SeriesTooLong(days=LONGEST_SERIES_DAYS, half_days=MOST_HALF_DAYS)
    return spots


def shifted(plans: Iterable[HalfDayPlan], first_day: date) -> list[HalfDayPlan]:
    """Return the half-days moved by whole weeks, so that each keeps its weekday and none comes before ``first_day``.

    The first of them comes on ``first_day`` or in the six days that follow.
    """
    in_order = sorted(plans, key=lambda plan: (plan.spot.day, plan.spot.half.order))
    if not in_order:
        return []
    weeks = -((in_order[0].spot.day - first_day).days // 7)
    by = timedelta(weeks=weeks)
    return [replace(plan, spot=replace(plan.spot, day=plan.spot.day + by)) for plan in in_order]


def read_periods(text: str) -> tuple[Period, ...]:
    """Return the periods that a text names, one on each line: a day, or a first and a last one.

    :raises NotAPeriod: naming the first line that is none.
    """
    return tuple(_period(line.strip()) for line in text.splitlines() if line.strip())


def _period(line: str) -> Period:
    try:
        days = [datetime.strptime(each, "%d/%m/%Y").date() for each in _DATE.findall(line)]  # noqa: DTZ007 - a civil day
    except ValueError as mistake:
        raise NotAPeriod(line=line[:60]) from mistake
    if not 1 <= len(days) <= 2 or days[-1] < days[0]:
        raise NotAPeriod(line=line[:60])
    return Period(days[0], days[-1])


def _days_of_weekdays(series: Series) -> list[date]:
    first, last = series.period.first, series.period.last
    if not series.weekdays:
        raise NoWeekday
    if last < first:
        raise SeriesBackwards(first=first, last=last)
    count = (last - first).days + 1
    if count > LONGEST_SERIES_DAYS:
        raise SeriesTooLong(days=LONGEST_SERIES_DAYS, half_days=MOST_HALF_DAYS)
    days = (first + timedelta(days=number) for number in range(count))
    return [day for day in days if day.weekday() in series.weekdays]
