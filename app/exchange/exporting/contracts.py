"""What everybody in training has to follow, has followed and will have followed."""

from typing import Final

from app.core.hours import hours_in_hundredths
from app.exchange.exporting.formats import Export, ExportColumn
from app.exchange.selection import EVERYTHING, Selection
from app.exchange.words import ENTRIES
from app.exchange.writing import ColumnFormat, Written
from app.people.models import Network
from app.progress.queries import ContractRow, contract_rows
from app.progress.rules import Contract, SubjectHours
from app.training.queries import advisors
from app.web.clock import today

WHO: Final = (
    ExportColumn("Nom"),
    ExportColumn("Prénom"),
    ExportColumn("Email"),
    ExportColumn("Promotion"),
    ExportColumn("Groupe"),
)
HOURS: Final = (
    ExportColumn("Heures prescrites", ColumnFormat.HOURS),
    ExportColumn("Heures suivies", ColumnFormat.HOURS),
    ExportColumn("Heures validées", ColumnFormat.HOURS),
    ExportColumn("Heures prévues", ColumnFormat.HOURS),
    ExportColumn("Heures restantes", ColumnFormat.HOURS),
    ExportColumn("Heures sans séance prévue", ColumnFormat.HOURS),
)
_COLUMNS: Final = (*WHO, ExportColumn("Entrée"), *HOURS, ExportColumn("Fin prévue", ColumnFormat.DATE))


def export_contracts(network: Network, selection: Selection = EVERYTHING) -> Export:
    """Return one row for each advisor in training, by name, as it stands today."""
    return Export("Contrats", _COLUMNS, [_row(each) for each in rows_of(network, selection)])


def rows_of(network: Network, selection: Selection) -> list[ContractRow]:
    """Return the contracts of those who are meant, by name, as they stand today."""
    rows = contract_rows(network, today(network))
    people = {advisor.id: advisor for advisor in advisors(network)}
    return [row for row in rows if selection.holds_person(people[row.advisor_id], [row.follower.group_id])]


def who(row: ContractRow) -> tuple[Written, ...]:
    """Return the cells of ``WHO``."""
    return row.family_name, row.given_name, row.email, row.cohort, row.group


def hours_of(row: ContractRow, said: Contract | SubjectHours) -> tuple[Written, ...]:
    """Return the cells of ``HOURS``: of somebody, all that is said or that of one module.

    What remains is empty where nobody has said how much is prescribed, and of who is certified: nothing is awaited.
    """
    followed = [hours_in_hundredths(each) for each in (said.done, said.validated, said.planned)]
    if said.prescribed is None:
        return None, *followed, None, None
    prescribed = hours_in_hundredths(said.prescribed)
    if row.is_certified:
        return prescribed, *followed, None, None
    remaining, missing = hours_in_hundredths(said.remaining), hours_in_hundredths(said.missing)
    return prescribed, *followed, remaining, missing


def _row(row: ContractRow) -> tuple[Written, ...]:
    ends_on = row.contract.ends_on if not row.is_certified else None
    return *who(row), ENTRIES[row.follower.status], *hours_of(row, row.contract), ends_on
