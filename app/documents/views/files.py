"""The files of certificates: single ones, and those of a run or of the whole network."""

from typing import Any

from flask import Response, g, render_template, request

from app.core.errors import NotFound, RuleBroken
from app.core.roles import Role
from app.documents.archive import file_name, merged_pdf, separated_by_host, zip_of_pdfs
from app.documents.forms import FilesForm
from app.documents.models import DocumentState, IssuedDocument
from app.documents.naming import FIELDS_IN_WORDS, check_pattern
from app.documents.queries import document, documents_in_force, pdf_of, pdfs_of, print_run
from app.documents.rules import DEFAULT_PATTERN
from app.documents.views.blueprint import IN_NETWORK, blueprint
from app.people.accounts import signed_in_person
from app.people.models import Network, SortOrder
from app.web.access import allow
from app.web.clock import today
from app.web.forms import REFUSED, show_refusal
from app.web.records import found
from app.web.responses import PDF_TYPE, ZIP_TYPE, download


@blueprint.get(f"{IN_NETWORK}/certificats/<int:document_id>.pdf")
@allow(Role.ADVISOR, Role.ADMINISTRATOR)
def certificate_pdf(network: Network, document_id: int) -> Response:
    """Hand out the archived bytes of a certificate: any to administrators, to advisors their own while it is valid."""
    certificate = document(network, document_id)
    if certificate is None or not _may_download(certificate):
        raise NotFound
    pdf = pdf_of(certificate.id)
    if pdf is None:
        raise NotFound
    return download(pdf, file_name(certificate), PDF_TYPE)


@blueprint.get(f"{IN_NETWORK}/certificats.pdf")
@allow(Role.ADMINISTRATOR)
def all_merged(network: Network) -> Response:
    """Hand out every valid certificate of the network as one PDF."""
    return _merged(network, None, "certificats")


@blueprint.get(f"{IN_NETWORK}/certificats.zip")
@allow(Role.ADMINISTRATOR)
def all_zipped(network: Network) -> Any:
    """Hand out every valid certificate of the network as single files."""
    return _zipped(network, None, "certificats")


@blueprint.get(f"{IN_NETWORK}/impressions/<int:run_id>.pdf")
@allow(Role.ADMINISTRATOR)
def run_merged(network: Network, run_id: int) -> Response:
    """Hand out the valid certificates of a print run as one PDF."""
    return _merged(network, _found_run(network, run_id), f"impression-{run_id}")


@blueprint.get(f"{IN_NETWORK}/impressions/<int:run_id>.zip")
@allow(Role.ADMINISTRATOR)
def run_zipped(network: Network, run_id: int) -> Any:
    """Hand out the valid certificates of a print run as single files."""
    return _zipped(network, _found_run(network, run_id), f"impression-{run_id}")


def _may_download(found: IssuedDocument) -> bool:
    if Role.ADMINISTRATOR in g.roles:
        return True
    return found.advisor.person_id == signed_in_person().id and found.state is DocumentState.VALID


@blueprint.get(f"{IN_NETWORK}/certificats/fichiers")
@allow(Role.ADMINISTRATOR)
def choose_files(network: Network) -> str:
    """Ask how the files shall be sorted and called: those of a run, or of the whole network."""
    form = FilesForm(request.args)
    if not form.validate() and form.impression.errors:
        raise NotFound
    run_id = form.impression.data
    if run_id is not None:
        _found_run(network, run_id)
    return render_template(
        "documents/files.html",
        form=FilesForm(None, data={"ordre": network.sort_order.value}),
        run_id=run_id,
        fields=FIELDS_IN_WORDS,
    )


def _found_run(network: Network, run_id: int) -> int:
    return found(print_run(network, run_id)).id


def _merged(network: Network, run_id: int | None, name: str) -> Response:
    form = FilesForm(request.args)
    has_sheets = bool(form.feuilles.data)
    order = SortOrder.HOST if has_sheets else _order(form)
    documents = documents_in_force(network, run_id, order)
    if not documents:
        raise NotFound
    sheets = separated_by_host(documents, network.name, today(network)) if has_sheets else None
    return download(merged_pdf(pdfs_of(documents), sheets), f"{network.code}-{name}.pdf", PDF_TYPE)


def _zipped(network: Network, run_id: int | None, name: str) -> Response | tuple[str, int]:
    form = FilesForm(request.args)
    documents = documents_in_force(network, run_id, _order(form))
    if not documents:
        raise NotFound
    try:
        check_pattern(form.noms.data or DEFAULT_PATTERN)
    except RuleBroken as refusal:
        show_refusal(form, refusal, "noms")
        page = render_template("documents/files.html", form=form, run_id=run_id, fields=FIELDS_IN_WORDS)
        return page, REFUSED
    zipped = zip_of_pdfs(pdfs_of(documents), form.noms.data or DEFAULT_PATTERN)
    return download(zipped, f"{network.code}-{name}.zip", ZIP_TYPE)


def _order(form: FilesForm) -> SortOrder | None:
    # An address that somebody has changed gives the order of the network.
    return SortOrder(form.ordre.data) if form.ordre.data in set(SortOrder) else None
