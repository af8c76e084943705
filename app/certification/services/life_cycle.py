"""Writes about the life of an exam session: each step is an act with its author and its day."""

from datetime import date, datetime

from app.audit.services import record_act
from app.certification.models import ExamSession, ExamStep
from app.certification.queries import count_results, listed_ids, state_of
from app.certification.rules import (
    DAY_OF_THE_EXAM,
    LONGEST_REASON,
    ExamStage,
    check_cancellation,
    check_step,
)
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Person
from app.training.rules import check_text


@transaction
def take_step(
    session: ExamSession,
    step: ExamStage,
    day: date | None = None,
    *,
    today: date,
    now: datetime,
    by: Person | None,
) -> bool:
    """Take the next step of an exam session, and return whether it is new; one that was taken changes nothing.

    :param day: when it was taken, by default today; that of the exam for the exam itself.
    :raises RuleBroken: as :func:`check_step` does.
    """
    # Asked before the lock: reading the person later would read the session again first.
    by_id = id_of(by)
    db.session.refresh(session, with_for_update={"of": ExamSession})
    if session.has_reached(step):
        return False
    taken_on = session.held_on if step in DAY_OF_THE_EXAM else day
    check_step(state_of(session), step, taken_on or today, today)
    if step is ExamStage.DELIBERATED:
        session.decided_on = taken_on or today
    add_step(session, step, taken_on or today, now=now, by_id=by_id)
    record_act(
        "exam_session.step_taken",
        session,
        network_id=session.network_id,
        by_id=by_id,
        now=now,
        after={"step": step, "day": taken_on or today, "results": count_results(session)},
    )
    return True


@transaction
def cancel_exam_session(
    session: ExamSession, reason: str, *, today: date, now: datetime, by: Person | None
) -> bool:
    """Cancel an exam that was not held, and return whether that is new; who was on its list may sit another.

    :raises HeldBeforeCancelled: once it was held.
    :raises CancellationNeedsReason: when no reason is given.
    :raises NameTooLong: when the reason does not fit on its line.
    """
    by_id = id_of(by)
    db.session.refresh(session, with_for_update={"of": ExamSession})
    if session.is_cancelled:
        return False
    check_cancellation(session.stage, session.name, reason)
    said = reason.strip()
    check_text(said, LONGEST_REASON)
    add_step(session, ExamStage.CANCELLED, today, now=now, by_id=by_id, reason=said)
    record_act(
        "exam_session.cancelled",
        session,
        network_id=session.network_id,
        by_id=by_id,
        now=now,
        after={"reason": said, "candidates": len(listed_ids(session))},
    )
    return True


def add_step(
    session: ExamSession,
    step: ExamStage,
    day: date | None,
    *,
    now: datetime,
    by_id: int | None,
    reason: str | None = None,
) -> None:
    """Bring a session to a step, inside the transaction of what is told of it."""
    is_described = step in (ExamStage.HELD, ExamStage.DELIBERATED)
    session.stage = step
    session.steps.append(
        ExamStep(
            stage=step, day=None if is_described else day, taken_at=now, taken_by_id=by_id, reason=reason
        )
    )


def tell_as_deliberated(session: ExamSession, *, now: datetime, by_id: int | None) -> None:
    """Bring a session to its deliberation whose jury has met before anybody told of it here.

    Nobody knows when such a session was declared, so that this step stays open in its history.
    """
    for step in (ExamStage.HELD, ExamStage.DELIBERATED):
        if not session.has_reached(step):
            add_step(session, step, None, now=now, by_id=by_id)
