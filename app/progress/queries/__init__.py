"""Reads across the features, by subject; callers import every one from here."""

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
from app.progress.queries.summary import NetworkSummary, network_summary

__all__ = [
    "DUE",
    "ISSUED",
    "LATE",
    "NONE",
    "AdvisorRow",
    "Coming",
    "Filters",
    "FollowedTraining",
    "LateRecruit",
    "NetworkSummary",
    "Outlook",
    "Progress",
    "coming_up",
    "count_rows",
    "late_recruits",
    "network_rows",
    "network_summary",
    "progress_of",
    "sort_keys",
]
