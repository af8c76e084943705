"""All results of a network, one row for each advisor and exam."""

from typing import Final

from app.certification.models import Result
from app.documents.models import IssuedDocument
from app.documents.queries import live_certificates
from app.exchange.exporting.advisors import WHO, who
from app.exchange.exporting.formats import Export, ExportColumn
from app.exchange.queries import results
from app.exchange.selection import EVERYTHING, Selection
from app.exchange.words import OUTCOMES
from app.exchange.writing import ColumnFormat, Written
from app.people.models import Network
from app.training.queries import advisors

_COLUMNS: Final = (
    *WHO,
    ExportColumn("Titre"),
    ExportColumn("Bloc"),
    ExportColumn("Résultat"),
    ExportColumn("Session"),
    ExportColumn("Date de l’examen", ColumnFormat.DATE),
    ExportColumn("Date du jury", ColumnFormat.DATE),
    ExportColumn("Remarque"),
    ExportColumn("Certificat"),
)


def export_results(network: Network, selection: Selection = EVERYTHING) -> Export:
    """Return the results, in the network's order and for each advisor from the first on."""
    certificates = live_certificates(network)
    groups = {each.id: [enrolment.group_id for enrolment in each.enrolments] for each in advisors(network)}
    found = [
        result
        for result in results(network)
        if selection.holds_person(result.advisor, groups[result.advisor_id])
    ]
    return Export("Résultats", _COLUMNS, [_row(result, certificates) for result in found])


def _row(result: Result, certificates: dict[int, IssuedDocument]) -> tuple[Written, ...]:
    session = result.exam_session
    certificate = certificates.get(result.id)
    return (
        *who(result.advisor),
        result.title_code,
        result.block_code,
        OUTCOMES[result.outcome],
        session.name,
        session.held_on,
        session.decided_on,
        result.remark,
        certificate.number if certificate is not None else None,
    )
