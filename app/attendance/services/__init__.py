"""Writes to the hours ledger. The database decides who came first; the loser is told so by name."""

from app.attendance.services.correction import correct_entry
from app.attendance.services.hours import HoursLine, JudgedLine, judge_hours, record_hours
from app.attendance.services.objections import has_register, keep_credited_hours_inside
from app.attendance.services.register import record_register

__all__ = [
    "HoursLine",
    "JudgedLine",
    "correct_entry",
    "has_register",
    "judge_hours",
    "keep_credited_hours_inside",
    "record_hours",
    "record_register",
]
