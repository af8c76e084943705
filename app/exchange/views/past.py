"""The files that were imported: who, when, what, and the button that takes one back while nothing rests on it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.exchange.models import FileImport
from app.exchange.queries import count_of_imports, file_import, file_imports
from app.exchange.undoing.resting import what_rests
from app.exchange.undoing.services import ImportInUse, undo_import
from app.exchange.views.blueprint import blueprint
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now
from app.web.forms import OUTDATED
from app.web.messages import explain
from app.web.paging import page_asked_for
from app.web.records import found


@blueprint.get("/fichiers/imports")
@allow(Role.ADMINISTRATOR)
def past_imports(network: Network) -> str:
    """Show what was imported, the latest first."""
    page = page_asked_for(count_of_imports(network))
    shown = file_imports(network, limit=page.size, offset=page.offset)
    return render_template("exchange/past_imports.html", imports=shown, page=page)


@blueprint.get("/fichiers/imports/<int:import_id>")
@allow(Role.ADMINISTRATOR)
def past_import(network: Network, import_id: int) -> str:
    """Show one import, and whether it can be taken back or what rests on it."""
    return _page(found(file_import(network, import_id)))


@blueprint.post("/fichiers/imports/<int:import_id>/annuler")
@allow(Role.ADMINISTRATOR)
def undo(network: Network, import_id: int) -> Any:
    """Take an import back, all of it or nothing; who presses twice takes it back once."""
    done = found(file_import(network, import_id))
    try:
        is_new = undo_import(done, now=now(), by=signed_in_person())
    except ImportInUse:
        return _page(found(file_import(network, import_id))), OUTDATED
    except RuleBroken as refusal:
        flash(explain(refusal), "warning")
        return redirect(url_for(".past_import", import_id=import_id))
    if is_new:
        flash(_("L’import est annulé : le réseau compte ce qu’il comptait avant ce fichier."), "success")
    else:
        flash(_("Cet import était déjà annulé : rien n’a changé."))
    return redirect(url_for(".past_import", import_id=import_id))


def _page(done: FileImport) -> str:
    resting = what_rests(done) if done.undone_at is None else []
    return render_template(
        "exchange/past_import.html", done=done, resting=[explain(refusal) for refusal in resting]
    )
