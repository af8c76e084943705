"""What may be credited for a half-day, to whom, and how an entry is corrected."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final

from app.audit.rules import canonical
from app.core.errors import RuleBroken
from app.core.half_days import HALF_DAY_LIMIT_MINUTES, Half, minutes_between
from app.core.hours import format_hours
from app.core.language import N_
from app.training.rules import Modality

LONGEST_REMARK: Final = 200
"""Characters of a remark or of the reason of a correction."""


class Attendance(StrEnum):
    """Whether somebody was there."""

    PRESENT = "present"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"

    @property
    def is_absence(self) -> bool:
        """Return whether nothing is credited."""
        return self is not Attendance.PRESENT


@dataclass(frozen=True, slots=True)
class Mark:
    """What a trainer says of one person in one half-day; the times are given by exception."""

    attendance: Attendance = Attendance.PRESENT
    arrived_at: time | None = None
    left_at: time | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """What a line of the ledger says; minutes are whole, and those of a correction may be negative."""

    enrolment_id: int
    advisor_id: int
    day: date
    half: Half
    modality: Modality
    attendance: Attendance
    minutes: int
    half_day_minutes: int
    arrived_at: time | None = None
    left_at: time | None = None
    corrects_id: int | None = None
    reason: str | None = None


class OutsideTheHalfDay(RuleBroken):
    """An arrival or a departure lies outside of the half-day, or in the wrong order."""

    message = N_(
        "Arrivée à %(arrived_at)s et départ à %(left_at)s : les heures doivent se suivre entre %(starts_at)s et "
        "%(ends_at)s, fin de la demi-journée."
    )


class NegativeHours(RuleBroken):
    """Fewer than no minutes were given."""

    message = N_("Une durée ne peut pas être négative (%(duration)s).")


class MoreThanAHalfDay(RuleBroken):
    """More minutes than a half-day can have."""

    message = N_("%(duration)s dépassent la demi-journée, qui compte au plus %(limit)s.")


class AbsentWithHours(RuleBroken):
    """Somebody absent was given hours."""

    message = N_("Une personne absente ne peut pas avoir d’heures sur la demi-journée.")


class PresentWithoutHours(RuleBroken):
    """Somebody was corrected to have been there for no time at all."""

    message = N_("Une personne présente a des heures. Si elle n’était pas là, choisissez une absence.")


class InTheFuture(RuleBroken):
    """The half-day has not come yet."""

    message = N_("Le %(day)s est dans le futur : les heures s’enregistrent le jour même ou après.")


class BeforeArrival(RuleBroken):
    """The half-day lies before the person was hired or entered the training."""

    message = N_("Le %(day)s précède l’arrivée de %(person)s, le %(first_day)s.")


class AfterExit(RuleBroken):
    """The half-day lies after the person left the training."""

    message = N_("Le %(day)s suit la sortie de formation de %(person)s, le %(exited_on)s.")


class HoursOutsideThePeriod(RuleBroken):
    """New dates of an enrolment would leave credited half-days outside: ``first`` and ``last`` of ``count`` of them."""

    message = N_(
        "%(person)s a des heures créditées hors de ces dates, du %(first)s au %(last)s (demi-journées : %(count)s). "
        "Corrigez d’abord ces heures, ou gardez les dates."
    )


class ExemptFromTraining(RuleBroken):
    """The person is exempt from the training, so that no hours are expected of them."""

    message = N_("%(person)s est exempté·e de formation : aucune heure ne peut être enregistrée.")


class AlreadyRecorded(RuleBroken):
    """The half-day of this person is already in the ledger; only a correction can change it."""

    message = N_("La demi-journée du %(day)s de %(person)s est déjà enregistrée : corrigez-la si besoin.")


class RegisterAlreadyRecorded(AlreadyRecorded):
    """The register of this half-day was recorded before: ``recorded_by`` (a name, or None) and ``recorded_at``."""

    message = N_("Cette feuille de présence est déjà enregistrée : corrigez-la si besoin.")


class GivenTwice(RuleBroken):
    """A file gives one half-day of one person on two lines."""

    message = N_("La demi-journée du %(day)s de %(person)s est donnée deux fois.")


class NotExpected(RuleBroken):
    """Somebody was marked who is not on the list of the half-day."""

    message = N_(
        "La liste des personnes attendues a changé depuis l’ouverture de cette page : relisez-la, puis enregistrez à "
        "nouveau."
    )


class RemarkTooLong(RuleBroken):
    """The remark does not fit into the ledger."""

    message = N_("Une remarque compte au plus %(limit)s caractères ; celle-ci en compte %(length)s.")


class CorrectionWithoutReason(RuleBroken):
    """A correction says why."""

    message = N_("Indiquez pourquoi vous corrigez cette demi-journée.")


class NothingToCorrect(RuleBroken):
    """The correction says what the ledger says already."""

    message = N_("La correction ne change rien à la demi-journée.")


class CorrectedMeanwhile(RuleBroken):
    """Somebody else corrected the entry after this page was opened."""

    message = N_(
        "Quelqu’un a corrigé cette demi-journée entre-temps : relisez-la avant de la corriger à nouveau."
    )


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


def digest_of(lines: Iterable[object]) -> str:
    """Return the SHA-256 of the lines of one recording, in their order: it tells when one was changed afterwards."""
    facts = [{name: getattr(line, name) for name in _IN_THE_DIGEST} for line in lines]
    return hashlib.sha256(canonical(facts).encode()).hexdigest()
