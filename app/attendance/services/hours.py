"""Half-days that come from a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy.exc import IntegrityError

from app.attendance.models import HoursEntry, Recording, RecordingKind
from app.attendance.queries import HalfDayOfAdvisor, recorded_half_days, standing_of, times_undone
from app.attendance.rules import (
    Attendance,
    GivenTwice,
    LedgerLine,
    Standing,
    check_day,
    check_minutes,
    check_remark,
)
from app.attendance.services.ledger import (
    already_recorded,
    keep_act,
    refuse_recorded_half_days,
    summary,
    write,
)
from app.core.errors import NotFound, RuleBroken
from app.core.half_days import Half
from app.database import transaction
from app.people.models import Network, Person
from app.training.models import Enrolment
from app.training.rules import Modality
from app.training.services import hold_training


@dataclass(frozen=True, slots=True)
class HoursLine:
    """One half-day of one person, as a file gives it; whole minutes."""

    enrolment: Enrolment
    day: date
    half: Half
    minutes: int
    modality: Modality
    attendance: Attendance = Attendance.PRESENT
    reason: str | None = None

    @property
    def half_day(self) -> HalfDayOfAdvisor:
        """Return what can be credited once."""
        return self.enrolment.advisor_id, self.day, self.half


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A line of a file and what the ledger says of it: known already, refused, or new when neither."""

    line: HoursLine
    is_known: bool = False
    refusal: RuleBroken | None = None


@transaction
def record_hours(
    network: Network,
    lines: Sequence[HoursLine],
    *,
    today: date,
    now: datetime,
    by: Person | None,
) -> Recording | None:
    """Record half-days that come from a file: all of them, or none when one is refused.

    Lines that the ledger holds already are passed over. Returns None when no line is new.

    :raises AlreadyRecorded: when the ledger says otherwise of a half-day, or somebody records it at the same moment.
    :raises RuleBroken: what :func:`judge_hours` says of the first line that is refused.
    """
    hold_training(network.id)
    judged = judge_hours(network, lines, today=today)
    for each in judged:
        if each.refusal is not None:
            raise each.refusal
    new = [each.line for each in judged if not each.is_known]
    if not new:
        return None
    days = [line.day for line in new]
    undone = times_undone({line.enrolment.advisor_id for line in new}, min(days), max(days))
    written = [_as_written(line, undone[line.half_day]) for line in sorted(new, key=_order_of_recording)]
    try:
        recording = write(RecordingKind.IMPORT, network.id, written, now=now, by=by)
    except IntegrityError:
        refuse_recorded_half_days(written)
        raise
    keep_act("hours.imported", recording, after=summary(written))
    return recording


def judge_hours(network: Network, lines: Sequence[HoursLine], *, today: date) -> list[JudgedLine]:
    """Return what the rules and the ledger say of each line, in the order given; nothing is written.

    A line is known when the half-day was once recorded as the line says, even if it was corrected since: importing
    a file again never undoes a correction.
    """
    if not lines:
        return []
    days = [line.day for line in lines]
    recorded = recorded_half_days({line.half_day[0] for line in lines}, min(days), max(days))
    seen: set[HalfDayOfAdvisor] = set()
    standing = cache(standing_of)
    judged = []
    for line in lines:
        history = recorded.get(line.half_day, [])
        is_known = any(_says_the_same(line, entry) for entry in history)
        refusal = None if is_known else _refusal(network, line, standing(line.enrolment), today)
        if line.half_day in seen:
            refusal = GivenTwice(day=line.day, half=line.half, person=standing(line.enrolment).person)
        elif history and not is_known:
            refusal = already_recorded(history[0])
        seen.add(line.half_day)
        judged.append(JudgedLine(line, is_known, refusal))
    return judged


def _as_written(line: HoursLine, take: int) -> LedgerLine:
    return LedgerLine(
        enrolment_id=line.enrolment.id,
        advisor_id=line.enrolment.advisor_id,
        day=line.day,
        half=line.half,
        modality=line.modality,
        attendance=line.attendance,
        minutes=line.minutes,
        half_day_minutes=line.minutes,
        reason=line.reason or None,
        take=take,
    )


def _order_of_recording(line: HoursLine) -> tuple[int, date, int]:
    # One order for everybody: two who record the same half-days then wait for each other, never both at once.
    return line.enrolment.advisor_id, line.day, line.half.order


def _says_the_same(line: HoursLine, entry: HoursEntry) -> bool:
    said = (line.attendance, line.minutes, line.modality)
    return said == (entry.attendance, entry.half_day_minutes, entry.modality)


def _refusal(network: Network, line: HoursLine, standing: Standing, today: date) -> RuleBroken | None:
    if line.enrolment.network_id != network.id:
        return NotFound()
    try:
        check_day(standing, line.day, today)
        check_minutes(line.minutes, line.attendance)
        check_remark(line.reason)
    except RuleBroken as refusal:
        return refusal
    return None
