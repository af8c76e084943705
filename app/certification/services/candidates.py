"""Writes about the list of a session: who is admitted, with what reason, and what each needs on the day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.audit.services import record_act
from app.certification.models import ExamCandidate, ExamSession, Result
from app.certification.queries import Proposal, candidates_of, listed_ids, proposals
from app.certification.rules import (
    LONGEST_ARRANGEMENT,
    LONGEST_REASON,
    ExamStage,
    ListIsFixed,
    NotACandidate,
    NotOnList,
    NotReady,
    UnknownAdvisor,
    check_not_cancelled,
    is_reason_needed,
)
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Person
from app.training.queries import advisors_by_id
from app.training.rules import check_text
from app.training.services import hold_training


@transaction
def admit(
    session: ExamSession,
    reasons: Mapping[int, str],
    *,
    today: date,
    now: datetime,
    by: Person | None,
) -> int:
    """Put people on the list of a session, and return how many were not on it.

    :param reasons: by advisor, why they are admitted although something is missing; empty for who is ready.
    :raises ListIsFixed: once the exam was held, and ExamIsCancelled.
    :raises NotACandidate: for somebody whom no cohort prepares for the block, or who has passed.
    :raises NotReady: for somebody whom only a reason can admit.
    """
    by_id = id_of(by)
    # Who is enrolled when they are proposed must still be when they are admitted; before any row is locked.
    hold_training(session.network_id)
    _open_list(session)
    possible = {each.enrolment.advisor_id: each for each in proposals(session, today)}
    admitted = [
        _admitted(session, _proposed(session, possible, advisor_id), reason, now, by_id)
        for advisor_id, reason in sorted(reasons.items())
        if advisor_id not in possible or possible[advisor_id].candidate is None
    ]
    if admitted:
        db.session.add_all(admitted)
        told = {str(each.advisor_id): each.reason for each in admitted}
        _record("exam_session.admitted", session, told, now=now, by_id=by_id)
    return len(admitted)


@transaction
def admit_ready(session: ExamSession, *, today: date, now: datetime, by: Person | None) -> int:
    """Put everybody on the list who is ready, and return how many were not on it.

    :raises ListIsFixed: once the exam was held, and ExamIsCancelled.
    """
    hold_training(session.network_id)
    ready = {each.enrolment.advisor_id: "" for each in proposals(session, today) if each.readiness.is_ready}
    return admit(session, ready, today=today, now=now, by=by)


@transaction
def withdraw(session: ExamSession, advisor_id: int, *, now: datetime, by: Person | None) -> bool:
    """Take somebody off the list of a session, and return whether they were on it.

    :raises ListIsFixed: once the exam was held, and ExamIsCancelled.
    """
    by_id = id_of(by)
    _open_list(session)
    candidate = candidates_of(session).get(advisor_id)
    if candidate is None:
        return False
    db.session.delete(candidate)
    _record("exam_session.withdrawn", session, {str(advisor_id): candidate.reason}, now=now, by_id=by_id)
    return True


@transaction
def arrange(
    session: ExamSession, advisor_id: int, arrangement: str, *, now: datetime, by: Person | None
) -> bool:
    """Note what somebody is given on the day, such as extra time, and return whether it is new.

    :raises NotOnList: when they are not on the list.
    :raises ExamIsCancelled: when the session was cancelled.
    :raises NameTooLong: when it does not fit on its line.
    """
    by_id = id_of(by)
    said = arrangement.strip()
    if said:
        check_text(said, LONGEST_ARRANGEMENT)
    db.session.refresh(session, with_for_update={"of": ExamSession})
    check_not_cancelled(session.stage, session.name)
    candidate = candidates_of(session).get(advisor_id)
    if candidate is None:
        raise NotOnList(person=_name(session, advisor_id))
    if (candidate.arrangement or "") == said:
        return False
    candidate.arrangement = said or None
    _record("exam_session.arranged", session, {str(advisor_id): said}, now=now, by_id=by_id)
    return True


def check_on_list(session: ExamSession, results: Mapping[int, Result], advisor_ids: list[int]) -> None:
    """Let only who is on the list of a session get a result there; one told afterwards has no list.

    :raises NotOnList: for the first who is not.
    """
    listed = listed_ids(session)
    for advisor_id in advisor_ids:
        if listed and advisor_id not in listed and advisor_id not in results:
            raise NotOnList(person=_name(session, advisor_id))


def _open_list(session: ExamSession) -> None:
    db.session.refresh(session, with_for_update={"of": ExamSession})
    check_not_cancelled(session.stage, session.name)
    if session.has_reached(ExamStage.HELD):
        raise ListIsFixed(name=session.name)


def _proposed(session: ExamSession, possible: Mapping[int, Proposal], advisor_id: int) -> Proposal:
    if advisor_id not in possible:
        raise NotACandidate(person=_name(session, advisor_id), block=session.block_code)
    return possible[advisor_id]


def _admitted(
    session: ExamSession, proposal: Proposal, reason: str, now: datetime, by_id: int | None
) -> ExamCandidate:
    advisor = proposal.enrolment.advisor
    if is_reason_needed(is_ready=proposal.readiness.is_ready, reason=reason):
        raise NotReady(person=advisor.person.display_name)
    said = reason.strip()
    if said:
        check_text(said, LONGEST_REASON)
    return ExamCandidate(
        network_id=session.network_id,
        exam_session_id=session.id,
        advisor_id=advisor.id,
        reason=said or None,
        admitted_at=now,
        admitted_by_id=by_id,
    )


def _name(session: ExamSession, advisor_id: int) -> str:
    advisor = advisors_by_id(session.network_id, [advisor_id]).get(advisor_id)
    if advisor is None:
        raise UnknownAdvisor(advisor_id=advisor_id)
    return advisor.person.display_name


def _record(
    action: str, session: ExamSession, told: dict[str, Any], *, now: datetime, by_id: int | None
) -> None:
    record_act(action, session, network_id=session.network_id, by_id=by_id, now=now, after=told)
