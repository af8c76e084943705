"""The files of certificates: single ones, and those of a run or of the whole network."""

from flask import Response, g

from app.core.errors import NotFound
from app.core.roles import Role
from app.documents.archive import file_name, merged_pdf, zip_of_pdfs
from app.documents.models import DocumentState, IssuedDocument
from app.documents.queries import document, documents_in_force, pdf_of, pdfs_of, print_run
from app.documents.views.blueprint import IN_NETWORK, blueprint
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.responses import PDF_TYPE, ZIP_TYPE, download


@blueprint.get(f"{IN_NETWORK}/certificats/<int:document_id>.pdf")
@allow(Role.ADVISOR, Role.ADMINISTRATOR)
def certificate_pdf(network: Network, document_id: int) -> Response:
    """Hand out the archived bytes of a certificate: any to administrators, to advisors their own while it is valid."""
    found = document(network, document_id)
    if found is None or not _may_download(found):
        raise NotFound
    pdf = pdf_of(found.id)
    if pdf is None:
        raise NotFound
    return download(pdf, file_name(found), PDF_TYPE)


@blueprint.get(f"{IN_NETWORK}/certificats.pdf")
@allow(Role.ADMINISTRATOR)
def all_merged(network: Network) -> Response:
    """Hand out every valid certificate of the network as one PDF."""
    return _merged(network, documents_in_force(network), "certificats")


@blueprint.get(f"{IN_NETWORK}/certificats.zip")
@allow(Role.ADMINISTRATOR)
def all_zipped(network: Network) -> Response:
    """Hand out every valid certificate of the network as single files."""
    return _zipped(network, documents_in_force(network), "certificats")


@blueprint.get(f"{IN_NETWORK}/impressions/<int:run_id>.pdf")
@allow(Role.ADMINISTRATOR)
def run_merged(network: Network, run_id: int) -> Response:
    """Hand out the valid certificates of a print run as one PDF."""
    return _merged(network, _of_run(network, run_id), f"impression-{run_id}")


@blueprint.get(f"{IN_NETWORK}/impressions/<int:run_id>.zip")
@allow(Role.ADMINISTRATOR)
def run_zipped(network: Network, run_id: int) -> Response:
    """Hand out the valid certificates of a print run as single files."""
    return _zipped(network, _of_run(network, run_id), f"impression-{run_id}")


def _may_download(found: IssuedDocument) -> bool:
    if Role.ADMINISTRATOR in g.roles:
        return True
    return found.advisor.person_id == signed_in_person().id and found.state is DocumentState.VALID


def _of_run(network: Network, run_id: int) -> list[IssuedDocument]:
    if print_run(network, run_id) is None:
        raise NotFound
    return documents_in_force(network, run_id)


def _merged(network: Network, documents: list[IssuedDocument], name: str) -> Response:
    if not documents:
        raise NotFound
    return download(merged_pdf(pdfs_of(documents)), f"{network.code}-{name}.pdf", PDF_TYPE)


def _zipped(network: Network, documents: list[IssuedDocument], name: str) -> Response:
    if not documents:
        raise NotFound
    return download(zip_of_pdfs(pdfs_of(documents)), f"{network.code}-{name}.zip", ZIP_TYPE)
