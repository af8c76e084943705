"""Puts a refusal into the reader's language."""

from datetime import date, datetime, time
from enum import StrEnum

from flask_babel import format_date, format_time, gettext

from app.core.errors import RuleBroken
from app.web.labels import label


def explain(refusal: RuleBroken) -> str:
    """Return the sentence of a refusal, translated, with its dates and times as the reader writes them."""
    facts = {name: _written(value) for name, value in refusal.facts.items()}
    sentence: str = gettext(refusal.message)
    return sentence % facts if facts else sentence


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return format_date(value.date(), "d MMMM yyyy")
    if isinstance(value, date):
        return format_date(value, "d MMMM yyyy")
    if isinstance(value, time):
        return format_time(value, "HH:mm", rebase=False)
    if isinstance(value, StrEnum):
        return gettext(label(value))
    return value
