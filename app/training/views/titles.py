"""The titles as the network has completed them: what the regulation gives, what was added, and from which text."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.errors import NotFound, RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training import queries, services
from app.training.forms.titles import NewBlockForm, form_of
from app.training.rules import OF_BLOCKS, Added, Addition
from app.training.titles import TITLES, Title, UnknownTitle, title_by_code
from app.training.views.blueprint import Answer, blueprint
from app.web.access import allow
from app.web.clock import now
from app.web.filters import named
from app.web.forms import show_refusal, status_of
from app.web.messages import explain
from app.web.records import found

_PAGE = "/reglages/titres"


@blueprint.get(_PAGE)
@allow(Role.ADMINISTRATOR)
def titles(network: Network) -> Answer:
    """Show every title with its blocks and competences, and what can still be completed."""
    additions = {
        (each.title_code, each.block_code, each.what): each for each in queries.additions_of(network.id)
    }
    return render_template(
        "training/titles.html",
        titles=queries.titles_of(network.id),
        given={title.code: title for title in TITLES},
        additions=additions,
        parts=Added,
    )


@blueprint.route(
    f"{_PAGE}/<title_code>/<any(state_code, level, name, competences):part>", methods=["GET", "POST"]
)
@allow(Role.ADMINISTRATOR)
def complete_title(network: Network, title_code: str, part: str) -> Answer:
    """Add what the regulation leaves empty in a title, or in the block that the address names."""
    title, what = _title(network, title_code), Added(part)
    block_code = request.args.get("bloc", "")
    if what in OF_BLOCKS:
        _refuse_unknown_block(title, block_code)
    else:
        block_code = ""
    form = form_of(what)()
    if form.validate_on_submit():
        addition = Addition(what, form.value.data, block_code)
        if answer := _add(network, title, addition, form):
            return answer
    page = render_template(
        "training/title_addition.html",
        form=form,
        heading=named(what),
        about=" · ".join(filter(None, (title.name, block_code))),
        addition=None,
    )
    return page, status_of(form)


@blueprint.route(f"{_PAGE}/<title_code>/bloc", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def add_block(network: Network, title_code: str) -> Answer:
    """Add a block to a title whose blocks are not all known."""
    title = _title(network, title_code)
    form = NewBlockForm()
    if form.validate_on_submit():
        addition = Addition(Added.NAME, form.value.data, form.block_code.data)
        if answer := _add(network, title, addition, form):
            return answer
    page = render_template(
        "training/title_addition.html",
        form=form,
        heading=_("Ajouter un bloc"),
        about=title.name,
        addition=None,
    )
    return page, status_of(form)


@blueprint.route(f"{_PAGE}/complements/<int:addition_id>", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def correct_addition(network: Network, addition_id: int) -> Answer:
    """Say otherwise what was added to a title."""
    addition = found(queries.title_addition(network, addition_id))
    form = form_of(addition.what)(obj=addition)
    if form.validate_on_submit():
        try:
            services.correct_addition(
                network,
                addition_id,
                form.value.data,
                source=form.source.data,
                now=now(),
                by=signed_in_person(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("La correction est enregistrée. Les certificats déjà émis n’ont pas changé."), "success")
            return redirect(url_for("training.titles"), 303)
    page = render_template(
        "training/title_addition.html",
        form=form,
        heading=named(addition.what),
        about=" · ".join(filter(None, (title_by_code(addition.title_code).name, addition.block_code))),
        addition=addition,
    )
    return page, status_of(form)


@blueprint.post(f"{_PAGE}/complements/<int:addition_id>/retirer")
@allow(Role.ADMINISTRATOR)
def take_back_addition(network: Network, addition_id: int) -> Answer:
    """Leave empty again what was added to a title."""
    found(queries.title_addition(network, addition_id))
    try:
        services.take_back_addition(network, addition_id, now=now(), by=signed_in_person())
    except RuleBroken as refusal:
        flash(explain(refusal), "error")
        return redirect(url_for("training.correct_addition", addition_id=addition_id), 303)
    flash(_("Le complément est retiré."), "success")
    return redirect(url_for("training.titles"), 303)


def _title(network: Network, code: str) -> Title:
    try:
        return queries.title_of(network.id, code)
    except UnknownTitle as refusal:
        raise NotFound from refusal


def _refuse_unknown_block(title: Title, code: str) -> None:
    if code not in {block.code for block in title.blocks}:
        raise NotFound


def _add(network: Network, title: Title, addition: Addition, form: Any) -> Answer | None:
    """Write an addition and go back to the titles; nothing where it was refused beside the form."""
    try:
        services.complete_title(
            network, title.code, addition, source=form.source.data, now=now(), by=signed_in_person()
        )
    except RuleBroken as refusal:
        show_refusal(form, refusal)
        return None
    flash(_("Le titre « %(title)s » est complété.", title=title.name), "success")
    return redirect(url_for("training.titles"), 303)
