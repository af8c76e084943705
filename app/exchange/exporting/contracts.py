"""What everybody in training has to follow, has followed and will have followed."""

from typing import Final

from app.core.hours import hours_in_hundredths
from app.exchange.exporting.formats import Export, ExportColumn
from app.exchange.exporting.selection import EVERYTHING, Selection
from app.exchange.exporting.words import ENTRIES
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
    ExportColumn("Entrée"),
    ExportColumn("Heures prescrites", ColumnFormat.HOURS),
    ExportColumn("Heures suivies", ColumnFormat.HOURS),
    ExportColumn("Heures validées", ColumnFormat.HOURS),
    ExportColumn("Heures prévues", ColumnFormat.HOURS),
    ExportColumn("Heures restantes", ColumnFormat.HOURS),
    ExportColumn("Heures sans séance prévue", ColumnFormat.HOURS),
    ExportColumn("Fin prévue", ColumnFormat.DATE),
)


def export_contracts(network: Network, selection: Selection = EVERYTHING) -> Export:
    """Return one row for each advisor in training, by name, as it stands today."""
    rows = contract_rows(network, today(network))
    people = {advisor.id: advisor for advisor in advisors(network)}
    meant = [row for row in rows if selection.holds_person(people[row.advisor_id], [row.follower.group_id])]
    return Export("Contrats", _COLUMNS, [_row(each) for each in meant])


def _row(row: ContractRow) -> tuple[Written, ...]:
    contract = row.contract
    is_prescribed = contract.prescribed is not None
    return (
        row.family_name,
        row.given_name,
        row.email,
        row.cohort,
        row.group,
        ENTRIES[row.follower.status],
        hours_in_hundredths(contract.prescribed) if contract.prescribed is not None else None,
        hours_in_hundredths(contract.done),
        hours_in_hundredths(contract.validated),
        hours_in_hundredths(contract.planned),
        hours_in_hundredths(contract.remaining) if is_prescribed else None,
        hours_in_hundredths(contract.missing) if is_prescribed else None,
        contract.ends_on,
    )
