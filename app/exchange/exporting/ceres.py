"""What is typed into CERES after an exam: one line for each candidate, in the order of the minutes.

CERES is filled in by hand, and no layout of a file for it is known: the columns follow a candidate’s line, from who it
is to what the jury decided. Each line says how the exam was held: without it, results of remote exams are not validated
(arrêté du 14 novembre 2024).
"""

from typing import Final

from app.certification.models import ExamSession
from app.certification.queries import Candidate
from app.certification.rules import Outcome, resit_deadline
from app.documents.exams import candidates_in_order
from app.exchange.exporting.formats import Export, ExportColumn
from app.exchange.words import OUTCOMES
from app.exchange.writing import ColumnFormat, Written
from app.training.titles import WHOLE_TITLE

_COLUMNS: Final = (
    ExportColumn("Rang", ColumnFormat.WHOLE),
    ExportColumn("Nom"),
    ExportColumn("Prénom"),
    ExportColumn("Naissance", ColumnFormat.DATE),
    ExportColumn("Lieu de naissance"),
    ExportColumn("Numéro CERES"),
    ExportColumn("Titre"),
    ExportColumn("Code du titre"),
    ExportColumn("CCP présenté"),
    ExportColumn("Date de l’examen", ColumnFormat.DATE),
    ExportColumn("Modalité"),
    ExportColumn("Résultat"),
    ExportColumn("Date de délibération", ColumnFormat.DATE),
    ExportColumn("À représenter jusqu’au", ColumnFormat.DATE),
    ExportColumn("Remarque"),
)


def export_for_ceres(session: ExamSession) -> Export:
    """Return one row for each candidate; what is not known yet stays empty."""
    rows = enumerate(candidates_in_order(session), start=1)
    return Export("CERES", _COLUMNS, [_row(session, rank, each) for rank, each in rows])


def _row(session: ExamSession, rank: int, candidate: Candidate) -> tuple[Written, ...]:
    advisor, result = candidate.enrolment.advisor, candidate.result
    title = session.title
    has_failed = result is not None and result.outcome is Outcome.NOT_OBTAINED
    return (
        rank,
        advisor.person.family_name,
        advisor.person.given_name,
        advisor.birth_date,
        advisor.birth_place or None,
        session.ceres_number,
        title.name,
        title.version,
        "titre complet" if session.block_code == WHOLE_TITLE else session.block_code,
        session.held_on,
        "à distance" if session.is_remote else "en présence",
        OUTCOMES[result.outcome] if result is not None else None,
        session.decided_on,
        resit_deadline(session.day) if has_failed and session.day is not None else None,
        result.remark if result is not None else None,
    )
