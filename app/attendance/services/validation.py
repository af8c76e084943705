"""A trainer decides about activities outside of half-days: only what is validated becomes lines of the ledger."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.attendance.models import Activity, HoursEntry, Recording, RecordingKind
from app.attendance.queries import credited_entries, standing_of, times_reopened
from app.attendance.rules import (
    REOPENED,
    ActivityState,
    Attendance,
    CannotUndoValidation,
    CorrectionWithoutReason,
    LedgerLine,
    OwnActivity,
    RefusalWithoutReason,
    check_day,
    checked_reason,
    is_fresh_act_of,
)
from app.attendance.services.activities import decided_meanwhile, hold_waiting
from app.attendance.services.ledger import keep_act, write
from app.audit.services import record_act
from app.core.errors import NotFound
from app.database import transaction
from app.extensions import db
from app.people.models import Network, Person
from app.training.services import hold_training


@transaction
def validate_activities(
    network: Network, activity_ids: Collection[int], *, today: date, now: datetime, by: Person
) -> Recording | None:
    """Count activities that wait: all of them, or none when one cannot be. Those that count already stay as they are.

    Returns the act by which their minutes came into the ledger, or None when each of them counts already.

    :raises NotFound: when one is not of this network.
    :raises OwnActivity: when one is of who validates.
    :raises DecidedMeanwhile: when one was refused or withdrawn.
    :raises ExemptFromTraining, BeforeArrival, AfterExit: when nothing can be credited on its day any more.
    """
    hold_training(network.id)
    held = _held(network, activity_ids)
    for each in held:
        if each.enrolment.advisor.person_id == by.id:
            raise OwnActivity
        if each.state in {ActivityState.REFUSED, ActivityState.WITHDRAWN}:
            raise decided_meanwhile(each)
    waiting = [each for each in held if each.state is ActivityState.WAITING]
    if not waiting:
        return None
    for each in waiting:
        check_day(standing_of(each.enrolment), each.day, today)
        each.state, each.decided_at, each.decided_by_id = ActivityState.VALIDATED, now, by.id
    db.session.flush()
    takes = times_reopened([each.id for each in waiting])
    lines = [_counting(each, takes.get(each.id, 0)) for each in waiting]
    recording = write(RecordingKind.VALIDATION, network.id, lines, now=now, by=by)
    keep_act("activities.validated", recording, after=_summary(waiting, lines))
    return recording


@transaction
def refuse_activity(activity: Activity, reason: str, *, now: datetime, by: Person) -> None:
    """Refuse an activity that waits, and say why; the advisor can hand it in again, mended.

    :raises RefusalWithoutReason, RemarkTooLong: when nothing is said, or too much.
    :raises OwnActivity: when it is of who refuses.
    :raises DecidedMeanwhile: when it waits no more.
    """
    try:
        said = checked_reason(reason)
    except CorrectionWithoutReason as refusal:
        raise RefusalWithoutReason from refusal
    hold_waiting(activity)
    if activity.enrolment.advisor.person_id == by.id:
        raise OwnActivity
    activity.state, activity.reason = ActivityState.REFUSED, said
    activity.decided_at, activity.decided_by_id = now, by.id
    told = {"activity": activity.title, "reason": said}
    by_id, network_id = by.id, activity.network_id
    record_act("activity.refused", activity, network_id=network_id, by_id=by_id, now=now, after=told)


@transaction
def undo_validation(recording: Recording, *, now: datetime, by: Person) -> Recording | None:
    """Take a validation back right after the press, by who has pressed; None when nothing of it counts any more.

    What was decided, corrected or validated anew since stays as it is.

    :raises CannotUndoValidation: when it is somebody else's, or was made too long ago.
    """
    if not is_fresh_act_of(by.id, recording.recorded_by_id, recording.recorded_at, now):
        raise CannotUndoValidation
    network = db.session.get_one(Network, recording.network_id)
    held = _held(network, [entry.activity_id for entry in recording.entries if entry.activity_id is not None])
    current = credited_entries([each.id for each in held])
    own = [each.id for each in held if current[each.id].recording_id == recording.id]
    return reopen_activities(network, own, now=now, by=by) if own else None


@transaction
def reopen_activities(
    network: Network, activity_ids: Collection[int], *, now: datetime, by: Person, reason: str = ""
) -> Recording | None:
    """Let activities wait again that were validated: each minute they counted, corrections included, is taken back.

    Those that wait already stay as they are. Returns the act that took the minutes back, or None when there were none.

    :param reason: why, for the ledger; that the validation was taken back when nothing else is said.
    :raises NotFound: when one is not of this network.
    :raises DecidedMeanwhile: when one was refused or withdrawn, or is corrected at the same moment.
    :raises RemarkTooLong: when the reason is longer than the ledger keeps.
    """
    said = checked_reason(reason) if reason.strip() else REOPENED
    held = _held(network, activity_ids)
    for each in held:
        if each.state in {ActivityState.REFUSED, ActivityState.WITHDRAWN}:
            raise decided_meanwhile(each)
    validated = [each for each in held if each.state is ActivityState.VALIDATED]
    if not validated:
        return None
    counted = credited_entries([each.id for each in validated])
    lines = [_taking_back(counted[each.id], said) for each in validated]
    for each in validated:
        each.state, each.decided_at, each.decided_by_id = ActivityState.WAITING, None, None
    db.session.flush()
    try:
        recording = write(RecordingKind.CORRECTION, network.id, lines, now=now, by=by)
    except IntegrityError as refused:
        raise decided_meanwhile(validated[0]) from refused
    keep_act("activities.reopened", recording, after=_summary(validated, lines) | {"reason": said})
    return recording


def _held(network: Network, activity_ids: Collection[int]) -> list[Activity]:
    """Return the activities under their lock, in one order for everybody.

    :raises NotFound: when one is not of this network.
    """
    wanted = set(activity_ids)
    statement = (
        select(Activity)
        .where(Activity.network_id == network.id, Activity.id.in_(wanted))
        .order_by(Activity.id)
        .with_for_update(of=Activity)
        .execution_options(populate_existing=True)
    )
    found = list(db.session.scalars(statement))
    if len(found) != len(wanted):
        raise NotFound
    return found


def _counting(activity: Activity, take: int) -> LedgerLine:
    return LedgerLine(
        enrolment_id=activity.enrolment_id,
        advisor_id=activity.advisor_id,
        day=activity.day,
        half=None,
        modality=activity.modality,
        attendance=Attendance.PRESENT,
        minutes=activity.minutes,
        half_day_minutes=activity.minutes,
        take=take,
        activity_id=activity.id,
    )


def _taking_back(entry: HoursEntry, reason: str) -> LedgerLine:
    return LedgerLine(
        enrolment_id=entry.enrolment_id,
        advisor_id=entry.advisor_id,
        day=entry.day,
        half=None,
        modality=entry.modality,
        attendance=entry.attendance,
        minutes=-entry.half_day_minutes,
        half_day_minutes=0,
        corrects_id=entry.id,
        reason=reason,
        take=entry.take,
        undoes=True,
        activity_id=entry.activity_id,
    )


def _summary(activities: Sequence[Activity], lines: Sequence[LedgerLine]) -> dict[str, object]:
    return {"activity_ids": [each.id for each in activities], "minutes": sum(line.minutes for line in lines)}
