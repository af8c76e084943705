"""How dates, hours and names of things are written on pages."""

from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache

from babel.dates import format_date
from flask import Flask
from flask_babel import format_datetime, get_locale, gettext

from app.core.hours import NO_BREAK_SPACE, format_hours
from app.core.identifiers import grouped
from app.web.labels import label


def install_filters(app: Flask) -> None:
    """Give the templates of ``app`` their filters."""
    app.add_template_filter(hours)
    app.add_template_filter(long_date)
    app.add_template_filter(short_date)
    app.add_template_filter(weekday_date)
    app.add_template_filter(weekday_and_day)
    app.add_template_filter(clock_time)
    app.add_template_filter(moment)
    app.add_template_filter(named)
    app.add_template_filter(capitalized)
    app.add_template_filter(grouped)


def hours(minutes: int | None) -> str:
    """Write minutes as ``87 h 30``, less than nothing with a minus sign; nothing known is a dash."""
    return "–" if minutes is None else format_hours(minutes).replace("-", "−")


def long_date(day: date | None, with_weekday: bool = False) -> str:
    """Write a date in full: ``14 mars 2022``, ``1er mars 2022``, or ``lundi 14 mars 2022``."""
    if day is None:
        return "–"
    # French numbers the first day of a month and counts the others.
    number = "d'er'" if day.day == 1 and _is_french() else "d"
    return _date(day, f"EEEE {number} MMMM yyyy" if with_weekday else f"{number} MMMM yyyy")


def short_date(day: date | None) -> str:
    """Write a date in figures: ``14/03/2022``."""
    return "–" if day is None else _date(day, "dd/MM/yyyy")


def weekday_date(day: date) -> str:
    """Write a date with the day of the week before it: ``mar. 15/11/2022``."""
    return _date(day, "EEE dd/MM/yyyy").replace(" ", NO_BREAK_SPACE)


def weekday_and_day(day: date) -> str:
    """Write a date as the head of a column, without its year: ``mar. 15 nov.``."""
    return _date(day, "EEE d MMM")


def clock_time(at: time | None) -> str:
    """Write a time of day: ``09:00``."""
    # The same in both languages, and a calendar writes a hundred of them.
    return "–" if at is None else at.isoformat("minutes")


def moment(at: datetime | None) -> str:
    """Write an instant in the time of Paris, on one line: ``14/03/2022 à 09:42``."""
    if at is None:
        return "–"
    written: str = format_datetime(at, f"dd/MM/yyyy '{'à' if _is_french() else 'at'}' HH:mm")
    return written.replace(" ", NO_BREAK_SPACE)


def named(value: StrEnum | None) -> str:
    """Write what a value of the vocabulary is called in the reader's language."""
    return "–" if value is None else gettext(label(value))


def capitalized(text: str) -> str:
    """Start ``text`` with a capital and leave the rest alone, such as the month of an English date."""
    return text[:1].upper() + text[1:]


def _is_french() -> bool:
    return _language() == "fr"


def _language() -> str:
    return str(get_locale() or "fr")


def _date(day: date, pattern: str) -> str:
    return _date_in(_language(), day, pattern)


@lru_cache(maxsize=4096)
def _date_in(language: str, day: date, pattern: str) -> str:
    # Kept: a calendar writes the same few days a hundred times, and the pattern is worked out anew each time.
    return format_date(day, pattern, language)
