"""The empty files that people fill in."""

from collections.abc import Callable, Mapping
from typing import Final

from flask_babel import gettext

from app.exchange.cells import shown
from app.exchange.exporting.formats import Export, ExportColumn, FileFormat
from app.exchange.kinds import FileKind
from app.exchange.layouts import activities, hours, sessions, training_dates
from app.exchange.layouts.template import Template

TEMPLATES: Final[Mapping[FileKind, Callable[[], Template]]] = {
    FileKind.ACTIVITIES: activities.template_rows,
    FileKind.HOURS: hours.template_rows,
    FileKind.SESSIONS: sessions.template_rows,
    FileKind.TRAINING_DATES: training_dates.template_rows,
}


def template_file(kind: FileKind, file_format: FileFormat) -> bytes:
    """Return a file with the headings of ``kind``; the examples of a workbook stand on the sheet of instructions."""
    template = TEMPLATES[kind]()
    examples = [" ; ".join(shown(cell) for cell in example) for example in template.examples]
    instructions = [*map(gettext, template.instructions), "", gettext("Exemples :"), *examples]
    columns = [ExportColumn(heading) for heading in template.headers]
    return Export("Modèle", columns, [], instructions).written_as(file_format)
