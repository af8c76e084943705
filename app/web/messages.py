"""Puts a refusal into the reader's language."""

from datetime import date, datetime, time
from enum import StrEnum

from flask_babel import gettext

from app.core.errors import RuleBroken
from app.web.filters import clock_time, long_date, named


def explain(refusal: RuleBroken) -> str:
    """Return the sentence of a refusal, translated, with its dates and times as the reader writes them."""
    facts = {name: _written(value) for name, value in refusal.facts.items()}
    sentence: str = gettext(refusal.message)
    return sentence % facts if facts else sentence


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return long_date(value.date())
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, time):
        return clock_time(value)
    if isinstance(value, StrEnum):
        return named(value)
    return value
