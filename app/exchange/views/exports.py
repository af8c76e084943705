"""Files that go out: what is asked for first, by person, group, employer and period, then the file."""

from typing import Any, Final

from flask import Response, make_response, render_template, request

from app.certification.queries import exam_session
from app.core.errors import NotFound, RuleBroken
from app.core.roles import Role
from app.exchange.exporting.ceres import export_for_ceres
from app.exchange.exporting.formats import FileFormat
from app.exchange.exporting.paper import ON_PAPER, export_on_paper
from app.exchange.exporting.registry import ASKED, ExportKind, export_file
from app.exchange.forms import SelectionForm
from app.exchange.labels import EXPORT_CONTENTS
from app.exchange.selection import Selection
from app.exchange.views.blueprint import blueprint
from app.exchange.views.chosen import chosen
from app.people.models import Network
from app.training.queries import advisors, groups, hosts
from app.web.access import allow
from app.web.clock import today
from app.web.forms import REFUSED
from app.web.messages import explain
from app.web.records import found
from app.web.responses import CSV_TYPE, PDF_TYPE, XLSX_TYPE, download

_TYPES: Final = {FileFormat.CSV: CSV_TYPE, FileFormat.XLSX: XLSX_TYPE}
_NAMES: Final = {
    ExportKind.ADVISORS: "conseillers",
    ExportKind.CERTIFICATES: "certificats",
    ExportKind.CONTRACTS: "contrats",
    ExportKind.HOURS: "heures",
    ExportKind.MODULES: "heures-par-module",
    ExportKind.REGISTERS: "registres",
    ExportKind.RESULTS: "résultats",
    ExportKind.SESSIONS: "séances",
}
_PDF: Final = "pdf"


@blueprint.get("/fichiers/exporter/<what>")
@allow(Role.ADMINISTRATOR)
def choose_export(network: Network, what: str) -> str:
    """Ask of whom and of when a file is to tell."""
    kind = chosen(ExportKind, what)
    return _form_page(kind, _form(network, kind))


@blueprint.get("/export/<what>.<extension>")
@allow(Role.ADMINISTRATOR)
def export(network: Network, what: str, extension: str) -> Response:
    """Hand out what was asked for of a kind: all that the network has when nothing else is said."""
    kind = chosen(ExportKind, what)
    if extension == _PDF and kind not in ON_PAPER:
        raise NotFound
    file_format = None if extension == _PDF else chosen(FileFormat, extension)
    form = _form(network, kind)
    if not form.validate():
        return make_response(_form_page(kind, form), REFUSED)
    if file_format is None:
        return _on_paper(network, kind, form)
    name = f"{_NAMES[kind]}-{network.code}-{today(network):%Y-%m-%d}.{file_format}"
    return download(export_file(network, kind, file_format, _selection(form)), name, _TYPES[file_format])


@blueprint.get("/examens/<int:exam_session_id>/ceres.<extension>")
@allow(Role.ADMINISTRATOR)
def ceres_list(network: Network, exam_session_id: int, extension: str) -> Response:
    """Hand out what is typed into CERES about an exam."""
    file_format = chosen(FileFormat, extension)
    session = found(exam_session(network, exam_session_id))
    day = f"-{session.held_on:%Y-%m-%d}" if session.held_on is not None else ""
    content = export_for_ceres(session).written_as(file_format)
    return download(content, f"ceres-{network.code}{day}.{file_format}", _TYPES[file_format])


def _form(network: Network, kind: ExportKind) -> SelectionForm:
    form = SelectionForm(request.args)
    everybody = [] if "personne" not in ASKED[kind] else advisors(network)
    form.offer(
        [(each.id, each.person.display_name) for each in everybody],
        [(each.id, f"{each.name}, {each.cohort.name}") for each in groups(network)],
        [(each.id, each.name) for each in hosts(network)],
    )
    form.keep(ASKED[kind])
    return form


def _selection(form: SelectionForm) -> Selection:
    said: dict[str, Any] = {field.name: field.data for field in form}
    return Selection(
        said.get("du"), said.get("au"), said.get("personne"), said.get("groupe"), said.get("structure")
    )


def _form_page(kind: ExportKind, form: SelectionForm) -> str:
    return render_template(
        "exchange/choose_export.html",
        kind=kind,
        contents=EXPORT_CONTENTS[kind],
        form=form,
        formats=[each.value for each in FileFormat] + ([_PDF] if kind in ON_PAPER else []),
    )


def _on_paper(network: Network, kind: ExportKind, form: SelectionForm) -> Response:
    try:
        name, content = export_on_paper(network, kind, _selection(form), today(network))
    except RuleBroken as refusal:
        form.form_errors.append(explain(refusal))
        return make_response(_form_page(kind, form), REFUSED)
    return download(content, name, PDF_TYPE)
