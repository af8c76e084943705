"""The page of a long import: how far it is, and where it has led."""

from datetime import datetime, timedelta
from typing import Final

from flask import render_template

from app.core.roles import Role
from app.exchange.background import work_under_way
from app.exchange.models import PendingImport
from app.exchange.queries import import_of_token, pending_import
from app.exchange.views.blueprint import blueprint
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now
from app.web.records import found

_AT_MOST: Final = timedelta(minutes=10)
"""An import that began longer ago, and is not under way here, was interrupted."""


@blueprint.get("/fichiers/essai/<token>/import")
@allow(Role.ADMINISTRATOR)
def running_import(network: Network, token: str) -> str:
    """Show how far the import of a kept file is, whether it is done, or that nothing was written."""
    by, at = signed_in_person(), now()
    work = work_under_way(token)
    kept = pending_import(network, by.id, token, at)
    if kept is None:
        done = found(import_of_token(network, by.id, token))
        return render_template("exchange/running_import.html", done=done, is_running=False)
    return render_template(
        "exchange/running_import.html",
        kept=kept,
        work=work,
        is_running=work is not None or _is_alive(kept, at),
    )


def _is_alive(kept: PendingImport, at: datetime) -> bool:
    # Another process may be at it, of which only the row tells.
    return kept.started_at is not None and at - kept.started_at < _AT_MOST
