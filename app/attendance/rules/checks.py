"""What may be credited for a half-day, and to whom."""

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from app.attendance.rules.ledger import Attendance, Mark
from app.attendance.rules.refusals import (
    AbsentWithHours,
    AfterExit,
    BeforeArrival,
    CorrectionWithoutReason,
    ExemptFromTraining,
    InTheFuture,
    MoreThanAHalfDay,
    NegativeHours,
    OutsideTheHalfDay,
    PresentWithoutHours,
    RemarkTooLong,
)
from app.core.half_days import HALF_DAY_LIMIT_MINUTES, minutes_between
from app.core.hours import format_hours

LONGEST_REMARK: Final = 200
"""Characters of a remark or of the reason of a correction."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What must be known of a person before hours of a day are credited to them."""

    person: str
    first_day: date | None
    exited_on: date | None
    is_exempt: bool


def credited_minutes(mark: Mark, starts_at: time, ends_at: time) -> int:
    """Return the whole minutes that ``mark`` credits in a half-day from ``starts_at`` to ``ends_at``.

    :raises OutsideTheHalfDay: when arrival or departure lie outside of it or cross.
    """
    if mark.attendance.is_absence:
        return 0
    arrived_at, left_at = mark.arrived_at or starts_at, mark.left_at or ends_at
    if not starts_at <= arrived_at < left_at <= ends_at:
        raise OutsideTheHalfDay(arrived_at=arrived_at, left_at=left_at, starts_at=starts_at, ends_at=ends_at)
    return minutes_between(arrived_at, left_at)


def check_minutes(minutes: int, attendance: Attendance, limit: int = HALF_DAY_LIMIT_MINUTES) -> None:
    """Let only minutes pass that fit into a half-day of ``limit`` minutes and agree with the attendance.

    :raises NegativeHours: below zero.
    :raises MoreThanAHalfDay: above the limit of a half-day.
    :raises AbsentWithHours: when somebody absent is given any.
    """
    if minutes < 0:
        raise NegativeHours(duration=format_hours(minutes))
    if minutes > limit:
        raise MoreThanAHalfDay(duration=format_hours(minutes), limit=format_hours(limit))
    if attendance.is_absence and minutes:
        raise AbsentWithHours


def check_presence(minutes: int, attendance: Attendance) -> None:
    """Let a correction pass that gives hours to whoever was there.

    Only a correction: the line of a file that says otherwise stays as somebody else recorded it.

    :raises PresentWithoutHours: otherwise.
    """
    if not attendance.is_absence and minutes == 0:
        raise PresentWithoutHours


def check_day(standing: Standing, day: date, today: date) -> None:
    """Let only a day pass on which the person could attend.

    :raises InTheFuture: when the day has not come.
    :raises ExemptFromTraining: when the person is exempt.
    :raises BeforeArrival: when they had not arrived.
    :raises AfterExit: when they had left.
    """
    if day > today:
        raise InTheFuture(day=day)
    if standing.is_exempt:
        raise ExemptFromTraining(person=standing.person)
    if standing.first_day is not None and day < standing.first_day:
        raise BeforeArrival(day=day, person=standing.person, first_day=standing.first_day)
    if standing.exited_on is not None and day > standing.exited_on:
        raise AfterExit(day=day, person=standing.person, exited_on=standing.exited_on)


def check_remark(remark: str | None) -> None:
    """Let only a remark pass that the ledger can keep whole.

    :raises RemarkTooLong: otherwise.
    """
    if remark is not None and len(remark) > LONGEST_REMARK:
        raise RemarkTooLong(limit=LONGEST_REMARK, length=len(remark))


def checked_reason(reason: str) -> str:
    """Return why a half-day is corrected, without the blanks around it.

    :raises CorrectionWithoutReason: when nothing is said.
    :raises RemarkTooLong: when more is said than the ledger keeps.
    """
    said = reason.strip()
    if not said:
        raise CorrectionWithoutReason
    check_remark(said)
    return said
