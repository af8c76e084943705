"""Reads of exam sessions."""

from datetime import date
from typing import Final

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from app.certification.models import ExamCandidate, ExamSession, Result
from app.certification.rules import ExamStage
from app.extensions import db
from app.people.models import Network

_NOT_CANCELLED: Final = ExamSession.stage != ExamStage.CANCELLED


def exam_sessions(network: Network) -> list[ExamSession]:
    """Return the exam sessions of the network, latest first, those without a day at the end."""
    statement = select(ExamSession).where(ExamSession.network_id == network.id)
    by_day = (ExamSession.held_on.is_(None), ExamSession.held_on.desc(), ExamSession.id.desc())
    return list(db.session.scalars(statement.order_by(*by_day)))


def exam_session(network: Network, exam_session_id: int) -> ExamSession | None:
    """Return an exam session of the network, with its jury and the steps of its life."""
    statement = select(ExamSession).where(
        ExamSession.network_id == network.id, ExamSession.id == exam_session_id
    )
    with_all = statement.options(selectinload(ExamSession.jurors), selectinload(ExamSession.steps))
    return db.session.scalar(with_all)


def exam_session_named(network: Network, title_code: str, block_code: str, name: str) -> ExamSession | None:
    """Return the session of a block with this name."""
    statement = _sessions_of_block(network, title_code, block_code)
    return db.session.scalar(statement.where(ExamSession.name == name))


def exam_session_on(network: Network, title_code: str, block_code: str, day: date) -> ExamSession | None:
    """Return the session of a block held on ``day`` and not cancelled, the first one recorded."""
    of_that_day = _sessions_of_block(network, title_code, block_code).where(
        ExamSession.held_on == day, _NOT_CANCELLED
    )
    return db.session.scalar(of_that_day.order_by(ExamSession.id).limit(1))


def exam_session_of_jury(network: Network, title_code: str, block_code: str, day: date) -> ExamSession | None:
    """Return the session of a block whose jury met on ``day``, else one held on that day and not known as decided."""
    on_that_day = or_(
        ExamSession.decided_on == day, and_(ExamSession.held_on == day, ExamSession.decided_on.is_(None))
    )
    statement = _sessions_of_block(network, title_code, block_code).where(on_that_day, _NOT_CANCELLED)
    return db.session.scalar(statement.order_by(ExamSession.decided_on.is_(None), ExamSession.id).limit(1))


def has_results(session: ExamSession) -> bool:
    """Return whether a result is recorded in the session."""
    return (
        db.session.scalar(select(Result.id).where(Result.exam_session_id == session.id).limit(1)) is not None
    )


def count_results(session: ExamSession) -> int:
    """Return how many results are recorded in the session."""
    counted = select(func.count(Result.id)).where(Result.exam_session_id == session.id)
    return db.session.scalar(counted) or 0


def stage_until_commit(session: ExamSession) -> ExamStage:
    """Return how far the session is, and keep it there until the commit: a result and a signature meet in one order."""
    statement = select(ExamSession.stage).where(ExamSession.id == session.id).with_for_update(read=True)
    return db.session.scalars(statement).one()


def listed_ids(session: ExamSession) -> set[int]:
    """Return the advisors on the list of a session; a session that was told afterwards has no list."""
    statement = select(ExamCandidate.advisor_id).where(ExamCandidate.exam_session_id == session.id)
    return set(db.session.scalars(statement))


def _sessions_of_block(network: Network, title_code: str, block_code: str) -> Select[ExamSession]:
    return select(ExamSession).where(
        ExamSession.network_id == network.id,
        ExamSession.title_code == title_code,
        ExamSession.block_code == block_code,
    )


def is_examined(network_id: int, title_code: str, block_code: str, *, with_results: bool = False) -> bool:
    """Return whether a network has a session for a block, or one with results."""
    statement = select(ExamSession.id).where(
        ExamSession.network_id == network_id,
        ExamSession.title_code == title_code,
        ExamSession.block_code == block_code,
    )
    if with_results:
        statement = statement.join(Result, Result.exam_session_id == ExamSession.id)
    return db.session.scalar(statement.limit(1)) is not None
