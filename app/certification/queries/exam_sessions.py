"""Reads of exam sessions."""

from datetime import date

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import selectinload

from app.certification.models import ExamSession, Result
from app.extensions import db
from app.people.models import Network


def exam_sessions(network: Network) -> list[ExamSession]:
    """Return the exam sessions of the network, latest first, those without a day at the end."""
    statement = select(ExamSession).where(ExamSession.network_id == network.id)
    by_day = (ExamSession.held_on.is_(None), ExamSession.held_on.desc(), ExamSession.id.desc())
    return list(db.session.scalars(statement.order_by(*by_day)))


def exam_session(network: Network, exam_session_id: int) -> ExamSession | None:
    """Return an exam session of the network, with its jury."""
    statement = select(ExamSession).where(
        ExamSession.network_id == network.id, ExamSession.id == exam_session_id
    )
    return db.session.scalar(statement.options(selectinload(ExamSession.jurors)))


def exam_session_named(network: Network, title_code: str, block_code: str, name: str) -> ExamSession | None:
    """Return the session of a block with this name."""
    statement = _sessions_of_block(network, title_code, block_code)
    return db.session.scalar(statement.where(ExamSession.name == name))


def exam_session_on(network: Network, title_code: str, block_code: str, day: date) -> ExamSession | None:
    """Return the session of a block that was held on ``day``, the first one recorded when there are several."""
    statement = _sessions_of_block(network, title_code, block_code)
    return db.session.scalar(statement.where(ExamSession.held_on == day).order_by(ExamSession.id).limit(1))


def exam_session_of_jury(network: Network, title_code: str, block_code: str, day: date) -> ExamSession | None:
    """Return the session of a block whose jury met on ``day``, else one held on that day and not known as decided."""
    on_that_day = or_(
        ExamSession.decided_on == day, and_(ExamSession.held_on == day, ExamSession.decided_on.is_(None))
    )
    statement = _sessions_of_block(network, title_code, block_code).where(on_that_day)
    return db.session.scalar(statement.order_by(ExamSession.decided_on.is_(None), ExamSession.id).limit(1))


def has_results(session: ExamSession) -> bool:
    """Return whether a result is recorded in the session."""
    return (
        db.session.scalar(select(Result.id).where(Result.exam_session_id == session.id).limit(1)) is not None
    )


def _sessions_of_block(network: Network, title_code: str, block_code: str) -> Select[ExamSession]:
    return select(ExamSession).where(
        ExamSession.network_id == network.id,
        ExamSession.title_code == title_code,
        ExamSession.block_code == block_code,
    )
