"""Reads of the registers and of the hours ledger, by subject; callers import every one from here."""

from app.attendance.queries.hours import (
    HalfDayOfAdvisor,
    current_entries,
    entries_of,
    entry,
    history_of,
    longest_credit,
    minutes_by_modality,
    recorded_half_days,
    standing_of,
    total_minutes,
    training_dates_of,
)
from app.attendance.queries.integrity import ledger_problems
from app.attendance.queries.registers import recorded_session_ids, register_of

__all__ = [
    "HalfDayOfAdvisor",
    "current_entries",
    "entries_of",
    "entry",
    "history_of",
    "ledger_problems",
    "longest_credit",
    "minutes_by_modality",
    "recorded_half_days",
    "recorded_session_ids",
    "register_of",
    "standing_of",
    "total_minutes",
    "training_dates_of",
]
