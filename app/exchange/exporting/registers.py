"""The registers of a network: each half-day with everybody on its sheet, what was recorded, and who has signed."""

from dataclasses import replace
from typing import Final

from app.attendance.queries import PrintedSheet, SignedLine, printed_sheets, recorded_session_ids
from app.attendance.rules import SignatureMethod
from app.core.hours import hours_in_hundredths
from app.exchange.exporting.advisors import WHO, who
from app.exchange.exporting.formats import Export, ExportColumn
from app.exchange.queries import planned_sessions
from app.exchange.selection import EVERYTHING, Selection
from app.exchange.words import ATTENDANCES, HALVES, MODALITIES
from app.exchange.writing import ColumnFormat, Written
from app.people.models import Network
from app.web.clock import PARIS

_SHEETS_AT_ONCE: Final = 200

_NAMED_ON_PAPER: Final = ("Nom", "Prénom", "Structure")
_COLUMNS: Final = (
    ExportColumn("Promotion"),
    ExportColumn("Groupe", on_paper=True),
    ExportColumn("Date", ColumnFormat.DATE, on_paper=True),
    ExportColumn("Demi-journée", on_paper=True),
    ExportColumn("Début"),
    ExportColumn("Fin"),
    ExportColumn("Modalité"),
    ExportColumn("Module", on_paper=True),
    ExportColumn("Lieu"),
    ExportColumn("Formateurs"),
    *(replace(column, on_paper=column.heading in _NAMED_ON_PAPER) for column in WHO),
    ExportColumn("Présence", on_paper=True),
    ExportColumn("Arrivée"),
    ExportColumn("Départ"),
    ExportColumn("Heures", ColumnFormat.HOURS, on_paper=True),
    ExportColumn("Corrigée"),
    ExportColumn("Signée le", on_paper=True),
    ExportColumn("Signature", on_paper=True),
    ExportColumn("Close le", on_paper=True),
    ExportColumn("Contresignée par"),
)
_SIGNED: Final = {
    SignatureMethod.ACCOUNT: "téléphone",
    SignatureMethod.LINK: "lien à usage unique",
    SignatureMethod.DRAWN: "dessinée",
    SignatureMethod.TYPED: "nom écrit",
    SignatureMethod.COUNTERSIGNATURE: "contresignature",
}


def export_registers(network: Network, selection: Selection = EVERYTHING) -> Export:
    """Return one row for each person on each recorded register, by half-day and name; why they were away stays out."""
    planned = planned_sessions(network, selection)
    recorded = recorded_session_ids([session.id for session in planned])
    sessions = [session for session in planned if session.id in recorded]
    rows = []
    for start in range(0, len(sessions), _SHEETS_AT_ONCE):
        for sheet in printed_sheets(sessions[start : start + _SHEETS_AT_ONCE]):
            rows += [_row(sheet, each) for each in sheet.lines if _is_meant(each, selection)]
    return Export("Registres", _COLUMNS, rows)


def _is_meant(signed: SignedLine, selection: Selection) -> bool:
    enrolment = signed.line.enrolment
    # A guest of another group stands on the sheet of the group that was asked for.
    return selection.holds_person(enrolment.advisor, [selection.group_id])


def _row(sheet: PrintedSheet, signed: SignedLine) -> tuple[Written, ...]:
    session, closing, history = sheet.session, sheet.closing, signed.line.history
    current, signature = (history[-1] if history else None), signed.signature
    return (
        session.group.cohort.name,
        session.group.name,
        session.day,
        HALVES[session.half],
        f"{session.starts_at:%H:%M}",
        f"{session.ends_at:%H:%M}",
        MODALITIES[session.modality],
        session.module,
        session.place,
        ", ".join(trainer.display_name for trainer in session.trainers) or None,
        *who(signed.line.enrolment.advisor),
        ATTENDANCES[current.attendance] if current is not None else None,
        f"{current.arrived_at:%H:%M}" if current is not None and current.arrived_at else None,
        f"{current.left_at:%H:%M}" if current is not None and current.left_at else None,
        hours_in_hundredths(current.half_day_minutes) if current is not None else None,
        len(history) > 1,
        f"{signature.signed_at.astimezone(PARIS):%d/%m/%Y %H:%M}" if signature is not None else None,
        _SIGNED[signature.method] if signature is not None else None,
        f"{closing.at.astimezone(PARIS):%d/%m/%Y %H:%M}" if closing is not None else None,
        closing.by.display_name if closing is not None else None,
    )
