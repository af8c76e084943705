"""Pages about certificates: what is due and issued, print runs, settings, and the public check."""

from app.documents import labels
from app.documents.views import (
    attestations,
    certificates,
    exams,
    files,
    replacement,
    revocation,
    runs,
    settings,
    sheets,
    statements,
    verification,
    withdrawal,
)
from app.documents.views.blueprint import blueprint

__all__ = [
    "attestations",
    "blueprint",
    "certificates",
    "exams",
    "files",
    "labels",
    "replacement",
    "revocation",
    "runs",
    "settings",
    "sheets",
    "statements",
    "verification",
    "withdrawal",
]
