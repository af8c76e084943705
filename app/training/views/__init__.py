"""Pages of the training, one module for each family; importing them gives the blueprint its routes."""

from app.training.views import (
    advisors,
    calendar,
    cohorts,
    enrolments,
    feed,
    modules,
    organisations,
    removal,
    series,
    sessions,
    titles,
)
from app.training.views.blueprint import blueprint, calendars_blueprint

__all__ = [
    "advisors",
    "blueprint",
    "calendar",
    "calendars_blueprint",
    "cohorts",
    "enrolments",
    "feed",
    "modules",
    "organisations",
    "removal",
    "series",
    "sessions",
    "titles",
]
