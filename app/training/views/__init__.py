"""Pages of the training, one module for each family; importing them gives the blueprint its routes."""

from app.training.views import advisors, cohorts, enrolments, organisations, series, sessions
from app.training.views.blueprint import blueprint

__all__ = ["advisors", "blueprint", "cohorts", "enrolments", "organisations", "series", "sessions"]
