"""What everybody in training has to follow of each module, has followed and will have followed."""

from collections.abc import Iterator
from typing import Final

from app.core.hours import hours_in_hundredths
from app.exchange.exporting.formats import Export, ExportColumn
from app.exchange.exporting.selection import EVERYTHING, Selection
from app.exchange.writing import ColumnFormat, Written
from app.people.models import Network
from app.progress.queries import ContractRow, contract_rows
from app.training.queries import advisors
from app.web.clock import today

_COLUMNS: Final = (
    ExportColumn("Nom"),
    ExportColumn("Prénom"),
    ExportColumn("Email"),
    ExportColumn("Promotion"),
    ExportColumn("Groupe"),
    ExportColumn("Module"),
    ExportColumn("Heures prescrites", ColumnFormat.HOURS),
    ExportColumn("Heures suivies", ColumnFormat.HOURS),
    ExportColumn("Heures validées", ColumnFormat.HOURS),
    ExportColumn("Heures prévues", ColumnFormat.HOURS),
    ExportColumn("Heures restantes", ColumnFormat.HOURS),
    ExportColumn("Heures sans séance prévue", ColumnFormat.HOURS),
)


def export_modules(network: Network, selection: Selection = EVERYTHING) -> Export:
    """Return one row for each advisor in training and module, by name, as it stands today."""
    people = {advisor.id: advisor for advisor in advisors(network)}
    meant = [
        row
        for row in contract_rows(network, today(network))
        if selection.holds_person(people[row.advisor_id], [row.follower.group_id])
    ]
    return Export("Modules", _COLUMNS, [line for row in meant for line in _lines(row)])


def _lines(row: ContractRow) -> Iterator[tuple[Written, ...]]:
    for module, hours in row.subjects.modules.items():
        is_prescribed = hours.prescribed is not None
        yield (
            row.family_name,
            row.given_name,
            row.email,
            row.cohort,
            row.group,
            module,
            hours_in_hundredths(hours.prescribed) if hours.prescribed is not None else None,
            hours_in_hundredths(hours.done),
            hours_in_hundredths(hours.validated),
            hours_in_hundredths(hours.planned),
            hours_in_hundredths(hours.remaining) if is_prescribed else None,
            hours_in_hundredths(hours.missing) if is_prescribed else None,
        )
