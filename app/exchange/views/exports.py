"""Files that go out: what is asked for first, by person, group, employer and period, then the file."""

from typing import Any, Final

from flask import Response, make_response, render_template, request

from app.core.errors import NotFound
from app.core.roles import Role
from app.documents.statements import StatementFacts, people_statement, person_statement, print_statement
from app.documents.statements import file_name as name_of_statement
from app.exchange.exporting.formats import FileFormat
from app.exchange.exporting.registry import ASKED, ExportKind, export_file
from app.exchange.exporting.selection import Selection
from app.exchange.forms import SelectionForm
from app.exchange.labels import EXPORT_CONTENTS
from app.exchange.views.blueprint import blueprint
from app.exchange.views.chosen import chosen
from app.people.models import Network
from app.training.models import Advisor
from app.training.queries import advisors, cohorts, hosts
from app.training.queries import group as find_group
from app.training.queries import host as find_host
from app.web.access import allow
from app.web.clock import today
from app.web.forms import REFUSED
from app.web.records import found
from app.web.responses import CSV_TYPE, PDF_TYPE, XLSX_TYPE, download

_TYPES: Final = {FileFormat.CSV: CSV_TYPE, FileFormat.XLSX: XLSX_TYPE}
_NAMES: Final = {
    ExportKind.ADVISORS: "conseillers",
    ExportKind.CERTIFICATES: "certificats",
    ExportKind.CONTRACTS: "contrats",
    ExportKind.HOURS: "heures",
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
    if extension == _PDF and kind is not ExportKind.HOURS:
        raise NotFound
    file_format = None if extension == _PDF else chosen(FileFormat, extension)
    form = _form(network, kind)
    if not form.validate():
        return make_response(_form_page(kind, form), REFUSED)
    selection = _selection(form)
    if file_format is None:
        return _hours_on_paper(network, selection)
    name = f"{_NAMES[kind]}-{network.code}-{today(network):%Y-%m-%d}.{file_format}"
    return download(export_file(network, kind, file_format, selection), name, _TYPES[file_format])


def _form(network: Network, kind: ExportKind) -> SelectionForm:
    form = SelectionForm(request.args)
    everybody = [] if "personne" not in ASKED[kind] else advisors(network)
    groups = [group for cohort in cohorts(network) for group in cohort.groups]
    form.offer(
        [(each.id, each.person.display_name) for each in everybody],
        [(each.id, f"{each.name}, {each.cohort.name}") for each in groups],
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
        formats=[each.value for each in FileFormat] + ([_PDF] if kind is ExportKind.HOURS else []),
    )


def _hours_on_paper(network: Network, selection: Selection) -> Response:
    facts = _statement(network, selection)
    return download(print_statement(facts), name_of_statement(facts), PDF_TYPE)


def _statement(network: Network, selection: Selection) -> StatementFacts:
    day, period = today(network), (selection.first, selection.last)
    meant = [each for each in advisors(network) if _is_meant(each, selection)]
    if selection.advisor_id is not None and len(meant) == 1 and selection.group_id is None:
        return person_statement(network, meant[0], *period, today=day)
    return people_statement(
        network, meant, _about(network, selection), *period, today=day, group_id=selection.group_id
    )


def _is_meant(advisor: Advisor, selection: Selection) -> bool:
    return selection.holds_person(advisor, [each.group_id for each in advisor.enrolments])


def _about(network: Network, selection: Selection) -> str:
    """Return whose hours these are, in the words of the pages: a group, an employer, or the network."""
    named = []
    if selection.group_id is not None:
        group = found(find_group(network, selection.group_id))
        named.append(f"{group.name}, {group.cohort.name}")
    if selection.host_id is not None:
        named.append(found(find_host(network, selection.host_id)).name)
    return ", ".join(named) or network.name
