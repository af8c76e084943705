"""The page on which a certificate is revoked."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.documents.forms import RevocationForm
from app.documents.models import DocumentState
from app.documents.queries import document, facts_of
from app.documents.services import ask_to_revoke, revoke
from app.documents.views.blueprint import IN_NETWORK, blueprint
from app.documents.views.confirmations import lead_to_confirmation
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now
from app.web.forms import show_refusal, status_of
from app.web.records import found


@blueprint.route(f"{IN_NETWORK}/certificats/<int:document_id>/revocation", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def revoke_certificate(network: Network, document_id: int) -> Any:
    """Ask for the reason, and revoke."""
    certificate = found(document(network, document_id))
    form = RevocationForm()
    if form.validate_on_submit():
        try:
            if network.needs_two_people:
                ask_to_revoke(network, certificate, form.reason.data, now=now(), by=signed_in_person())
                return lead_to_confirmation()
            revoke(certificate, form.reason.data, now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("Le certificat n° %(number)s est révoqué.", number=certificate.number), "success")
            return redirect(url_for("documents.certificates"), 303)
    page = render_template(
        "documents/revocation.html",
        form=form,
        document=certificate,
        facts=facts_of(certificate),
        is_valid=certificate.state is DocumentState.VALID,
    )
    return page, status_of(form)
