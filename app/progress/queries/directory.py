"""The advisors of a network, each with their latest enrolment and the results that count: SQL shared by the reads."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, literal, null, or_, select
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

_PROFESSIONAL = tuple(title.code for title in PROFESSIONAL_TITLES)

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
    return (
        select(*columns)
        .select_from(Advisor)
        .join(Person, Person.id == Advisor.person_id)
        .outerjoin(Host, Host.id == Advisor.host_id)
        .outerjoin(Enrolment, Enrolment.id == latest_enrolment())
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(Group, Group.id == Enrolment.group_id)
        .outerjoin(BlockResult, BlockResult.id == _best_result(_PROFESSIONAL))
        .outerjoin(PixResult, PixResult.id == _best_result((PIX.code,)))
        .outerjoin(
            IssuedDocument,
            and_(IssuedDocument.result_id == BlockResult.id, IssuedDocument.state != DocumentState.REVOKED),
        )
        .where(Advisor.network_id == network.id)
    )


def certified_advisors(network: Network) -> set[int]:
    """Return who has obtained the block that their latest training leads to: no more hours are awaited of them.

    Of who was never enrolled, any block of a professional title.
    """
    leads_there = and_(Cohort.title_code == Result.title_code, Cohort.block_code == Result.block_code)
    statement = (
        select(Advisor.id)
        .join(Result, Result.advisor_id == Advisor.id)
        .outerjoin(Enrolment, Enrolment.id == latest_enrolment())
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(
            Advisor.network_id == network.id,
            Result.outcome == Outcome.OBTAINED,
            Result.title_code.in_(_PROFESSIONAL),
            or_(Cohort.id.is_(None), leads_there),
        )
    )
    return set(db.session.scalars(statement))


def plainly_sorted(text: Any) -> ColumnElement[str]:
    """Return a folded text as both databases sort it: by its characters, whatever their language settings."""
    is_postgresql = db.session.get_bind().dialect.name == "postgresql"
    collated: ColumnElement[str] = text.collate("C" if is_postgresql else "BINARY")
    return collated


# Looked up for each advisor by an index: ranking all rows first takes SQLite seconds where this takes milliseconds.


@cache
def latest_enrolment() -> ScalarSelect[int]:
    """Return the enrolment of an advisor in their latest cohort, for a statement that reads advisors."""
    each, cohort = aliased(Enrolment), aliased(Cohort)
    statement = select(each.id).join(cohort, cohort.id == each.cohort_id).where(each.advisor_id == Advisor.id)
    latest = statement.order_by(cohort.starts_on.desc(), each.id.desc()).limit(1)
    return latest.correlate(Advisor).scalar_subquery()


@cache
def _best_result(title_codes: tuple[str, ...]) -> ScalarSelect[int]:
    each, exam = aliased(Result), aliased(ExamSession)
    # The day of a result as certification.queries tells it, of which this is the counterpart for whole lists.
    day = func.coalesce(exam.decided_on, exam.held_on, func.date(each.recorded_at))
    statement = select(each.id).join(exam, exam.id == each.exam_session_id)
    of_advisor = statement.where(each.advisor_id == Advisor.id, each.title_code.in_(title_codes))
    is_pass = case((each.outcome == Outcome.OBTAINED, 0), else_=1)
    best = of_advisor.order_by(is_pass, day.desc(), each.id.desc()).limit(1)
    return best.correlate(Advisor).scalar_subquery()
