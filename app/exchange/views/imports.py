"""A file comes in: it is tried first, then imported by one more press of a button."""

from typing import Any, Final

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import NotFound, RuleBroken
from app.core.roles import Role
from app.exchange.background import import_in_background, try_in_background
from app.exchange.exporting.templates import TEMPLATES
from app.exchange.forms import FileForm
from app.exchange.importing.plan import Plan
from app.exchange.kinds import FileKind
from app.exchange.labels import DESCRIPTIONS
from app.exchange.models import PendingImport
from app.exchange.queries import pending_import
from app.exchange.reading import MAX_UPLOAD_BYTES
from app.exchange.reports import Report, report_of, report_of_problems, report_of_refusal
from app.exchange.sentences import lines_written
from app.exchange.services import (
    LinesRefused,
    Source,
    import_kept_file,
    keep_for_import,
    source_of,
    start_work,
    try_import,
)
from app.exchange.views.blueprint import blueprint
from app.exchange.views.chosen import chosen
from app.exchange.views.outcome import lead_to_outcome
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.queries import cohorts
from app.training.telling import tell_of_freed
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import REFUSED, show_refusal, status_of
from app.web.records import found

MOST_AT_ONCE: Final = 2_000
"""Lines that are imported while the reader waits."""

MOST_BYTES_AT_ONCE: Final = 60_000
"""Bytes that are tried while the reader waits: about as many lines, in the shortest of the files that come in."""


@blueprint.get("/fichiers/importer/<what>")
@allow(Role.ADMINISTRATOR)
def new_import(network: Network, what: str) -> str:
    """Ask for a file."""
    kind = chosen(FileKind, what)
    return _form_page(kind, _form(network, kind))


@blueprint.post("/fichiers/importer/<what>")
@allow(Role.ADMINISTRATOR)
def try_file(network: Network, what: str) -> Any:
    """Try a file: say what is wrong with it, or keep it and show what it would change; a long one on its own page."""
    kind = chosen(FileKind, what)
    form = _form(network, kind)
    if not form.validate():
        return _form_page(kind, form), status_of(form)
    source = Source(kind, form.filename, form.take_content(), form.cohort_name)
    # What is too large is refused at once, unread.
    if MOST_BYTES_AT_ONCE < len(source.content) <= MAX_UPLOAD_BYTES:
        kept = keep_for_import(network, source, now=now(), by=signed_in_person())
        return _try_beside(network, kept.token)
    try:
        plan = try_import(network, source, today=today(network))
    except RuleBroken as refusal:
        show_refusal(form, refusal, "file")
        return _form_page(kind, form), status_of(form)
    if plan.problems:
        return _refused_page(source.filename, kind, report_of(plan), form), REFUSED
    if not plan.steps:
        flash(
            _(
                "« %(name)s » ne change rien : le réseau a déjà tout ce que dit ce fichier.",
                name=source.filename,
            )
        )
        return redirect(url_for(".new_import", what=kind))
    lines = len(plan.steps)
    kept = keep_for_import(network, source, lines=lines, now=now(), by=signed_in_person())
    return redirect(url_for(".trial", token=kept.token))


@blueprint.get("/fichiers/essai/<token>")
@allow(Role.ADMINISTRATOR)
def trial(network: Network, token: str) -> Any:
    """Show what a kept file would change: as things stand now, or as its long trial has found it."""
    kept = pending_import(network, signed_in_person().id, token, now())
    if kept is None:
        return lead_to_outcome(network, token)
    if not kept.is_tried:
        return redirect(url_for(".running_import", token=token))
    try:
        report = Report.of_data(kept.report) if kept.report is not None else _tried_now(network, kept)
    except NotFound:
        return lead_to_outcome(network, token)
    form = _form(network, kept.kind)
    if report.refusal is not None:
        form["file"].errors = [report.refusal]
        return _form_page(kept.kind, form), REFUSED
    if report.is_refused:
        return _refused_page(kept.filename, kept.kind, report, form), REFUSED
    return render_template("exchange/trial.html", kept=kept, report=report)


@blueprint.post("/fichiers/essai/<token>")
@allow(Role.ADMINISTRATOR)
def apply_import(network: Network, token: str) -> Any:
    """Import a kept file, all of it or nothing; who presses once more is told what the first press has done."""
    try:
        return _import(network, token)
    except NotFound:
        return lead_to_outcome(network, token, is_pressed=True)


def _import(network: Network, token: str) -> Any:
    """Import a kept file; a long one beside the requests, and its page tells how far it is.

    One that nobody has seen the trial of, because that was interrupted, is tried again and not imported.

    :raises NotFound: when it is kept no more.
    """
    kept = found(pending_import(network, signed_in_person().id, token, now()))
    if not kept.is_tried:
        return _try_beside(network, token)
    if kept.report is not None and Report.of_data(kept.report).is_refused:
        return redirect(url_for(".trial", token=token), 303)
    if kept.lines > MOST_AT_ONCE or kept.report is not None:
        start_work(network, token, now=now(), by=signed_in_person())
        import_in_background(network, token, signed_in_person())
        return redirect(url_for(".running_import", token=token), 303)
    source, form = source_of(kept), _form(network, kept.kind)
    try:
        plan = import_kept_file(network, token, today=today(network), now=now(), by=signed_in_person())
    except NotFound:
        raise
    except LinesRefused as refusal:
        told = report_of_problems(refusal.problems, refusal.notices)
        return _refused_page(source.filename, source.kind, told, form), REFUSED
    except RuleBroken as refusal:
        show_refusal(form, refusal, "file")
        return _form_page(source.kind, form), REFUSED
    if not plan.steps:
        # Somebody else was faster since the trial, whose page says so now.
        return redirect(url_for(".trial", token=token), 303)
    flash(_success(source, plan), "success")
    if said := tell_of_freed(plan.freed, network, signed_in_person()):
        flash(said, "warning")
    return redirect(url_for(".files"))


def _try_beside(network: Network, token: str) -> Any:
    start_work(network, token, now=now(), by=signed_in_person())
    try_in_background(network, token, signed_in_person())
    return redirect(url_for(".running_import", token=token), 303)


def _tried_now(network: Network, kept: PendingImport) -> Report:
    source = source_of(kept)
    try:
        return report_of(try_import(network, source, today=today(network)))
    except RuleBroken as refusal:
        return report_of_refusal(refusal)


def _form(network: Network, kind: FileKind) -> FileForm:
    form = FileForm()
    form.offer_cohorts([each.name for each in cohorts(network)] if kind is FileKind.TRAINING_DATES else ())
    return form


def _success(source: Source, plan: Plan) -> str:
    sentence: str = _(
        "« %(name)s » est importé : %(counts)s.", name=source.filename, counts=lines_written(plan)
    )
    return sentence


def _form_page(kind: FileKind, form: FileForm) -> str:
    return render_template(
        "exchange/new_import.html",
        kind=kind,
        description=DESCRIPTIONS[kind],
        has_template=kind in TEMPLATES,
        form=form,
    )


def _refused_page(filename: str, kind: FileKind, report: Report, form: FileForm) -> str:
    return render_template("exchange/refused.html", filename=filename, kind=kind, report=report, form=form)
