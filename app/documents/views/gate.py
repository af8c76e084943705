"""The gate of a print run: who is ready and what is wrong, by name; then one press takes the numbers and prints."""

from collections.abc import Iterable, Sequence
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for

from app.certification.models import Result
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.documents.background import complete_in_background
from app.documents.queries import results_to_certify
from app.documents.rules import SeveralRefused, is_only_of_this_machine
from app.documents.runs import look_through
from app.documents.services import ask_to_issue, reserve_certificates
from app.documents.views.blueprint import IN_NETWORK, base_url, blueprint
from app.documents.views.confirmations import lead_to_confirmation
from app.documents.views.seals import is_sealed_for_development, seal_refusal
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import REFUSED
from app.web.messages import explain

_LONGEST_IDENTIFIER: Final = 10


@blueprint.get(f"{IN_NETWORK}/certificats/controle", endpoint="gate")
@blueprint.post(f"{IN_NETWORK}/certificats/controle", endpoint="gate_of_chosen")
@allow(Role.ADMINISTRATOR)
def gate(network: Network) -> Response:
    """Show what stands in the way of all that is due, or of the people who were ticked; nothing is issued."""
    if request.method == "GET":
        return _page(network, None)
    asked = request.form.getlist("only") or request.form.getlist("results")
    return _page(network, results_to_certify(network, _identifiers(asked)))


@blueprint.post(f"{IN_NETWORK}/certificats")
@allow(Role.ADMINISTRATOR)
def issue(network: Network) -> Response:
    """Take numbers for the certificates that were ticked, as they were shown, and print them."""
    shown = dict(each.partition("-")[::2] for each in request.form.getlist("shown"))
    chosen = results_to_certify(network, _identifiers([*shown, *request.form.getlist("results")]))
    digests = {each.id: shown[str(each.id)] for each in chosen if str(each.id) in shown}
    try:
        if network.needs_two_people:
            ask_to_issue(
                network,
                chosen,
                today=today(network),
                now=now(),
                by=signed_in_person(),
                base_url=base_url(),
                shown=digests,
            )
            return make_response(lead_to_confirmation())
        run = reserve_certificates(
            network,
            chosen,
            today=today(network),
            now=now(),
            by=signed_in_person(),
            base_url=base_url(),
            shown=digests,
        )
    except SeveralRefused as refusal:
        return _page(network, chosen, [refusal, *refusal.refusals])
    except RuleBroken as refusal:
        return _page(network, chosen, [refusal])
    complete_in_background(run)
    return make_response(redirect(url_for("documents.print_run", run_id=run.id), 303))


def _page(network: Network, chosen: Sequence[Result] | None, refusals: Sequence[RuleBroken] = ()) -> Response:
    seen = look_through(network, chosen, today=today(network), base_url=base_url())
    printable = bool(seen.ready or seen.doubtful)
    content = render_template(
        "documents/gate.html",
        gate=seen,
        is_nobody_chosen=chosen is not None and not chosen,
        explain=explain,
        refusals=[explain(refusal) for refusal in refusals],
        seal_refusal=seal_refusal() if printable else None,
        is_sealed_for_development=printable and is_sealed_for_development(),
        unreachable=base_url()
        if network.pinned_today is None and is_only_of_this_machine(base_url())
        else None,
    )
    return make_response(content, REFUSED if refusals else 200)


def _identifiers(texts: Iterable[str]) -> list[int]:
    return [
        int(each) for each in texts if each.isascii() and each.isdigit() and len(each) < _LONGEST_IDENTIFIER
    ]
