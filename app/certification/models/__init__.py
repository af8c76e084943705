"""Tables of exam sessions, their juries and their results, by subject; callers import every one from here."""

from app.certification.models.authorities import StateAuthority
from app.certification.models.candidates import CompetenceAssessment, ExamCandidate, ExamFile
from app.certification.models.decisions import ResultDecision
from app.certification.models.exams import ExamSession, ExamStep, Juror
from app.certification.models.results import (
    CERTIFIED_RESULT_IS_FIXED,
    ONE_OBTAINED_PER_BLOCK,
    ONE_RESULT_PER_SESSION,
    Result,
)

__all__ = [
    "CERTIFIED_RESULT_IS_FIXED",
    "ONE_OBTAINED_PER_BLOCK",
    "ONE_RESULT_PER_SESSION",
    "CompetenceAssessment",
    "ExamCandidate",
    "ExamFile",
    "ExamSession",
    "ExamStep",
    "Juror",
    "Result",
    "ResultDecision",
    "StateAuthority",
]
