"""Pages about exam sessions and results."""

from app.certification import labels
from app.certification.views import (
    advisor_results,
    authorities,
    cancellation,
    candidates,
    convocations,
    decisions,
    exam_files,
    exam_sessions,
    results,
    stepping_back,
)
from app.certification.views.blueprint import blueprint, install_certificates

__all__ = [
    "advisor_results",
    "authorities",
    "blueprint",
    "cancellation",
    "candidates",
    "convocations",
    "decisions",
    "exam_files",
    "exam_sessions",
    "install_certificates",
    "labels",
    "results",
    "stepping_back",
]
