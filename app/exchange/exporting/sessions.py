"""All half-days of a network that are planned, in the layout that their import reads."""

from typing import Final

from app.core.hours import hours_in_hundredths
from app.exchange.exporting.formats import Export, ExportColumn
from app.exchange.queries import planned_sessions
from app.exchange.selection import EVERYTHING, Selection
from app.exchange.words import HALVES, MODALITIES
from app.exchange.writing import ColumnFormat, Written
from app.people.models import Network
from app.training.models import TrainingSession
from app.training.titles import competence_number

_COLUMNS: Final = (
    ExportColumn("Promotion"),
    ExportColumn("Groupe", on_paper=True),
    ExportColumn("Date", ColumnFormat.DATE, on_paper=True),
    ExportColumn("Demi-journée", on_paper=True),
    ExportColumn("Début", on_paper=True),
    ExportColumn("Fin", on_paper=True),
    ExportColumn("Modalité", on_paper=True),
    ExportColumn("Module", on_paper=True),
    ExportColumn("Lieu", on_paper=True),
    ExportColumn("Formateurs", on_paper=True),
    ExportColumn("Compétences"),
    ExportColumn("Durée (h)", ColumnFormat.HOURS),
)


def export_sessions(network: Network, selection: Selection = EVERYTHING) -> Export:
    """Return one row for each half-day, by day. Read in again, the file changes nothing."""
    return Export("Séances", _COLUMNS, [_row(session) for session in planned_sessions(network, selection)])


def _row(session: TrainingSession) -> tuple[Written, ...]:
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
        ", ".join(map(competence_number, session.competences)) or None,
        hours_in_hundredths(session.duration_minutes),
    )
