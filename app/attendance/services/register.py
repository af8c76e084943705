"""The register of a half-day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from app.attendance.models import Recording, RecordingKind
from app.attendance.queries import RosterLine, register_of, roster_of, takes_of
from app.attendance.rules import (
    InTheFuture,
    LedgerLine,
    Mark,
    NotExpected,
    RegisterAlreadyRecorded,
    UndoneMeanwhile,
    check_remark,
    credited_minutes,
)
from app.attendance.services.ledger import (
    hold,
    hold_day,
    keep_act,
    origin_of,
    recorded_at_this_time,
    refuse_recorded_half_days,
    summary,
    write,
)
from app.database import transaction
from app.people.models import Person
from app.training.models import Enrolment, TrainingSession
from app.training.rules import SessionIsCancelled


@transaction
def record_register(
    session: TrainingSession,
    marks: Mapping[int, Mark],
    *,
    today: date,
    now: datetime,
    by: Person | None,
    take: int | None = None,
) -> Recording:
    """Record the register of a half-day, for everybody at once.

    :param marks: by enrolment id; who is expected and not marked is present from start to end. Half-days that the
        ledger already holds, from a file or from another group at the same time, stay as they are and must not be
        marked. Where nobody is left the register is closed without a line.
    :param take: how often the page has seen the register undone; a press from before that does nothing.
    :raises RegisterAlreadyRecorded: when the register was recorded before, or at the same moment by somebody else.
    :raises AlreadyRecorded: when the half-day of somebody marked is in the ledger.
    :raises UndoneMeanwhile: when the register was undone since the page was opened.
    :raises SessionIsCancelled: when the half-day was cancelled.
    :raises InTheFuture, NotExpected, OutsideTheHalfDay, RemarkTooLong: nothing is recorded then.
    """
    hold(session)
    hold_day(session)
    # The list comes first: were the register recorded between the two, its lines would pass for those of a file.
    roster = roster_of(session)
    current_take = _take_to_record(session, take, today)
    lines = _lines_of(session, roster, marks)
    try:
        recording = write(
            RecordingKind.REGISTER,
            session.network_id,
            lines,
            now=now,
            by=by,
            session=session,
            take=current_take,
        )
    except IntegrityError:
        _refuse_recorded_register(session)
        refuse_recorded_half_days(lines)
        raise
    keep_act("register.recorded", recording, after={"session_id": session.id} | summary(lines))
    return recording


def _take_to_record(session: TrainingSession, seen: int | None, today: date) -> int:
    if session.is_cancelled:
        raise SessionIsCancelled
    is_recorded, current = takes_of(session)
    if is_recorded:
        _refuse_recorded_register(session)
    if seen not in {None, current}:
        raise UndoneMeanwhile
    if session.day > today:
        raise InTheFuture(day=session.day)
    return current


def _lines_of(
    session: TrainingSession, roster: Sequence[RosterLine], marks: Mapping[int, Mark]
) -> list[LedgerLine]:
    return [
        replace(
            _marked(session, line.enrolment, marks.get(line.enrolment.id, Mark())), take=line.times_undone
        )
        for line in _to_record(session, roster, marks)
    ]


def _to_record(
    session: TrainingSession, roster: Sequence[RosterLine], marks: Mapping[int, Mark]
) -> list[RosterLine]:
    if not marks.keys() <= {line.enrolment.id for line in roster}:
        raise NotExpected
    for line in roster:
        if line.history and line.enrolment.id in marks:
            raise recorded_at_this_time(session, line.history[0])
    # In one order for everybody, so that two who record the same half-days never wait for each other in a circle.
    return sorted((line for line in roster if not line.history), key=lambda line: line.enrolment.advisor_id)


def _marked(session: TrainingSession, enrolment: Enrolment, mark: Mark) -> LedgerLine:
    check_remark(mark.remark)
    minutes = credited_minutes(mark, session.starts_at, session.ends_at)
    is_absence = mark.attendance.is_absence
    return LedgerLine(
        enrolment_id=enrolment.id,
        advisor_id=enrolment.advisor_id,
        day=session.day,
        half=session.half,
        modality=session.modality,
        attendance=mark.attendance,
        arrived_at=None if is_absence else mark.arrived_at,
        left_at=None if is_absence else mark.left_at,
        minutes=minutes,
        half_day_minutes=minutes,
        reason=mark.remark or None,
        absence_kind=mark.absence_kind if is_absence else None,
    )


def _refuse_recorded_register(session: TrainingSession) -> None:
    found = register_of(session)
    if found is not None:
        raise RegisterAlreadyRecorded(day=session.day, **origin_of(found))
