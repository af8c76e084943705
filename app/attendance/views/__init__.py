"""Pages of registers and hours."""

from app.attendance import labels
from app.attendance.views import (
    activities,
    closing,
    correction,
    guests,
    ledger,
    links,
    paper,
    register,
    room,
    sessions,
    sheets,
    signing,
    undoing,
    validation,
)
from app.attendance.views.blueprint import blueprint

__all__ = [
    "activities",
    "blueprint",
    "closing",
    "correction",
    "guests",
    "labels",
    "ledger",
    "links",
    "paper",
    "register",
    "room",
    "sessions",
    "sheets",
    "signing",
    "undoing",
    "validation",
]
