"""The correction of a half-day: a line that names the one it corrects."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from app.attendance.models import HoursEntry, Recording, RecordingKind
from app.attendance.queries import history_of, longest_credit, standing_of
from app.attendance.rules import (
    AbsenceKind,
    ActivityIsNoHalfDay,
    Attendance,
    CorrectedMeanwhile,
    InTheFuture,
    LedgerLine,
    NothingToCorrect,
    check_day,
    check_minutes,
    check_presence,
    checked_reason,
)
from app.attendance.services.ledger import keep_act, write
from app.database import transaction
from app.people.models import Person
from app.training.services import hold_training


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that is written and has no act yet, with what its act will tell."""

    recording: Recording
    before: dict[str, object]
    after: dict[str, object]


def write_correction(
    entry: HoursEntry,
    *,
    attendance: Attendance,
    minutes: int,
    reason: str,
    today: date,
    now: datetime,
    by: Person | None,
    absence_kind: AbsenceKind | None = None,
) -> Corrected:
    """Add the line that makes the half-day, or the activity, of ``entry`` count ``minutes`` from now on.

    Its act is for :func:`keep_correction`: who corrects several lines writes all of them first.

    :raises CorrectedMeanwhile: when ``entry`` is no longer what the half-day counts.
    :raises CorrectionWithoutReason, NothingToCorrect: when there is nothing to say or to change.
    :raises ActivityIsNoHalfDay: when an activity is corrected to an absence.
    :raises BeforeArrival, AfterExit, ExemptFromTraining: when minutes are added on a day on which nothing can be
        credited any more; taking some away is always possible.
    :raises InTheFuture, NegativeHours, MoreThanAHalfDay, AbsentWithHours, PresentWithoutHours, RemarkTooLong:
        nothing is recorded then.
    """
    hold_training(entry.network_id)
    said = checked_reason(reason)
    _refuse_corrected(entry)
    kind = absence_kind if attendance.is_absence else None
    _check(entry, attendance, kind, minutes, today)
    correction = _correction(entry, attendance, kind, minutes, said)
    before = {"entry_id": entry.id, "attendance": entry.attendance, "minutes": entry.half_day_minutes}
    try:
        recording = write(RecordingKind.CORRECTION, entry.network_id, [correction], now=now, by=by)
    except IntegrityError:
        _refuse_corrected(entry)
        raise
    after: dict[str, object] = {"attendance": attendance, "minutes": minutes, "reason": said}
    if kind is not None:
        after["absence_kind"] = kind
    return Corrected(recording, before, after)


def keep_correction(corrected: Corrected) -> None:
    """Put a correction into the audit chain."""
    keep_act("hours.corrected", corrected.recording, before=corrected.before, after=corrected.after)


@transaction
def correct_entry(
    entry: HoursEntry,
    *,
    attendance: Attendance,
    minutes: int,
    reason: str,
    today: date,
    now: datetime,
    by: Person | None,
    absence_kind: AbsenceKind | None = None,
) -> HoursEntry:
    """Correct one half-day or activity, and return the line that counts from now on.

    :raises RuleBroken: what :func:`write_correction` says.
    """
    corrected = write_correction(
        entry,
        attendance=attendance,
        minutes=minutes,
        reason=reason,
        today=today,
        now=now,
        by=by,
        absence_kind=absence_kind,
    )
    keep_correction(corrected)
    return history_of(entry)[-1]


def _check(
    entry: HoursEntry, attendance: Attendance, kind: AbsenceKind | None, minutes: int, today: date
) -> None:
    if entry.day > today:
        raise InTheFuture(day=entry.day)
    check_minutes(minutes, attendance, longest_credit(entry))
    if entry.activity_id is not None and attendance.is_absence:
        raise ActivityIsNoHalfDay
    if (attendance, minutes, kind) == (entry.attendance, entry.half_day_minutes, entry.absence_kind):
        raise NothingToCorrect
    check_presence(minutes, attendance)
    if minutes > entry.half_day_minutes:
        check_day(standing_of(entry.enrolment), entry.day, today)


def _correction(
    entry: HoursEntry, attendance: Attendance, kind: AbsenceKind | None, minutes: int, reason: str
) -> LedgerLine:
    return LedgerLine(
        enrolment_id=entry.enrolment_id,
        advisor_id=entry.advisor_id,
        day=entry.day,
        half=entry.half,
        modality=entry.modality,
        attendance=attendance,
        minutes=minutes - entry.half_day_minutes,
        half_day_minutes=minutes,
        corrects_id=entry.id,
        reason=reason,
        take=entry.take,
        absence_kind=kind,
        activity_id=entry.activity_id,
    )


def _refuse_corrected(entry: HoursEntry) -> None:
    if history_of(entry)[-1].id != entry.id:
        raise CorrectedMeanwhile
