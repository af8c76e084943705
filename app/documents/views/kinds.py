"""The kinds of paper: who may sign each, and a specimen of each in the name of the network."""

from typing import Any

from flask import Response, render_template

from app.core.errors import NotFound
from app.core.roles import Role
from app.documents.kinds import paper_kinds
from app.documents.labels import PAPER_NAMES
from app.documents.views.blueprint import IN_NETWORK, blueprint
from app.people.models import Network
from app.web.access import allow
from app.web.clock import today
from app.web.responses import PDF_TYPE, download


@blueprint.get(f"{IN_NETWORK}/reglages/modeles")
@allow(Role.ADMINISTRATOR)
def paper_models(network: Network) -> Any:
    """List the kinds of paper."""
    kinds = [(paper_kinds()[folder], name) for folder, name in PAPER_NAMES.items()]
    return render_template("documents/paper_models.html", network=network, kinds=kinds)


@blueprint.get(f"{IN_NETWORK}/reglages/modeles/<kind>.pdf")
@allow(Role.ADMINISTRATOR)
def paper_specimen(network: Network, kind: str) -> Response:
    """Hand out the sample of a kind of paper, marked as a specimen; nothing of it is kept."""
    chosen = paper_kinds().get(kind)
    if chosen is None:
        raise NotFound
    pdf = chosen.printed_sample(network, today(network))
    return download(pdf, f"{network.code}-specimen-{kind}.pdf", PDF_TYPE, inline=True)
