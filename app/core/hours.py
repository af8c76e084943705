"""Durations, always whole minutes: written, read and added without a float in between."""

import re
from decimal import Decimal
from typing import Final

from app.core.errors import RuleBroken
from app.core.language import N_

NO_BREAK_SPACE: Final = "\u00a0"
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_DECIMAL = re.compile(r"([+-]?\d{1,6})(?:[.,](\d{1,4}))?h?", re.ASCII)
_CLOCK = re.compile(r"([+-]?)(\d{1,6})[h:](\d{1,2})(?:m|mn|min)?", re.ASCII)
_QUARTER_OF_A_MINUTE: Final = Decimal("0.25")


class NotHours(RuleBroken):
    """The text is not a duration in hours."""

    message = N_("« %(text)s » n’est pas une durée. Écrivez par exemple 3,5 ou 3 h 30.")


def parse_hours(text: str) -> int:
    """Return the whole minutes that ``text`` means.

    Takes ``3,5``, ``3.5``, ``3 h 30``, ``3h30`` and ``3:30``, with any kind of space. A decimal fraction is rounded
    to the minute only when it lies within a quarter of a minute of one: spreadsheets write 3 h 20 as ``3,33``.

    :raises NotHours: when the text means no whole number of minutes.
    """
    compact = _SPACES.sub("", text).lower()
    if clock := _CLOCK.fullmatch(compact):
        minutes = int(clock[3])
        if minutes > 59:
            raise NotHours(text=text)
        total = int(clock[2]) * 60 + minutes
        return -total if clock[1] == "-" else total
    decimal = _DECIMAL.fullmatch(compact)
    if not decimal:
        raise NotHours(text=text)
    exact = Decimal(f"{decimal[1]}.{decimal[2] or 0}") * 60
    whole = exact.to_integral_value()
    if abs(exact - whole) > _QUARTER_OF_A_MINUTE:
        raise NotHours(text=text)
    return int(whole)


def format_hours(minutes: int) -> str:
    """Return minutes as people write hours in French: ``105 h``, ``87 h 30``, ``-3 h 30``."""
    sign = "-" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    written = f"{sign}{hours}{NO_BREAK_SPACE}h"
    return f"{written}{NO_BREAK_SPACE}{rest:02d}" if rest else written


def hours_in_hundredths(minutes: int) -> Decimal:
    """Return hours with two decimals, as funders ask for them in files: 210 minutes are ``3.50``."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"))
