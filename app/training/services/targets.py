"""Writes about the hours that somebody has to follow."""

from datetime import date, datetime

from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import Enrolment, TargetDecision
from app.training.queries import sessions_of_group, target_decisions
from app.training.rules import (
    LONGEST_TEXT,
    EntryStatus,
    HoursUnknown,
    ReasonMissing,
    TargetKind,
    check_text,
    target_minutes,
)
from app.training.services.changes import change, lock_training, record


@transaction
def decide_target(
    enrolment: Enrolment,
    kind: TargetKind,
    reason: str,
    *,
    credited_minutes: int | None = None,
    now: datetime,
    by: Person | None,
) -> TargetDecision:
    """Decide how many hours somebody has to follow; decisions from before stay in the history.

    Who is dispensed is expected nowhere any more, as one who is exempt; another decision takes that back.

    :param credited_minutes: those acquired elsewhere, for an equivalence alone.
    :raises ReasonMissing: when nothing is said.
    :raises HoursUnknown, CreditOutOfRange, NothingToShare: when the hours cannot be told.
    """
    lock_training(enrolment.network_id)
    said = reason.strip()
    if not said:
        raise ReasonMissing
    check_text(said, LONGEST_TEXT)
    decisions = target_decisions(enrolment)
    full = _full_minutes(enrolment, decisions)
    credited = credited_minutes if kind is TargetKind.EQUIVALENCE else None
    planned, ahead = _plan(enrolment)
    target = target_minutes(kind, full, credited=credited, planned=planned, ahead=ahead)
    decision = TargetDecision(
        network_id=enrolment.network_id,
        enrolment_id=enrolment.id,
        advisor_id=enrolment.advisor_id,
        kind=kind,
        full_minutes=full,
        credited_minutes=credited,
        target_minutes=target,
        reason=said,
        decided_at=now,
        decided_by_id=id_of(by),
    )
    was_dispensed = bool(decisions) and decisions[0].kind is TargetKind.DISPENSED
    change("enrolment.changed", enrolment, _values(decision, was_dispensed=was_dispensed), now=now, by=by)
    db.session.add(decision)
    told = {"enrolment_id": enrolment.id, "kind": kind, "target_minutes": target, "reason": said}
    record("target.decided", decision, after=told, now=now, by=by)
    return decision


def _full_minutes(enrolment: Enrolment, decisions: list[TargetDecision]) -> int:
    if enrolment.parcours_hours is not None:
        return enrolment.parcours_hours * 60
    known = decisions[0].full_minutes if decisions else enrolment.prescribed_minutes
    if known is None:
        raise HoursUnknown
    return known


def _plan(enrolment: Enrolment) -> tuple[int, int]:
    """Return the minutes of all half-days of the group, and of those from the day of joining on."""
    if enrolment.group is None:
        return 0, 0
    sessions = sessions_of_group(enrolment.group)
    first_day = enrolment.first_creditable_day or date.min
    ahead = (each.duration_minutes for each in sessions if each.day >= first_day)
    return sum(each.duration_minutes for each in sessions), sum(ahead)


def _values(decision: TargetDecision, *, was_dispensed: bool) -> dict[str, object]:
    if decision.kind is TargetKind.DISPENSED:
        # The hours stay prescribed, so that they are known should the dispensation be taken back.
        return {"decided_status": EntryStatus.EXEMPT, "decision_reason": decision.reason}
    values: dict[str, object] = {"prescribed_minutes": decision.target_minutes}
    if was_dispensed:
        values |= {"decided_status": None, "decision_reason": None}
    return values
