"""Writes of the training, one function per intention; callers import every one from here."""

from app.training.services.advisors import change_advisor, create_advisor, take_back_advisor
from app.training.services.calendars import end_feed, make_feed
from app.training.services.catch_ups import accept_catch_up, withdraw_catch_up
from app.training.services.changes import hold_training, lock_training
from app.training.services.cohorts import change_cohort, change_group, create_cohort, create_group
from app.training.services.enrolments import change_enrolment, enrol, take_back_enrolment
from app.training.services.half_days import SessionFacts
from app.training.services.modules import prescribe_modules
from app.training.services.objections import (
    check_period,
    fixes_sessions,
    is_fixed,
    object_to_additions,
    object_to_aims,
    object_to_periods,
)
from app.training.services.organisations import (
    change_host,
    change_provider,
    create_host,
    create_provider,
    find_or_create_host,
)
from app.training.services.removal import Removable, remove
from app.training.services.series import Trial, TriedHalfDay, Wanted, plan_half_days, try_half_days
from app.training.services.sessions import (
    cancel_session,
    change_session,
    clashes_of_half_day,
    clashes_of_session,
    plan_session,
)
from app.training.services.targets import decide_target
from app.training.services.titles import complete_title, correct_addition, take_back_addition
from app.training.services.touched import note_advisors, note_enrolments, take_touched

__all__ = [
    "Removable",
    "SessionFacts",
    "Trial",
    "TriedHalfDay",
    "Wanted",
    "accept_catch_up",
    "cancel_session",
    "change_advisor",
    "change_cohort",
    "change_enrolment",
    "change_group",
    "change_host",
    "change_provider",
    "change_session",
    "check_period",
    "clashes_of_half_day",
    "clashes_of_session",
    "complete_title",
    "correct_addition",
    "create_advisor",
    "create_cohort",
    "create_group",
    "create_host",
    "create_provider",
    "decide_target",
    "end_feed",
    "enrol",
    "find_or_create_host",
    "fixes_sessions",
    "hold_training",
    "is_fixed",
    "lock_training",
    "make_feed",
    "note_advisors",
    "note_enrolments",
    "object_to_additions",
    "object_to_aims",
    "object_to_periods",
    "plan_half_days",
    "plan_session",
    "prescribe_modules",
    "remove",
    "take_back_addition",
    "take_back_advisor",
    "take_back_enrolment",
    "take_touched",
    "try_half_days",
    "withdraw_catch_up",
]
