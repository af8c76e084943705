"""Puts a refusal into the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum

from flask_babel import gettext

from app.core.errors import RuleBroken
from app.core.half_days import Half
from app.web.filters import clock_time, long_date, named
from app.web.typography import french, is_french_page


def explain(refusal: RuleBroken) -> str:
    """Return the sentence of a refusal, translated, with its dates and times as the reader writes them."""
    return in_words(refusal.message, refusal.facts)


def in_words(message: str, facts: Mapping[str, object]) -> str:
    """Return ``message``, translated, with its facts in it; only the message may be a sentence of the catalogue."""
    sentence: str = gettext(message)
    if not facts:
        return sentence
    written = sentence % {name: _written(value) for name, value in facts.items()}
    # Facts quote too, such as the columns of a file.
    return french(written) if is_french_page() else written


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return long_date(value.date())
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, time):
        return clock_time(value)
    if isinstance(value, Half):
        # It stands within a sentence.
        return named(value).lower()
    if isinstance(value, StrEnum):
        return named(value)
    return value
