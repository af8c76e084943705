"""A file comes in: it is tried first, then imported by one more press of a button."""

from typing import Any, Final

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import NotFound, RuleBroken
from app.core.roles import Role
from app.exchange.background import import_in_background
from app.exchange.exporting.templates import TEMPLATES
from app.exchange.forms import FileForm
from app.exchange.importing.kinds import FileKind
from app.exchange.importing.plan import Plan
from app.exchange.labels import DESCRIPTIONS
from app.exchange.models import PendingImport
from app.exchange.parsing import Problem
from app.exchange.queries import pending_import
from app.exchange.sentences import lines_written, problem_sentence, sentence_of
from app.exchange.services import (
    LinesRefused,
    Source,
    import_kept_file,
    keep_for_import,
    source_of,
    start_import,
    try_import,
)
from app.exchange.views.blueprint import blueprint
from app.exchange.views.chosen import chosen
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.queries import cohorts
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import REFUSED, show_refusal, status_of
from app.web.records import found

MOST_AT_ONCE: Final = 2_000
"""Lines that are imported while the reader waits."""

SHOWN: Final = 200
"""Lines of a list that one page shows; the others are counted."""


@blueprint.get("/fichiers/importer/<what>")
@allow(Role.ADMINISTRATOR)
def new_import(network: Network, what: str) -> str:
    """Ask for a file."""
    kind = chosen(FileKind, what)
    return _form_page(kind, _form(network, kind))


@blueprint.post("/fichiers/importer/<what>")
@allow(Role.ADMINISTRATOR)
def try_file(network: Network, what: str) -> Any:
    """Try a file: say what is wrong with it, or keep it and show what it would change."""
    kind = chosen(FileKind, what)
    form = _form(network, kind)
    if not form.validate():
        return _form_page(kind, form), status_of(form)
    source = Source(kind, form.filename, form.take_content(), form.cohort_name)
    try:
        plan = try_import(network, source, today=today(network))
    except RuleBroken as refusal:
        show_refusal(form, refusal, "file")
        return _form_page(kind, form), status_of(form)
    if plan.problems:
        return _refused_page(source, plan.problems, form), REFUSED
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
    """Show what a kept file would change as things stand now."""
    kept = _kept(network, token)
    source = source_of(kept)
    try:
        plan = try_import(network, source, today=today(network))
    except RuleBroken as refusal:
        form = _form(network, kept.kind)
        show_refusal(form, refusal, "file")
        return _form_page(kept.kind, form), REFUSED
    if plan.problems:
        return _refused_page(source, plan.problems, _form(network, kept.kind)), REFUSED
    return _trial_page(source, plan, token)


@blueprint.post("/fichiers/essai/<token>")
@allow(Role.ADMINISTRATOR)
def apply_import(network: Network, token: str) -> Any:
    """Import a kept file, all of it or nothing; a long one beside the requests, and its page tells how far it is."""
    kept = _kept(network, token)
    if kept.lines > MOST_AT_ONCE:
        start_import(network, token, now=now(), by=signed_in_person())
        import_in_background(network, token, signed_in_person())
        return redirect(url_for(".running_import", token=token), 303)
    source, form = source_of(kept), _form(network, kept.kind)
    try:
        plan = import_kept_file(network, token, today=today(network), now=now(), by=signed_in_person())
    except NotFound:
        raise
    except LinesRefused as refusal:
        return _refused_page(source, refusal.problems, form), REFUSED
    except RuleBroken as refusal:
        show_refusal(form, refusal, "file")
        return _form_page(source.kind, form), REFUSED
    flash(_success(source, plan), "success")
    return redirect(url_for(".files"))


def _kept(network: Network, token: str) -> PendingImport:
    return found(pending_import(network, signed_in_person().id, token, now()))


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


def _refused_page(source: Source, problems: tuple[Problem, ...], form: FileForm) -> str:
    return render_template(
        "exchange/refused.html",
        source=source,
        problems=[(problem.line, problem_sentence(problem)) for problem in problems[:SHOWN]],
        count=len(problems),
        form=form,
    )


def _trial_page(source: Source, plan: Plan, token: str) -> str:
    return render_template(
        "exchange/trial.html",
        source=source,
        plan=plan,
        steps=plan.steps[:SHOWN],
        to_check=[(notice.line, sentence_of(notice)) for notice in plan.notices if notice.is_to_check],
        notices=[(notice.line, sentence_of(notice)) for notice in plan.notices if not notice.is_to_check],
        token=token,
    )
