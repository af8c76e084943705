"""Reads across the features, by subject; callers import every one from here."""

from app.progress.queries.catch_ups import sessions_that_mend
from app.progress.queries.contract_table import ContractRow, contract_rows
from app.progress.queries.contracts import contracts_of, follower_of
from app.progress.queries.outlook import LATE, LateRecruit, Outlook, late_recruits
from app.progress.queries.person import Coming, FollowedTraining, Progress, coming_up, progress_of
from app.progress.queries.rows import (
    DUE,
    ISSUED,
    NONE,
    AdvisorRow,
    Filters,
    count_rows,
    network_rows,
    sort_keys,
)
from app.progress.queries.subjects import Subjects, subjects_of
from app.progress.queries.summary import NetworkSummary, network_summary

__all__ = [
    "DUE",
    "ISSUED",
    "LATE",
    "NONE",
    "AdvisorRow",
    "Coming",
    "ContractRow",
    "Filters",
    "FollowedTraining",
    "LateRecruit",
    "NetworkSummary",
    "Outlook",
    "Progress",
    "Subjects",
    "coming_up",
    "contract_rows",
    "contracts_of",
    "count_rows",
    "follower_of",
    "late_recruits",
    "network_rows",
    "network_summary",
    "progress_of",
    "sessions_that_mend",
    "sort_keys",
    "subjects_of",
]
