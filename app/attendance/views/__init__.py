"""Pages of registers and hours."""

from app.attendance import labels
from app.attendance.views import (
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
)
from app.attendance.views.blueprint import blueprint

__all__ = [
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
]
