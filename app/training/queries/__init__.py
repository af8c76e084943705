"""Reads of the training; callers import every one from here.

Every function takes the network and finds nothing of another one.
"""

from app.training.queries.calendars import (
    calendar_feed,
    calendar_feed_of,
    changed_sessions,
    concerns,
    people_of,
    sessions_of_person,
)
from app.training.queries.catch_ups import catch_up, catch_ups_to_come, caught_up_by, is_accepted
from app.training.queries.enrolments import (
    advisor,
    advisor_ids_of,
    advisor_of_person,
    advisors,
    advisors_by_id,
    enrolment,
    enrolments_in_groups,
    enrolments_of,
    enrolments_of_network,
    find_advisor,
    latest_per_advisor,
    order_of_advisors,
)
from app.training.queries.groups import (
    cohort,
    cohorts,
    enrolment_counts,
    group,
    group_counts,
    groups,
)
from app.training.queries.modules import modules_of, modules_prescribed_to, prescribed_modules
from app.training.queries.organisations import (
    advisor_counts,
    host,
    hosts,
    provider,
    providers,
)
from app.training.queries.sessions import (
    expected_enrolments,
    in_force,
    is_on_list,
    moves_of,
    sessions_between,
    sessions_of,
    sessions_of_group,
    sessions_of_group_between,
    training_session,
    upcoming_sessions,
)
from app.training.queries.targets import target_decisions
from app.training.queries.timetable import Timetable, clashes_between
from app.training.queries.titles import (
    additions_of,
    is_prepared,
    names_competences,
    title_addition,
    title_of,
    titles_of,
)

__all__ = [
    "Timetable",
    "additions_of",
    "advisor",
    "advisor_counts",
    "advisor_ids_of",
    "advisor_of_person",
    "advisors",
    "advisors_by_id",
    "calendar_feed",
    "calendar_feed_of",
    "catch_up",
    "catch_ups_to_come",
    "caught_up_by",
    "changed_sessions",
    "clashes_between",
    "cohort",
    "cohorts",
    "concerns",
    "enrolment",
    "enrolment_counts",
    "enrolments_in_groups",
    "enrolments_of",
    "enrolments_of_network",
    "expected_enrolments",
    "find_advisor",
    "group",
    "group_counts",
    "groups",
    "host",
    "hosts",
    "in_force",
    "is_accepted",
    "is_on_list",
    "is_prepared",
    "latest_per_advisor",
    "modules_of",
    "modules_prescribed_to",
    "moves_of",
    "names_competences",
    "order_of_advisors",
    "people_of",
    "prescribed_modules",
    "provider",
    "providers",
    "sessions_between",
    "sessions_of",
    "sessions_of_group",
    "sessions_of_group_between",
    "sessions_of_person",
    "target_decisions",
    "title_addition",
    "title_of",
    "titles_of",
    "training_session",
    "upcoming_sessions",
]
