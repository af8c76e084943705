"""The page on which a certificate is given up that the paper refuses."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.documents.forms import WithdrawalForm
from app.documents.queries import document, facts_of, typesetting_refusals
from app.documents.services import withdraw
from app.documents.views.blueprint import IN_NETWORK, blueprint
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now
from app.web.forms import show_refusal, status_of
from app.web.messages import explain
from app.web.records import found


@blueprint.route(f"{IN_NETWORK}/certificats/<int:document_id>/retrait", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def withdraw_certificate(network: Network, document_id: int) -> Any:
    """Say why the paper refuses it, ask for the reason, and withdraw."""
    certificate = found(document(network, document_id))
    form = WithdrawalForm()
    if form.validate_on_submit():
        try:
            withdraw(certificate, form.reason.data, now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("Le numéro %(number)s est retiré.", number=certificate.number), "success")
            return redirect(url_for("documents.certificates"), 303)
    refusal_of_paper = typesetting_refusals([certificate]).get(certificate.id)
    page = render_template(
        "documents/withdrawal.html",
        form=form,
        document=certificate,
        facts=facts_of(certificate),
        refusal=explain(refusal_of_paper) if refusal_of_paper else None,
    )
    return page, status_of(form)
