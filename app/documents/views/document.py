"""The page of one certificate: what it says, what has happened to it, and what may be done with it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.documents.archive import file_name
from app.documents.assembly import facts_of_today
from app.documents.corrections import changes_of, corrected, corrections_of
from app.documents.forms import KeepingForm
from app.documents.models import DocumentState
from app.documents.queries import document, documents_in_force, facts_of, history_of, pdf_of
from app.documents.rules import Keeping
from app.documents.services import keep_as_it_is, note_copy
from app.documents.slips import duplicate_of
from app.documents.views.blueprint import IN_NETWORK, base_url, blueprint
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now, today
from app.web.messages import explain
from app.web.records import found
from app.web.responses import PDF_TYPE, download


@blueprint.get(f"{IN_NETWORK}/certificats/<int:document_id>")
@allow(Role.ADMINISTRATOR)
def certificate(network: Network, document_id: int) -> str:
    """Show what a certificate says, what the records say otherwise today, and its history."""
    found_one = found(document(network, document_id))
    frozen = facts_of(found_one)
    fresh = None
    if found_one.state is DocumentState.VALID:
        fresh, _refusal = facts_of_today(network, found_one, today=today(network), base_url=base_url())
    return render_template(
        "documents/certificate.html",
        document=found_one,
        facts=frozen,
        history=history_of(found_one),
        changes=changes_of(frozen, fresh) if fresh else [],
        form=KeepingForm(),
    )


@blueprint.post(f"{IN_NETWORK}/certificats/<int:document_id>/maintien")
@allow(Role.ADMINISTRATOR)
def keep_certificate(network: Network, document_id: int) -> Any:
    """Decide that a certificate stays as it is although the records were corrected."""
    found_one = found(document(network, document_id))
    form = KeepingForm()
    here = redirect(url_for("documents.certificate", document_id=document_id), 303)
    if not form.validate_on_submit():
        flash(_("Choisissez ce qui doit rester, et donnez le motif."), "error")
        return here
    fresh, refusal = facts_of_today(network, found_one, today=today(network), base_url=base_url())
    if fresh is None and refusal is not None:
        flash(explain(refusal), "error")
        return here
    try:
        keep_as_it_is(
            found_one,
            Keeping(form.choice.data),
            form.reason.data,
            corrected(facts_of(found_one), fresh) if fresh else "",
            now=now(),
            by=signed_in_person(),
        )
    except RuleBroken as refused:
        flash(explain(refused), "error")
    else:
        flash(_("Le certificat n° %(number)s reste tel quel.", number=found_one.number), "success")
    return here


@blueprint.post(f"{IN_NETWORK}/certificats/<int:document_id>/duplicata")
@allow(Role.ADMINISTRATOR)
def duplicate(network: Network, document_id: int) -> Any:
    """Hand out a copy that is marked as one, and note it in the history."""
    found_one = found(document(network, document_id))
    try:
        note_copy(found_one, now=now(), by=signed_in_person())
    except RuleBroken as refusal:
        flash(explain(refusal), "error")
        return redirect(url_for("documents.certificate", document_id=document_id), 303)
    copy = duplicate_of(pdf_of(found_one.id) or b"", facts_of(found_one), today(network))
    return download(copy, f"duplicata-{file_name(found_one)}", PDF_TYPE)


@blueprint.get(f"{IN_NETWORK}/certificats/corrections")
@allow(Role.ADMINISTRATOR)
def corrections(network: Network) -> str:
    """List the valid certificates of which the records say something else today, until somebody has decided."""
    waiting = corrections_of(network, documents_in_force(network), today(network), base_url())
    return render_template("documents/corrections.html", waiting=waiting)
