"""A half-day on paper: the sheets to print, and the scans of those that were signed by hand."""

from typing import Any, Final

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.attendance.forms import ScanForm
from app.attendance.models import RegisterScan
from app.attendance.queries import scan_of, scans_of
from app.attendance.rules import ScanKind
from app.attendance.services import attach_scan
from app.attendance.views.blueprint import blueprint
from app.core.errors import RuleBroken
from app.core.half_days import Half
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.models import TrainingSession
from app.training.queries import training_session
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import show_refusal, status_of
from app.web.records import found
from app.web.responses import PDF_TYPE, download

_TYPES: Final = {ScanKind.PDF: PDF_TYPE, ScanKind.JPEG: "image/jpeg", ScanKind.PNG: "image/png"}
_EXTENSIONS: Final = {ScanKind.PDF: "pdf", ScanKind.JPEG: "jpg", ScanKind.PNG: "png"}
_HALVES: Final = {Half.MORNING: "matin", Half.AFTERNOON: "apres-midi"}


@blueprint.get("/seances/<int:session_id>/papier")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def paper(network: Network, session_id: int) -> Any:
    """Show what can be printed of a half-day, and what was scanned."""
    session = found(training_session(network, session_id))
    return _page(network, session, ScanForm())


@blueprint.post("/seances/<int:session_id>/papier")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def attach(network: Network, session_id: int) -> Any:
    """Attach a scan; who presses twice finds it attached once."""
    session = found(training_session(network, session_id))
    form = ScanForm()
    if form.validate_on_submit():
        try:
            attach_scan(
                session,
                form.filename,
                form.take_content(),
                today=today(network),
                now=now(),
                by=signed_in_person(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, "file")
        else:
            flash(_("Le scan est attaché à cette feuille de présence."), "success")
            return redirect(url_for(".paper", session_id=session_id))
    return _page(network, session, form)


@blueprint.get("/seances/<int:session_id>/scans/<int:scan_id>")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def scan_file(network: Network, session_id: int, scan_id: int) -> Response:
    """Hand out a scan as it was received: to keep, never to open inside of the application."""
    session = found(training_session(network, session_id))
    scan = found(scan_of(session, scan_id))
    response = download(scan.content, _file_name(session, scan), _TYPES[scan.kind])
    # Whatever a stranger's file holds, it runs nothing and reads nothing here.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _file_name(session: TrainingSession, scan: RegisterScan) -> str:
    return (
        f"emargement_{session.day:%Y-%m-%d}_{_HALVES[session.half]}_scan-{scan.id}.{_EXTENSIONS[scan.kind]}"
    )


def _page(network: Network, session: TrainingSession, form: ScanForm) -> Any:
    page = render_template(
        "attendance/paper.html",
        session=session,
        form=form,
        scans=scans_of(session),
        is_future=session.day > today(network),
    )
    return page, status_of(form)
