"""Writes about who was called to an exam."""

from datetime import datetime

from sqlalchemy import update

from app.audit.services import record_act
from app.certification.models import ExamCandidate, ExamSession
from app.certification.queries import candidates_of
from app.certification.rules import check_convocation
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Person


@transaction
def convoke(session: ExamSession, *, now: datetime, by: Person | None) -> list[ExamCandidate]:
    """Note that everybody on the list is called to the exam, and return who was not before.

    :raises NotDeclaredYet: before the session is declared, and once it was held.
    """
    by_id = id_of(by)
    db.session.refresh(session, with_for_update={"of": ExamSession})
    check_convocation(session.stage)
    called = [each for each in candidates_of(session).values() if each.convoked_at is None]
    for each in called:
        each.convoked_at = now
    if called:
        record_act(
            "exam_session.convoked",
            session,
            network_id=session.network_id,
            by_id=by_id,
            now=now,
            after={"advisors": sorted(each.advisor_id for each in called)},
        )
    return called


@transaction
def take_convocation_back(exam_session_id: int, person_id: int, *, now: datetime) -> None:
    """Let somebody be called again whose letter has not left; nothing happens when they are on the list no more."""
    session = db.session.get(ExamSession, exam_session_id)
    if session is None:
        return
    db.session.refresh(session, with_for_update={"of": ExamSession})
    for each in candidates_of(session).values():
        if each.advisor.person_id == person_id and each.convoked_at is not None:
            each.convoked_at = None
            record_act(
                "exam_session.convocation_not_sent",
                session,
                network_id=session.network_id,
                by_id=None,
                now=now,
                after={"advisors": [each.advisor_id]},
            )


def forget_convocations(session: ExamSession) -> None:
    """Let everybody be called anew, inside the transaction that changes the day, the hour or the place."""
    db.session.execute(
        update(ExamCandidate).where(ExamCandidate.exam_session_id == session.id).values(convoked_at=None)
    )
