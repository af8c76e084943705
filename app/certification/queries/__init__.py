"""Reads of exam sessions, results, and who stands where, by subject; callers import every query from here."""

from app.certification.queries.exam_sessions import (
    exam_session,
    exam_session_named,
    exam_session_of_jury,
    exam_session_on,
    exam_sessions,
    has_results,
)
from app.certification.queries.results import (
    best_by_advisor,
    count_results_of_cohort,
    obtained_results,
    passed_elsewhere,
    recorded_for_change,
    results_by_advisor,
    results_in,
    results_of,
    results_of_network,
)
from app.certification.queries.standings import (
    BlockStanding,
    Candidate,
    ExamsOfNetwork,
    candidate_ids,
    candidates,
    exams_of_network,
    rows_of,
)

__all__ = [
    "BlockStanding",
    "Candidate",
    "ExamsOfNetwork",
    "best_by_advisor",
    "candidate_ids",
    "candidates",
    "count_results_of_cohort",
    "exam_session",
    "exam_session_named",
    "exam_session_of_jury",
    "exam_session_on",
    "exam_sessions",
    "exams_of_network",
    "has_results",
    "obtained_results",
    "passed_elsewhere",
    "recorded_for_change",
    "results_by_advisor",
    "results_in",
    "results_of",
    "results_of_network",
    "rows_of",
]
