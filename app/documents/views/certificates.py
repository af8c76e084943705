"""The page of certificates: what is due, what stands in the way, what was issued."""

from collections.abc import Sequence
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.documents.assembly import gather
from app.documents.background import complete_in_background
from app.documents.forms import SearchForm
from app.documents.queries import (
    count_in_force,
    due_results,
    found_documents,
    late_recruits_in_training,
    results_to_certify,
    unfinished_runs,
)
from app.documents.rules import SeveralRefused, is_only_of_this_machine
from app.documents.services import reserve_certificates
from app.documents.views.blueprint import IN_NETWORK, base_url, blueprint
from app.documents.views.seals import is_sealed_for_development, seal_refusal
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import REFUSED
from app.web.messages import explain
from app.web.paging import PAGE_SIZE, page_asked_for

_LONGEST_SEARCH: Final = 200
_LONGEST_IDENTIFIER: Final = 10


@blueprint.get(f"{IN_NETWORK}/certificats")
@allow(Role.ADMINISTRATOR)
def certificates(network: Network) -> Response:
    """Show what is due and what was issued."""
    return _page(network)


@blueprint.post(f"{IN_NETWORK}/certificats")
@allow(Role.ADMINISTRATOR)
def issue(network: Network) -> Response:
    """Take numbers for the certificates that were ticked, or for the one whose button was pressed, and print them."""
    asked = request.form.getlist("only") or request.form.getlist("results")
    chosen = results_to_certify(network, [int(each) for each in asked if _is_identifier(each)])
    try:
        run = reserve_certificates(
            network, chosen, today=today(network), now=now(), by=signed_in_person(), base_url=base_url()
        )
    except SeveralRefused as refusal:
        return _page(network, refusals=[refusal, *refusal.refusals])
    except RuleBroken as refusal:
        return _page(network, refusals=[refusal])
    complete_in_background(run)
    return make_response(redirect(url_for("documents.print_run", run_id=run.id), 303))


def _page(network: Network, refusals: Sequence[RuleBroken] = ()) -> Response:
    printable, refused = gather(network, due_results(network), today=today(network), base_url=base_url())
    search = SearchForm(request.args)
    words = (search.q.data or "")[:_LONGEST_SEARCH]
    total, _documents = found_documents(network, words, offset=0, limit=0)
    page = page_asked_for(total)
    _total, documents = found_documents(network, words, offset=page.offset, limit=PAGE_SIZE)
    content = render_template(
        "documents/certificates.html",
        printable=printable,
        refused=refused,
        unreachable=base_url()
        if network.pinned_today is None and is_only_of_this_machine(base_url())
        else None,
        seal_refusal=seal_refusal() if printable else None,
        is_sealed_for_development=bool(printable) and is_sealed_for_development(),
        late_recruits=late_recruits_in_training(network, today(network)),
        unfinished_runs=unfinished_runs(network),
        in_force=count_in_force(network),
        documents=documents,
        page=page,
        search=search,
        words=words,
        refusals=[explain(refusal) for refusal in refusals],
        explain=explain,
    )
    return make_response(content, REFUSED if refusals else 200)


def _is_identifier(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < _LONGEST_IDENTIFIER
