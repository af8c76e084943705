"""What waits for a second administrator: confirmed or refused here, one by one."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.documents.background import complete_in_background
from app.documents.models import ConfirmationRequest
from app.documents.queries import confirmation_request, confirmation_requests, results_to_certify
from app.documents.rules import SeveralRefused
from app.documents.services import confirm, refuse, refuse_one_hand, switch_two_people
from app.documents.views.blueprint import IN_NETWORK, base_url, blueprint
from app.people.accounts import signed_in_person
from app.people.models import Network, Person
from app.web.access import allow
from app.web.clock import now, today
from app.web.messages import explain
from app.web.records import found


@blueprint.get(f"{IN_NETWORK}/certificats/confirmations")
@allow(Role.ADMINISTRATOR)
def confirmations(network: Network) -> str:
    """List what waits for a second person, and what was decided."""
    pending, me = confirmation_requests(network, is_pending=True), signed_in_person()
    return render_template(
        "documents/confirmations.html",
        pending=[(each, _people_of(network, each)) for each in pending],
        hindered={each.asked_by_id: _hindrance(network, each.asked_by, me) for each in pending},
        decided=confirmation_requests(network, is_pending=False),
        me=me,
    )


@blueprint.post(f"{IN_NETWORK}/certificats/confirmations/<int:request_id>")
@allow(Role.ADMINISTRATOR)
def decide_confirmation(network: Network, request_id: int) -> Response:
    """Confirm what somebody else has asked for, or refuse it."""
    asked = found(confirmation_request(network, request_id))
    try:
        if request.form.get("decision") != "confirm":
            refuse(asked, now=now(), by=signed_in_person())
            flash(_("La demande est refusée. Rien n’a été fait."), "success")
            return _list()
        run = confirm(
            asked, network, today=today(network), now=now(), by=signed_in_person(), base_url=base_url()
        )
    except SeveralRefused as refusal:
        for each in (refusal, *refusal.refusals):
            flash(explain(each), "error")
        return _list()
    except RuleBroken as refusal:
        flash(explain(refusal), "error")
        return _list()
    flash(_("La demande est confirmée."), "success")
    if run is None:
        return _list()
    complete_in_background(run)
    return redirect(url_for("documents.print_run", run_id=run.id), 303)


@blueprint.post(f"{IN_NETWORK}/certificats/deux-personnes")
@allow(Role.ADMINISTRATOR)
def switch_confirmation(network: Network) -> Response:
    """Want two people from now on, or ask that one be enough again."""
    is_on = request.form.get("is_on") == "1"
    holds = switch_two_people(network, is_on=is_on, now=now(), by=signed_in_person())
    if not holds:
        flash(_("Un autre administrateur doit confirmer ce changement."), "info")
    else:
        flash(_("Le réglage est enregistré."), "success")
    return _list()


def lead_to_confirmation() -> Response:
    """Say that a request waits for its second person, and lead to where it waits."""
    sentence = _(
        "La demande est enregistrée : un autre administrateur doit la confirmer. Rien n’est encore fait."
    )
    flash(sentence, "info")
    return _list()


def _list() -> Response:
    return redirect(url_for("documents.confirmations"), 303)


def _hindrance(network: Network, asker: Person, me: Person) -> str | None:
    """Return why this person cannot confirm what somebody else asks for."""
    if asker.id == me.id:
        return None
    try:
        refuse_one_hand(network, asker, me, now())
    except RuleBroken as refusal:
        return explain(refusal)
    return None


def _people_of(network: Network, asked: ConfirmationRequest) -> list[str]:
    results = results_to_certify(network, [int(each) for each in asked.shown])
    return [result.advisor.person.display_name for result in results]
