"""Writes about what happens around the minutes: what happened on the day, and what is decided after they are signed."""

from datetime import date, datetime

from app.audit.services import record_act
from app.certification.models import ExamSession, Result, ResultDecision
from app.certification.queries import passed_elsewhere
from app.certification.rules import (
    LONGEST_REMARK,
    LONGEST_REPORT,
    ExamIsClosed,
    ExamStage,
    NotHeldYet,
    Outcome,
    check_decision_anew,
    check_not_obtained_before,
    has_reached,
)
from app.certification.services.results import flush_correction
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Person
from app.training.rules import check_text
from app.training.services import note_advisors


@transaction
def decide_anew(
    result: Result,
    outcome: Outcome,
    decided_on: date,
    reason: str,
    *,
    today: date,
    now: datetime,
    by: Person | None,
) -> bool:
    """Change a result of signed minutes by a new, dated decision; return whether it says something new.

    :raises MinutesNotSigned: and what else :func:`check_decision_anew` raises.
    :raises ObtainedStaysObtained: for somebody who obtained the block in another session.
    :raises ResultIsCertified: when a certificate in force rests on the result.
    """
    by_id = id_of(by)
    db.session.refresh(result, with_for_update={"of": Result})
    session, person = result.exam_session, result.advisor.person.display_name
    said = reason.strip()
    if result.outcome is outcome and session.has_reached(ExamStage.CLOSED):
        return False
    check_decision_anew(session.stage, session.day_of(ExamStage.CLOSED), decided_on, said, today)
    check_text(said, LONGEST_REMARK)
    _check_obtained_once(result, outcome)
    before = result.outcome
    db.session.add(_decision(result, outcome, decided_on, said, now=now, by_id=by_id))
    # The database lets signed minutes change only where the decision stands already.
    db.session.flush()
    result.outcome = outcome
    flush_correction(person)
    note_advisors(result.network_id, [result.advisor_id])
    record_act(
        "result.decided_anew",
        result,
        network_id=result.network_id,
        by_id=by_id,
        now=now,
        before={"outcome": before},
        after={"outcome": outcome, "decided_on": decided_on, "reason": said},
    )
    return True


def _decision(
    result: Result, outcome: Outcome, decided_on: date, reason: str, *, now: datetime, by_id: int | None
) -> ResultDecision:
    return ResultDecision(
        network_id=result.network_id,
        result_id=result.id,
        advisor_id=result.advisor_id,
        outcome_before=result.outcome,
        outcome=outcome,
        decided_on=decided_on,
        reason=reason,
        recorded_at=now,
        recorded_by_id=by_id,
    )


def _check_obtained_once(result: Result, outcome: Outcome) -> None:
    session, advisor = result.exam_session, result.advisor
    is_passed = outcome is Outcome.OBTAINED and advisor.id in passed_elsewhere(session, [advisor.id])
    check_not_obtained_before(is_passed, person=advisor.person.display_name, block=session.block_code)


@transaction
def report_incidents(session: ExamSession, report: str, *, now: datetime, by: Person | None) -> bool:
    """Keep what happened on the day, for the minutes; return whether it is new.

    :raises NotHeldYet: before the exam; and ExamIsClosed, once the minutes are signed.
    """
    by_id = id_of(by)
    db.session.refresh(session, with_for_update={"of": ExamSession})
    said = report.strip()
    if said == (session.incident_report or ""):
        return False
    if not has_reached(session.stage, ExamStage.HELD):
        raise NotHeldYet(name=session.name)
    if has_reached(session.stage, ExamStage.CLOSED):
        raise ExamIsClosed(name=session.name)
    _check_report(said)
    before = session.incident_report
    session.incident_report = said or None
    record_act(
        "exam_session.incidents_reported",
        session,
        network_id=session.network_id,
        by_id=by_id,
        now=now,
        before={"report": before},
        after={"report": said},
    )
    return True


def _check_report(report: str) -> None:
    if report:
        # Its lines apart, because a line break is no character of a line.
        check_text(" ".join(report.splitlines()), LONGEST_REPORT)
