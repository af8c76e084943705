"""The page of the trial and the import of a long file: how far they are, and where they have led."""

from datetime import datetime, timedelta
from typing import Any, Final

from flask import redirect, render_template, url_for

from app.core.roles import Role
from app.exchange.background import Work, work_under_way
from app.exchange.models import PendingImport
from app.exchange.queries import pending_import
from app.exchange.reports import Report
from app.exchange.rules import UPLOAD_KEPT_FOR
from app.exchange.views.blueprint import blueprint
from app.exchange.views.outcome import outcome_page
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now

_AT_MOST: Final = timedelta(minutes=10)
"""What began longer ago, and is not under way here, was interrupted."""


@blueprint.get("/fichiers/essai/<token>/import")
@allow(Role.ADMINISTRATOR)
def running_import(network: Network, token: str) -> Any:
    """Show how far the trial or the import of a kept file is, what it has found, or that nothing was written."""
    by, at = signed_in_person(), now()
    work = work_under_way(token)
    kept = pending_import(network, by.id, token, at)
    if kept is None:
        return outcome_page(network, token)
    if kept.started_at is None and kept.report is None:
        return redirect(url_for(".trial", token=token))
    return render_template(
        "exchange/running_import.html",
        kept=kept,
        work=work,
        is_running=_is_running(kept, work, at),
        report=Report.of_data(kept.report) if kept.report is not None else None,
        kept_until=kept.created_at + UPLOAD_KEPT_FOR,
    )


def _is_running(kept: PendingImport, work: Work | None, at: datetime) -> bool:
    if kept.started_at is None:
        return False
    # Another process may be at it, of which only the row tells.
    return work is not None or (kept.interrupted_at is None and at - kept.started_at < _AT_MOST)
