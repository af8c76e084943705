"""Converts cells to dates and durations, whether they come as text or as Excel keeps them."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from app.core.errors import RuleBroken
from app.core.hours import NotHours, parse_hours
from app.core.identifiers import folded
from app.core.language import N_
from app.exchange.cells import MissingValue, is_blank, shown
from app.exchange.tables import Cell

_CLOCK: Final = r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?"
_FRENCH = re.compile(r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4})" + _CLOCK, re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _CLOCK, re.ASCII)
_TWO_DIGIT_YEAR = re.compile(r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{2}", re.ASCII)
_SERIAL_NUMBER = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
_CLOCK_TIME = re.compile(r"(\d{1,2}) ?(?:h|:) ?(\d{2})?(?::00)?", re.ASCII)
_DAY_ZERO: Final = date(1899, 12, 30)
"""The day that Excel counts from."""
_YEARS: Final = range(1900, 2101)
_MINUTES = re.compile(r"(\d{1,5})(?:[.,]0+)? ?(?:mn|min|minutes?)?", re.ASCII | re.IGNORECASE)
_FOUR_DECIMALS: Final = Decimal("0.0001")
"""Finer than a quarter of a minute, and as many as a duration is read with."""
_MOST_HOURS: Final = 100_000


class NotADate(RuleBroken):
    """The value is no date of the calendar."""

    message = N_("« %(value)s » n’est pas une date. Écrivez jour/mois/année, par exemple 15/03/2023.")


class AmbiguousYear(RuleBroken):
    """The year has two digits."""

    message = N_("« %(value)s » : écrivez l’année avec quatre chiffres, par exemple 15/03/2023.")


class UnformattedDate(RuleBroken):
    """The value is the number by which Excel keeps a date."""

    message = N_(
        "« %(value)s » est sans doute une date (%(date)s) qu’Excel montre comme un nombre : mettez la colonne au "
        "format Date, puis enregistrez à nouveau."
    )


class NotAClockTime(RuleBroken):
    """The value is no time of day."""

    message = N_("« %(value)s » n’est pas une heure. Écrivez par exemple 09:00 ou 9h30.")


class NegativeDuration(RuleBroken):
    """A duration below zero."""

    message = N_("« %(value)s » : une durée ne peut pas être négative.")


class NotMinutes(RuleBroken):
    """The value is no whole number of minutes."""

    message = N_("« %(value)s » n’est pas un nombre de minutes. Écrivez par exemple 90 ou 1 h 30.")


def french_date(value: Cell) -> date:
    """Return the day: an Excel date, ``15/03/2023`` (also with ``.`` or ``-``), or ``2023-03-15``.

    A clock time behind it is dropped. A year of two digits is refused, since 01/02/03 has three readings; so is
    the serial number of a date, which could as well be an amount.

    :raises NotADate, AmbiguousYear, UnformattedDate, MissingValue: each with what to do.
    """
    if is_blank(value):
        raise MissingValue
    if isinstance(value, date):
        return _within_years(value.date() if isinstance(value, datetime) else value, value)
    written = " ".join(shown(value).split())
    if _TWO_DIGIT_YEAR.fullmatch(written):
        raise AmbiguousYear(value=written)
    if _SERIAL_NUMBER.fullmatch(written):
        raise UnformattedDate(value=written, date=_DAY_ZERO + timedelta(days=int(written[:5])))
    if found := _FRENCH.fullmatch(written):
        return _calendar_day(found[3], found[2], found[1], value)
    if found := _ISO.fullmatch(written):
        return _calendar_day(found[1], found[2], found[3], value)
    raise NotADate(value=written)


def clock_time(value: Cell) -> time:
    """Return the time of day, in whole minutes: an Excel time, ``09:00``, ``9h``, ``9 h 30``.

    :raises NotAClockTime, MissingValue: where it is none.
    """
    if is_blank(value):
        raise MissingValue
    match value:
        case datetime():
            return value.time().replace(second=0, microsecond=0)
        case time():
            return value.replace(second=0, microsecond=0)
        case timedelta() if timedelta() <= value < timedelta(days=1):
            minutes = round(value.total_seconds() / 60)
            return time(minutes // 60, minutes % 60)
    found = _CLOCK_TIME.fullmatch(folded(shown(value)))
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise NotAClockTime(value=shown(value))
    return time(hour, minute)


def hours_as_minutes(value: Cell) -> int:
    """Return the whole minutes of a duration in hours, as text, as a number or as an Excel duration.

    Numbers follow the tolerance of :func:`app.core.hours.parse_hours`; an Excel duration is rounded to the minute,
    since Excel keeps it as a binary fraction of a day.

    :raises NotHours, NegativeDuration, MissingValue: where it is none.
    """
    if is_blank(value):
        raise MissingValue
    match value:
        case bool() | date():
            raise NotHours(text=shown(value))
        case time():
            return value.hour * 60 + value.minute + (value.second >= 30)
        case timedelta():
            return round(value.total_seconds() / 60)
        case float() | int():
            minutes = _from_number(value)
        case _:
            minutes = parse_hours(shown(value).removeprefix("'"))
    if minutes < 0:
        raise NegativeDuration(value=shown(value))
    return minutes


def whole_minutes(value: Cell) -> int:
    """Return the minutes of a duration in minutes (``90``), or written as a clock shows it (``1 h 30``, ``1:30``).

    :raises NotMinutes, NotHours, NegativeDuration, MissingValue: where it is none.
    """
    if is_blank(value):
        raise MissingValue
    if isinstance(value, (bool, date)):
        raise NotMinutes(value=shown(value))
    if isinstance(value, (time, timedelta)):
        return hours_as_minutes(value)
    written = shown(value).removeprefix("'").strip()
    found = _MINUTES.fullmatch(written)
    if found:
        return int(found[1])
    if written.startswith("-"):
        raise NegativeDuration(value=written)
    if not any(sign in written.lower() for sign in ("h", ":")):
        raise NotMinutes(value=written)
    return hours_as_minutes(written)


def _from_number(hours: float) -> int:
    # Written so that « not a number » and the infinities are refused as well.
    if not -_MOST_HOURS < hours < _MOST_HOURS:
        raise NotHours(text=str(hours))
    return parse_hours(str(Decimal(str(hours)).quantize(_FOUR_DECIMALS)))


def _calendar_day(year: str, month: str, day: str, value: Cell) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError as error:
        raise NotADate(value=shown(value)) from error
    return _within_years(found, value)


def _within_years(found: date, value: Cell) -> date:
    if found.year not in _YEARS:
        raise NotADate(value=shown(value))
    return found
