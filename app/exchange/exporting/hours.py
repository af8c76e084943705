"""All half-days and activities of a network as they count now, in the layout that the import of hours reads."""

from typing import Final

from app.attendance.models import HoursEntry
from app.core.hours import hours_in_hundredths
from app.exchange.exporting.formats import Export, ExportColumn
from app.exchange.queries import half_days
from app.exchange.selection import EVERYTHING, Selection
from app.exchange.words import ATTENDANCES, HALVES, MODALITIES, OUTSIDE_OF_HALF_DAYS
from app.exchange.writing import ColumnFormat, Written
from app.people.models import Network

_COLUMNS: Final = (
    ExportColumn("Email"),
    ExportColumn("ID conseiller", ColumnFormat.WHOLE),
    ExportColumn("Nom"),
    ExportColumn("Prénom"),
    ExportColumn("Date", ColumnFormat.DATE),
    ExportColumn("Demi-journée"),
    ExportColumn("Heures", ColumnFormat.HOURS),
    ExportColumn("Modalité"),
    ExportColumn("Présence"),
    ExportColumn("Commentaire"),
    ExportColumn("Promotion"),
    ExportColumn("Corrigée"),
    ExportColumn("Activité"),
)


def export_hours(network: Network, selection: Selection = EVERYTHING) -> Export:
    """Return one row for each half-day and validated activity, by person and day; read in again, it changes nothing."""
    return Export("Heures", _COLUMNS, [_row(entry) for entry in half_days(network, selection)])


def _row(entry: HoursEntry) -> tuple[Written, ...]:
    advisor = entry.enrolment.advisor
    return (
        advisor.person.email,
        advisor.state_id,
        advisor.person.family_name,
        advisor.person.given_name,
        entry.day,
        HALVES[entry.half] if entry.half is not None else OUTSIDE_OF_HALF_DAYS,
        hours_in_hundredths(entry.half_day_minutes),
        MODALITIES[entry.modality],
        ATTENDANCES[entry.attendance],
        entry.reason,
        entry.enrolment.cohort.name,
        entry.corrects_id is not None,
        entry.activity.title if entry.activity is not None else None,
    )
