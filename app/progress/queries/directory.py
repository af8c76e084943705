"""The advisors of a network, each with their latest enrolment and the results that count: SQL shared by the reads."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, select
from sqlalchemy.orm import aliased

from app.certification.models import ExamSession, Result
from app.certification.rules import Outcome
from app.documents.models import DocumentState, IssuedDocument
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Advisor, Cohort, Enrolment, Group, Host
from app.training.rules import EntryStatus
from app.training.titles import PIX, PROFESSIONAL_TITLES

Joined = Select[Any]

BlockResult = aliased(Result, name="block_result")
"""The result that counts for a block of a professional title: a pass, or else the latest."""

PixResult = aliased(Result, name="pix_result")

_STATUS = Enrolment.decided_status.type

entry_status: ColumnElement[EntryStatus | None] = case(
    (Enrolment.id.is_(None), null()),
    (Enrolment.decided_status.is_not(None), Enrolment.decided_status),
    (
        func.coalesce(Advisor.hired_on, Enrolment.starts_on) > Cohort.late_after,
        literal(EntryStatus.LATE, _STATUS),
    ),
    else_=literal(EntryStatus.ON_TIME, _STATUS),
)
"""How an advisor entered, as ``training.rules.entry_status`` says it: a list is filtered and sorted by it."""


def directory(network: Network, *columns: Any) -> Joined:
    """Return the statement that reads ``columns`` for each advisor of the network, once each."""
    latest = _latest_enrolments(network)
    block = _best_results(network, [title.code for title in PROFESSIONAL_TITLES])
    pix = _best_results(network, [PIX.code])
    return (
        select(*columns)
        .select_from(Advisor)
        .join(Person, Person.id == Advisor.person_id)
        .outerjoin(Host, Host.id == Advisor.host_id)
        .outerjoin(latest, and_(latest.c.advisor_id == Advisor.id, latest.c.rank == 1))
        .outerjoin(Enrolment, Enrolment.id == latest.c.id)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(Group, Group.id == Enrolment.group_id)
        .outerjoin(block, and_(block.c.advisor_id == Advisor.id, block.c.rank == 1))
        .outerjoin(BlockResult, BlockResult.id == block.c.id)
        .outerjoin(pix, and_(pix.c.advisor_id == Advisor.id, pix.c.rank == 1))
        .outerjoin(PixResult, PixResult.id == pix.c.id)
        .outerjoin(
            IssuedDocument,
            and_(IssuedDocument.result_id == BlockResult.id, IssuedDocument.state != DocumentState.REVOKED),
        )
        .where(Advisor.network_id == network.id)
    )


def plainly_sorted(text: Any) -> ColumnElement[str]:
    """Return a folded text as both databases sort it: by its characters, whatever their language settings."""
    is_postgresql = db.session.get_bind().dialect.name == "postgresql"
    collated: ColumnElement[str] = text.collate("C" if is_postgresql else "BINARY")
    return collated


def _latest_enrolments(network: Network) -> Any:
    latest_first = (Cohort.starts_on.desc(), Enrolment.id.desc())
    rank = func.row_number().over(partition_by=Enrolment.advisor_id, order_by=latest_first)
    statement = select(Enrolment.id, Enrolment.advisor_id, rank.label("rank"))
    joined = statement.join(Cohort, Cohort.id == Enrolment.cohort_id)
    return joined.where(Enrolment.network_id == network.id).subquery()


def _best_results(network: Network, title_codes: list[str]) -> Any:
    # The day of a result as certification.queries tells it, of which this is the counterpart for whole lists.
    day = func.coalesce(ExamSession.decided_on, ExamSession.held_on, func.date(Result.recorded_at))
    best_first = (case((Result.outcome == Outcome.OBTAINED, 0), else_=1), day.desc(), Result.id.desc())
    rank = func.row_number().over(partition_by=Result.advisor_id, order_by=best_first)
    statement = select(Result.id, Result.advisor_id, rank.label("rank"))
    joined = statement.join(ExamSession, ExamSession.id == Result.exam_session_id)
    return joined.where(Result.network_id == network.id, Result.title_code.in_(title_codes)).subquery()
