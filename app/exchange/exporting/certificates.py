"""The register of certificates: every number that was ever taken, in its order, and what has become of it."""

from typing import Final

from app.core.hours import hours_in_hundredths
from app.documents.models import IssuedDocument
from app.documents.queries import facts_of, register_of_certificates
from app.exchange.exporting.formats import Export, ExportColumn
from app.exchange.selection import EVERYTHING, Selection
from app.exchange.words import DOCUMENT_STATES
from app.exchange.writing import ColumnFormat, Written
from app.people.models import Network
from app.web.clock import PARIS

_COLUMNS: Final = (
    ExportColumn("Série"),
    ExportColumn("Rang"),
    ExportColumn("Numéro", on_paper=True),
    ExportColumn("Nom", on_paper=True),
    ExportColumn("Prénom", on_paper=True),
    ExportColumn("Naissance", ColumnFormat.DATE),
    ExportColumn("Titre"),
    ExportColumn("Bloc", on_paper=True),
    ExportColumn("Heures suivies", ColumnFormat.HOURS, on_paper=True),
    ExportColumn("Date du jury", ColumnFormat.DATE, on_paper=True),
    ExportColumn("Fait le", ColumnFormat.DATE, on_paper=True),
    ExportColumn("État", on_paper=True),
    ExportColumn("Révoqué le", ColumnFormat.DATE, on_paper=True),
    ExportColumn("Motif", on_paper=True),
    ExportColumn("SHA-256"),
)


def export_certificates(network: Network, selection: Selection = EVERYTHING) -> Export:
    """Return one row for each number, as its document says it; the period is that of the date printed on it."""
    found = [each for each in register_of_certificates(network) if selection.holds_day(each.issued_on)]
    return Export("Certificats", _COLUMNS, [_row(each) for each in found])


def _row(document: IssuedDocument) -> tuple[Written, ...]:
    facts = facts_of(document)
    return (
        document.year,
        document.serial,
        document.number,
        facts.family_name,
        facts.given_name,
        facts.birth_date,
        facts.title_name,
        facts.block_code,
        hours_in_hundredths(facts.hours_minutes),
        facts.jury_date,
        document.issued_on,
        "retiré avant émission" if document.is_withdrawn else DOCUMENT_STATES[document.state],
        document.revoked_at.astimezone(PARIS).date() if document.revoked_at is not None else None,
        document.revocation_reason,
        document.sha256,
    )
