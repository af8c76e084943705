"""The page of certificates: what is due, what stands in the way, what was issued."""

from typing import Final

from flask import render_template, request

from app.core.roles import Role
from app.documents.assembly import gather
from app.documents.forms import SearchForm
from app.documents.queries import (
    count_in_force,
    count_pending,
    due_results,
    found_documents,
    late_recruits_in_training,
    unfinished_runs,
)
from app.documents.rules import is_only_of_this_machine
from app.documents.views.blueprint import IN_NETWORK, base_url, blueprint
from app.documents.views.seals import is_sealed_for_development, seal_refusal
from app.people.models import Network
from app.web.access import allow
from app.web.clock import today
from app.web.messages import explain
from app.web.paging import PAGE_SIZE, page_asked_for

_LONGEST_SEARCH: Final = 200


@blueprint.get(f"{IN_NETWORK}/certificats")
@allow(Role.ADMINISTRATOR)
def certificates(network: Network) -> str:
    """Show what is due and what was issued."""
    printable, refused = gather(network, due_results(network), today=today(network), base_url=base_url())
    search = SearchForm(request.args)
    words = (search.q.data or "")[:_LONGEST_SEARCH]
    total, _documents = found_documents(network, words, offset=0, limit=0)
    page = page_asked_for(total)
    _total, documents = found_documents(network, words, offset=page.offset, limit=PAGE_SIZE)
    return render_template(
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
        pending=count_pending(network),
        documents=documents,
        page=page,
        search=search,
        words=words,
        explain=explain,
    )
