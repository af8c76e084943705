"""Reads across the features, by subject; callers import every one from here."""

from app.progress.queries.alerts import (
    Levels,
    alert,
    count_of_new_alerts,
    levels,
    open_alerts,
    presences_of,
    thresholds_of,
    with_people,
)
from app.progress.queries.catch_ups import sessions_that_mend
from app.progress.queries.contract_table import ContractRow, contract_rows
from app.progress.queries.contracts import contracts_of
from app.progress.queries.directory import certified_advisors
from app.progress.queries.followers import Follower, follower_of, followers_of
from app.progress.queries.hours_end import hours_end_on
from app.progress.queries.outlook import LATE, LateRecruit, Outlook, late_recruits
from app.progress.queries.past import minutes_known_at, recordings_since
from app.progress.queries.person import Coming, FollowedTraining, Progress, coming_up, progress_of
from app.progress.queries.quality import figures_of_cohort
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
from app.progress.queries.subjects import Subjects, subjects_by_enrolment, subjects_of
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
    "Follower",
    "LateRecruit",
    "Levels",
    "NetworkSummary",
    "Outlook",
    "Progress",
    "Subjects",
    "alert",
    "certified_advisors",
    "coming_up",
    "contract_rows",
    "contracts_of",
    "count_of_new_alerts",
    "count_rows",
    "figures_of_cohort",
    "follower_of",
    "followers_of",
    "hours_end_on",
    "late_recruits",
    "levels",
    "minutes_known_at",
    "network_rows",
    "network_summary",
    "open_alerts",
    "presences_of",
    "progress_of",
    "recordings_since",
    "sessions_that_mend",
    "sort_keys",
    "subjects_by_enrolment",
    "subjects_of",
    "thresholds_of",
    "with_people",
]
