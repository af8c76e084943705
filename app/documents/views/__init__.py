"""Pages about certificates: what is due and issued, print runs, settings, and the public check."""

from app.documents import labels, specimens
from app.documents.views import (
    attestations,
    certificates,
    confirmations,
    document,
    exams,
    files,
    gate,
    kinds,
    letterheads,
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
    "confirmations",
    "document",
    "exams",
    "files",
    "gate",
    "kinds",
    "labels",
    "letterheads",
    "replacement",
    "revocation",
    "runs",
    "settings",
    "sheets",
    "specimens",
    "statements",
    "verification",
    "withdrawal",
]
