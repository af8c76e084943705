"""The page on which a certificate is replaced by one with the facts of today."""

from typing import Any

from flask import redirect, render_template, url_for

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.documents.assembly import differences, facts_of_today
from app.documents.background import complete_in_background
from app.documents.forms import ReplacementForm
from app.documents.models import DocumentState, PrintRun
from app.documents.queries import document, facts_of
from app.documents.rules import SeveralRefused
from app.documents.services import ask_to_replace, replace
from app.documents.views.blueprint import IN_NETWORK, base_url, blueprint
from app.documents.views.confirmations import lead_to_confirmation
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import show_refusal, status_of
from app.web.messages import explain
from app.web.records import found


@blueprint.route(f"{IN_NETWORK}/certificats/<int:document_id>/remplacement", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def replace_certificate(network: Network, document_id: int) -> Any:
    """Show what the new certificate would say, ask for the reason, and replace."""
    certificate = found(document(network, document_id))
    form = ReplacementForm()
    if form.validate_on_submit():
        act = ask_to_replace if network.needs_two_people else replace
        try:
            done = act(
                network,
                certificate,
                form.reason.data,
                today=today(network),
                now=now(),
                by=signed_in_person(),
                base_url=base_url(),
            )
        except SeveralRefused as refusal:
            show_refusal(form, refusal.refusals[0])
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            if not isinstance(done, PrintRun):
                return lead_to_confirmation()
            complete_in_background(done)
            return redirect(url_for("documents.print_run", run_id=done.id), 303)
    fresh, refused = facts_of_today(network, certificate, today=today(network), base_url=base_url())
    frozen = facts_of(certificate)
    page = render_template(
        "documents/replacement.html",
        form=form,
        document=certificate,
        facts=frozen,
        changes=differences(frozen, fresh) if fresh else [],
        refusal=explain(refused) if refused else None,
        is_valid=certificate.state is DocumentState.VALID,
    )
    return page, status_of(form)
