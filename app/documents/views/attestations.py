"""What the training provider attests of one training, to print and to sign."""

from flask import Response

from app.core.errors import NotFound
from app.core.roles import Role
from app.documents.attestations import Attestation, attestation_facts, file_name, print_attestation
from app.documents.queries import pictures_named
from app.documents.views.blueprint import IN_NETWORK, blueprint
from app.people.models import Network
from app.training.queries import enrolment as find_enrolment
from app.web.access import allow
from app.web.clock import today
from app.web.records import found
from app.web.responses import PDF_TYPE, download


@blueprint.get(f"{IN_NETWORK}/inscriptions/<int:enrolment_id>/attestations/<attestation>.pdf")
@allow(Role.ADMINISTRATOR)
def attestation(network: Network, enrolment_id: int, attestation: str) -> Response:
    """Hand out an attestation of what was followed up to today; refused where nobody can sign it."""
    if attestation not in set(Attestation):
        raise NotFound
    kind = Attestation(attestation)
    enrolment = found(find_enrolment(network, enrolment_id))
    facts = attestation_facts(network, enrolment, today=today(network))
    content = print_attestation(kind, facts, pictures_named(facts.provider.pictures))
    return download(content, file_name(kind, facts), PDF_TYPE, inline=True)
