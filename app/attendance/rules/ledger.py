"""What a line of the ledger says, and the digest by which a later change of it is found."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any, Final

from app.audit.rules import canonical
from app.core.half_days import Half
from app.training.rules import Modality


class Attendance(StrEnum):
    """Whether somebody was there."""

    PRESENT = "present"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"

    @property
    def is_absence(self) -> bool:
        """Return whether nothing is credited."""
        return self is not Attendance.PRESENT


class AbsenceKind(StrEnum):
    """Why somebody was away, as far as it was said."""

    SICK = "sick"
    LEAVE = "leave"
    EMPLOYER = "employer"
    TRAINING_ELSEWHERE = "training_elsewhere"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a trainer says of one person in one half-day; the times are given by exception."""

    attendance: Attendance = Attendance.PRESENT
    arrived_at: time | None = None
    left_at: time | None = None
    remark: str | None = None
    absence_kind: AbsenceKind | None = None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """What a line of the ledger says; minutes are whole, and those of a correction may be negative."""

    enrolment_id: int
    advisor_id: int
    day: date
    half: Half | None
    modality: Modality
    attendance: Attendance
    minutes: int
    half_day_minutes: int
    arrived_at: time | None = None
    left_at: time | None = None
    corrects_id: int | None = None
    reason: str | None = None
    take: int = 0
    undoes: bool = False
    absence_kind: AbsenceKind | None = None
    activity_id: int | None = None

    def values(self) -> dict[str, Any]:
        """Return what the line says, by column of the ledger."""
        return {name: getattr(self, name) for name in self.__slots__}


_IN_THE_DIGEST: Final = (
    "enrolment_id",
    "day",
    "half",
    "modality",
    "attendance",
    "arrived_at",
    "left_at",
    "minutes",
    "half_day_minutes",
    "corrects_id",
    "reason",
)


# Told only where there is something to tell: the digests of lines without them stay what they were.
_ADDED_TO_THE_DIGEST: Final = ("take", "undoes", "absence_kind", "activity_id")


def digest_of(lines: Iterable[object]) -> str:
    """Return the SHA-256 of the lines of one recording, in their order: it tells when one was changed afterwards."""
    facts = [_facts(line) for line in lines]
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def _facts(line: object) -> dict[str, object]:
    always = {name: getattr(line, name) for name in _IN_THE_DIGEST}
    added = {name: getattr(line, name, None) for name in _ADDED_TO_THE_DIGEST}
    return always | {name: value for name, value in added.items() if value}
