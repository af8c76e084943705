"""Writes about exam sessions and results, by subject; callers import every service from here."""

from app.certification.services.aims import keep_added_block_of_exams, keep_block_of_results
from app.certification.services.authorities import save_state_authority
from app.certification.services.candidates import admit, admit_ready, arrange, withdraw
from app.certification.services.convocations import convoke, note_convocation
from app.certification.services.decisions import (
    decide_anew,
    report_incidents,
)
from app.certification.services.descriptions import ExamFacts
from app.certification.services.exam_files import keep_exam_file, receive_files
from app.certification.services.exam_sessions import (
    STATE_RESULTS,
    change_exam_session,
    create_exam_session,
    exam_session_of_day,
    session_of_state_results,
)
from app.certification.services.life_cycle import cancel_exam_session, take_step
from app.certification.services.objections import check_nothing_issued, object_to_taking_back
from app.certification.services.results import record_result_on, record_results
from app.certification.services.stepping_back import take_step_back
from app.certification.services.taking_back import take_back_results

__all__ = [
    "STATE_RESULTS",
    "ExamFacts",
    "admit",
    "admit_ready",
    "arrange",
    "cancel_exam_session",
    "change_exam_session",
    "check_nothing_issued",
    "convoke",
    "create_exam_session",
    "decide_anew",
    "exam_session_of_day",
    "keep_added_block_of_exams",
    "keep_block_of_results",
    "keep_exam_file",
    "note_convocation",
    "object_to_taking_back",
    "receive_files",
    "record_result_on",
    "record_results",
    "report_incidents",
    "save_state_authority",
    "session_of_state_results",
    "take_back_results",
    "take_step",
    "take_step_back",
    "withdraw",
]
