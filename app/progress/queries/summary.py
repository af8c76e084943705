"""What is told of a network in one glance: where everybody stands, hours given, certificates issued and due."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, select

from app.attendance.models import HoursEntry
from app.certification.models import Result
from app.certification.rules import Outcome
from app.documents.models import DocumentState, IssuedDocument
from app.extensions import db
from app.people.models import Network
from app.progress.queries.directory import BlockResult, directory, entry_status
from app.progress.rules import Summary, stage_of, summary_of
from app.training.models import Advisor, Enrolment
from app.training.titles import PROFESSIONAL_TITLES


@dataclass(frozen=True, slots=True)
class NetworkSummary:
    """Where the advisors stand, the minutes given to all of them, and their certificates."""

    stages: Summary
    minutes: int
    certificates_issued: int
    certificates_due: int


def network_summary(network: Network, today: date) -> NetworkSummary:
    """Return the figures of the network as they are today."""
    issued, due = _certificates(network)
    return NetworkSummary(_stages(network, today), _minutes(network), issued, due)


def _stages(network: Network, today: date) -> Summary:
    left = case((Enrolment.exited_on < today, 1), else_=0)
    groups = directory(
        network,
        entry_status.label("status"),
        BlockResult.outcome,
        left.label("has_left"),
        func.count(Advisor.id).label("advisors"),
    )
    counted = groups.group_by(entry_status, BlockResult.outcome, left)
    return summary_of(
        (stage_of(row.status, row.outcome, has_left=bool(row.has_left)), row.advisors)
        for row in db.session.execute(counted)
    )


def _minutes(network: Network) -> int:
    enrolments = select(Enrolment.id).where(Enrolment.network_id == network.id)
    total = select(func.sum(HoursEntry.minutes)).where(HoursEntry.enrolment_id.in_(enrolments))
    return db.session.scalar(total) or 0


def _certificates(network: Network) -> tuple[int, int]:
    statement = (
        select(
            func.sum(case((IssuedDocument.state == DocumentState.VALID, 1), else_=0)),
            func.sum(case((IssuedDocument.id.is_(None), 1), else_=0)),
        )
        .select_from(Result)
        .outerjoin(
            IssuedDocument,
            and_(IssuedDocument.result_id == Result.id, IssuedDocument.state != DocumentState.REVOKED),
        )
        .where(
            Result.network_id == network.id,
            Result.outcome == Outcome.OBTAINED,
            Result.title_code.in_([title.code for title in PROFESSIONAL_TITLES]),
        )
    )
    issued, due = db.session.execute(statement).one()
    return issued or 0, due or 0
