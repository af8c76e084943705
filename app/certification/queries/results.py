"""Reads of results."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.certification.models import ExamSession, Result, ResultDecision
from app.certification.rules import Outcome
from app.extensions import db
from app.people.models import Network
from app.training.models import Advisor, Cohort, Enrolment
from app.training.queries import order_of_advisors
from app.training.titles import PROFESSIONAL_TITLES, WHOLE_TITLE


def results_in(session: ExamSession) -> dict[int, Result]:
    """Return the results of one session, by advisor."""
    statement = select(Result).where(Result.exam_session_id == session.id)
    return {result.advisor_id: result for result in db.session.scalars(statement)}


def results_of(advisor: Advisor) -> list[Result]:
    """Return every result of an advisor, latest first."""
    statement = select(Result).where(Result.advisor_id == advisor.id).options(joinedload(Result.recorded_by))
    return sorted(db.session.scalars(statement), key=_age, reverse=True)


def count_results_of_cohort(cohort: Cohort) -> int:
    """Return how many results the people of a cohort have for the block that it prepares."""
    people = select(Enrolment.advisor_id).where(Enrolment.cohort_id == cohort.id)
    statement = select(func.count(Result.id)).where(
        Result.advisor_id.in_(people),
        Result.title_code == cohort.title_code,
        Result.block_code == cohort.block_code,
    )
    return db.session.scalar(statement) or 0


def results_by_advisor(network: Network, title_code: str, block_code: str) -> dict[int, Result]:
    """Return for each advisor the result that counts for a block: the pass, or else the latest."""
    statement = select(Result).where(
        Result.network_id == network.id, Result.title_code == title_code, Result.block_code == block_code
    )
    return best_by_advisor(db.session.scalars(statement))


def best_by_advisor(results: Iterable[Result]) -> dict[int, Result]:
    """Return for each advisor the pass, or else the latest of these results."""
    in_order = sorted(results, key=lambda result: (result.outcome is Outcome.OBTAINED, _age(result)))
    return {result.advisor_id: result for result in in_order}


def obtained_results(network: Network) -> list[Result]:
    """Return the passes for blocks of professional titles, in the network's order; no network certifies a title."""
    statement = (
        select(Result)
        .where(
            Result.network_id == network.id,
            Result.outcome == Outcome.OBTAINED,
            Result.title_code.in_([title.code for title in PROFESSIONAL_TITLES]),
            Result.block_code != WHOLE_TITLE,
        )
        .options(joinedload(Result.advisor))
    )
    rank = order_of_advisors(network)
    return sorted(db.session.scalars(statement), key=lambda result: rank(result.advisor))


def recorded_for_change(session: ExamSession, advisor_ids: list[int]) -> dict[int, Result]:
    """Return the results of these advisors in a session, locked until the commit, by advisor.

    Two corrections of one result then see each other, as do a correction and a certificate of the same moment.
    """
    statement = select(Result).where(Result.exam_session_id == session.id, Result.advisor_id.in_(advisor_ids))
    locked = statement.order_by(Result.advisor_id).with_for_update(of=Result)
    return {result.advisor_id: result for result in db.session.scalars(locked)}


def decisions_in(session: ExamSession) -> dict[int, list[ResultDecision]]:
    """Return what was decided after the minutes of a session were signed, by advisor, in the order of recording."""
    statement = (
        select(ResultDecision)
        .join(Result, Result.id == ResultDecision.result_id)
        .where(Result.exam_session_id == session.id)
        .order_by(ResultDecision.id)
    )
    found: dict[int, list[ResultDecision]] = defaultdict(list)
    for each in db.session.scalars(statement):
        found[each.advisor_id].append(each)
    return found


def passed_elsewhere(session: ExamSession, advisor_ids: list[int] | None = None) -> set[int]:
    """Return who obtained the block of a session in another one, among these advisors when some are named."""
    statement = select(Result.advisor_id).where(
        Result.network_id == session.network_id,
        Result.title_code == session.title_code,
        Result.block_code == session.block_code,
        Result.outcome == Outcome.OBTAINED,
        Result.exam_session_id != session.id,
    )
    if advisor_ids is not None:
        statement = statement.where(Result.advisor_id.in_(advisor_ids))
    return set(db.session.scalars(statement))


def _age(result: Result) -> tuple[date, int]:
    # A session of the State's results has no day: what was recorded last is then what is known last.
    return result.exam_session.day or result.recorded_at.date(), result.id
