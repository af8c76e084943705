"""Reads of the registers and of the hours ledger, by subject; callers import every one from here."""

from app.attendance.queries.hours import (
    HalfDayOfAdvisor,
    credited_outside,
    current_entries,
    entry,
    half_days_of,
    history_of,
    longest_credit,
    minutes_by_modality,
    recorded_half_days,
    standing_of,
    total_minutes,
    training_dates_of,
)
from app.attendance.queries.integrity import ledger_problems
from app.attendance.queries.registers import (
    RosterLine,
    lines_of,
    recorded_session_ids,
    register_of,
    roster_of,
    sessions_to_record,
)

__all__ = [
    "HalfDayOfAdvisor",
    "RosterLine",
    "credited_outside",
    "current_entries",
    "entry",
    "half_days_of",
    "history_of",
    "ledger_problems",
    "lines_of",
    "longest_credit",
    "minutes_by_modality",
    "recorded_half_days",
    "recorded_session_ids",
    "register_of",
    "roster_of",
    "sessions_to_record",
    "standing_of",
    "total_minutes",
    "training_dates_of",
]
