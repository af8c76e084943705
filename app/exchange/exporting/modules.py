"""What everybody in training has to follow of each module, has followed and will have followed."""

from typing import Final

from app.exchange.exporting.contracts import HOURS, WHO, hours_of, rows_of, who
from app.exchange.exporting.formats import Export, ExportColumn
from app.exchange.selection import EVERYTHING, Selection
from app.people.models import Network

_COLUMNS: Final = (*WHO, ExportColumn("Module"), *HOURS)


def export_modules(network: Network, selection: Selection = EVERYTHING) -> Export:
    """Return one row for each advisor in training and module, by name, as it stands today."""
    lines = [
        (*who(row), module, *hours_of(row, hours))
        for row in rows_of(network, selection)
        for module, hours in row.subjects.modules.items()
    ]
    return Export("Modules", _COLUMNS, lines)
