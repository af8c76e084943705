"""The page of the files, and the empty ones to fill in."""

from typing import Final

from flask import Response, render_template

from app.core.errors import NotFound
from app.core.roles import Role
from app.exchange.exporting.formats import FileFormat
from app.exchange.exporting.templates import TEMPLATES, template_file
from app.exchange.kinds import FileKind
from app.exchange.labels import DESCRIPTIONS, EXPORT_CONTENTS
from app.exchange.views.blueprint import blueprint
from app.exchange.views.chosen import chosen
from app.people.models import Network
from app.web.access import allow
from app.web.responses import CSV_TYPE, XLSX_TYPE, download

_TYPES: Final = {FileFormat.CSV: CSV_TYPE, FileFormat.XLSX: XLSX_TYPE}
_TEMPLATE_NAMES: Final = {
    FileKind.ACTIVITIES: "activités",
    FileKind.HOURS: "heures",
    FileKind.SESSIONS: "séances",
    FileKind.TRAINING_DATES: "dates-de-formation",
}


@blueprint.get("/fichiers")
@allow(Role.ADMINISTRATOR)
def files(network: Network) -> str:
    """Show which files can come in and go out."""
    return render_template(
        "exchange/files.html",
        network=network,
        descriptions=DESCRIPTIONS,
        exports=EXPORT_CONTENTS,
        formats=list(FileFormat),
    )


@blueprint.get("/fichiers/modele/<what>.<extension>")
@allow(Role.ADMINISTRATOR)
def template(network: Network, what: str, extension: str) -> Response:
    """Hand out an empty file to fill in; it is the same in every network."""
    kind, file_format = chosen(FileKind, what), chosen(FileFormat, extension)
    if kind not in TEMPLATES:
        raise NotFound
    name = f"modèle-{_TEMPLATE_NAMES[kind]}-{network.code}.{file_format}"
    return download(template_file(kind, file_format), name, _TYPES[file_format])
