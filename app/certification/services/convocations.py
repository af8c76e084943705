"""Writes about who was called to an exam, and whose letter has left."""

from datetime import datetime

from sqlalchemy import update

from app.audit.services import record_act
from app.certification.models import ExamCandidate, ExamSession
from app.certification.queries import candidates_of
from app.certification.rules import check_convocation, is_to_be_called
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Person


@transaction
def convoke(
    session: ExamSession, *, by_letter: bool = False, now: datetime, by: Person | None
) -> list[ExamCandidate]:
    """Note that everybody on the list is called to the exam, and return who was not before.

    Somebody whose letter was interrupted is called again: nobody knows whether it has left.

    :param by_letter: who has an open account is written to, and :func:`note_convocation` tells whether it has left.
    :raises NotDeclaredYet: before the session is declared, and once it was held.
    """
    by_id = id_of(by)
    db.session.refresh(session, with_for_update={"of": ExamSession})
    check_convocation(session.stage)
    on_list = candidates_of(session).values()
    called = [each for each in on_list if is_to_be_called(each.convoked_at, each.letter_awaited_since, now)]
    for each in called:
        each.convoked_at = now
        each.letter_awaited_since = now if by_letter and each.advisor.person.is_active else None
    if called:
        _record("convoked", session, called, now=now, by_id=by_id)
    return called


@transaction
def note_convocation(
    exam_session_id: int, person_id: int, *, called_at: datetime, has_left: bool, now: datetime
) -> None:
    """Note whether somebody's letter has left; they can be called again when it has not.

    Nothing happens when they are on the list no more, or were called anew since.

    :param called_at: when they were called by the letter.
    """
    session = db.session.get(ExamSession, exam_session_id)
    if session is None:
        return
    db.session.refresh(session, with_for_update={"of": ExamSession})
    on_list = candidates_of(session).values()
    for each in on_list:
        if each.letter_awaited_since is None or each.convoked_at != called_at:
            continue
        if each.advisor.person_id != person_id:
            # Those who are written to after this one wait for as long as the letters before theirs take.
            each.letter_awaited_since = now
            continue
        each.letter_awaited_since = None
        if not has_left:
            each.convoked_at = None
        _record(
            "convocation_sent" if has_left else "convocation_not_sent", session, [each], now=now, by_id=None
        )


def forget_convocations(session: ExamSession) -> None:
    """Let everybody be called anew, inside the transaction that changes the day, the hour or the place."""
    on_list = update(ExamCandidate).where(ExamCandidate.exam_session_id == session.id)
    db.session.execute(on_list.values(convoked_at=None, letter_awaited_since=None))


def _record(
    act: str, session: ExamSession, people: list[ExamCandidate], *, now: datetime, by_id: int | None
) -> None:
    record_act(
        f"exam_session.{act}",
        session,
        network_id=session.network_id,
        by_id=by_id,
        now=now,
        after={"advisors": sorted(each.advisor_id for each in people)},
    )
