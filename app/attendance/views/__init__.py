"""Pages of registers and hours."""

from app.attendance import labels
from app.attendance.views import correction, ledger, register, sessions
from app.attendance.views.blueprint import blueprint

__all__ = ["blueprint", "correction", "labels", "ledger", "register", "sessions"]
