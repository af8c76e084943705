"""Writes to the hours ledger and to the sheets that people sign.

The database decides who came first; the loser is told so by name.
"""

from app.attendance.services.activities import (
    Done,
    ProofFile,
    hand_in,
    remove_refused_proofs,
    withdraw_activity,
)
from app.attendance.services.closing import close_register, reopen_register
from app.attendance.services.correction import correct_entry
from app.attendance.services.guests import add_guest, add_unknown_guest, merge_guest, remove_guest
from app.attendance.services.hours import HoursLine, JudgedLine, judge_hours, record_hours
from app.attendance.services.objections import has_register, keep_credited_hours_inside
from app.attendance.services.platforms import (
    JudgedActivity,
    Platform,
    hand_in_from_platform,
    judge_activities,
    withdraw_of_platform,
)
from app.attendance.services.register import record_register
from app.attendance.services.scans import attach_scan
from app.attendance.services.sheets import SentSheet, decide_sheet, receive_sheet
from app.attendance.services.signatures import (
    Hand,
    keep_try,
    make_signing_link,
    sign_by_link,
    sign_from_phone,
    sign_on_tablet,
)
from app.attendance.services.undoing import undo_hours, undo_register
from app.attendance.services.validation import (
    refuse_activity,
    reopen_activities,
    undo_validation,
    validate_activities,
)

__all__ = [
    "Done",
    "Hand",
    "HoursLine",
    "JudgedActivity",
    "JudgedLine",
    "Platform",
    "ProofFile",
    "SentSheet",
    "add_guest",
    "add_unknown_guest",
    "attach_scan",
    "close_register",
    "correct_entry",
    "decide_sheet",
    "hand_in",
    "hand_in_from_platform",
    "has_register",
    "judge_activities",
    "judge_hours",
    "keep_credited_hours_inside",
    "keep_try",
    "make_signing_link",
    "merge_guest",
    "receive_sheet",
    "record_hours",
    "record_register",
    "refuse_activity",
    "remove_guest",
    "remove_refused_proofs",
    "reopen_activities",
    "reopen_register",
    "sign_by_link",
    "sign_from_phone",
    "sign_on_tablet",
    "undo_hours",
    "undo_register",
    "undo_validation",
    "validate_activities",
    "withdraw_activity",
    "withdraw_of_platform",
]
