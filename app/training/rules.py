"""What the training allows: who is late, who is expected in the room, from which day hours count."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from app.core.errors import RuleBroken
from app.core.half_days import HALF_DAY_LIMIT_MINUTES, NOON, Half, minutes_between
from app.core.language import N_


class EntryStatus(StrEnum):
    """How an advisor came into the cohort."""

    ON_TIME = "on_time"
    LATE = "late"
    EXEMPT = "exempt"
    POSTPONED = "postponed"


class Modality(StrEnum):
    """Where and how the hours of a half-day are spent."""

    IN_PERSON = "in_person"
    REMOTE = "remote"
    E_LEARNING = "e_learning"
    AT_WORK = "at_work"


@dataclass(frozen=True, slots=True)
class Entry:
    """The dates that decide how an advisor entered a cohort, and what an administrator decided instead."""

    hired_on: date | None
    training_starts_on: date | None
    late_after: date
    decided_status: EntryStatus | None = None


def entry_status(entry: Entry) -> EntryStatus:
    """Return how the advisor entered: what was decided if anything was, otherwise what the dates say.

    A recruit hired, or failing that date entering training, after the cohort's date is late. Late is a description
    of the calendar and never a failure.
    """
    if entry.decided_status is not None:
        return entry.decided_status
    arrived_on = entry.hired_on or entry.training_starts_on
    return (
        EntryStatus.LATE
        if arrived_on and arrived_on > entry.late_after
        else EntryStatus.ON_TIME
    )


def first_creditable_day(
    hired_on: date | None, training_starts_on: date | None
) -> date | None:
    """Return the first day on which hours can count, or None when neither date is known.

    The State's files give the start of the training under the heading « Date de recrutement », so that the earlier
    of the two dates is the safe one.
    """
    known = [day for day in (hired_on, training_starts_on) if day is not None]
    return min(known) if known else None


def is_expected(
    day: date, first_day: date | None, exited_on: date | None, status: EntryStatus
) -> bool:
    """Return whether an advisor of the group is on the list of a half-day: arrived, not gone, not exempt."""
    has_arrived = first_day is None or first_day <= day
    has_not_left = exited_on is None or day <= exited_on
    return has_arrived and has_not_left and status is not EntryStatus.EXEMPT


class HalfDayWithoutDuration(RuleBroken):
    """The half-day ends before it starts, or at once."""

    message = N_("La demi-journée doit se terminer après avoir commencé.")


class HalfDayTooLong(RuleBroken):
    """The half-day is longer than one can be."""

    message = N_(
        "Une demi-journée dure au plus %(limit_minutes)s minutes ; celle-ci en dure %(minutes)s."
    )


class WrongHalf(RuleBroken):
    """The start does not lie in the half of the day that was chosen."""

    message = N_(
        "Une séance du matin commence avant 13 h, une séance de l’après-midi à partir de 12 h."
    )


def check_half_day_times(half: Half, starts_at: time, ends_at: time) -> None:
    """Let only clock times pass that make one half-day.

    :raises HalfDayWithoutDuration: when the end does not come after the start.
    :raises HalfDayTooLong: when it lasts longer than a half-day can.
    :raises WrongHalf: when it starts in the other half of the day.
    """
    minutes = minutes_between(starts_at, ends_at)
    if minutes <= 0:
        raise HalfDayWithoutDuration
    if minutes > HALF_DAY_LIMIT_MINUTES:
        raise HalfDayTooLong(limit_minutes=HALF_DAY_LIMIT_MINUTES, minutes=minutes)
    is_in_half = starts_at < NOON if half is Half.MORNING else starts_at >= time(12, 0)
    if not is_in_half:
        raise WrongHalf


class DatesOutOfOrder(RuleBroken):
    """Of two dates that belong together, the later one comes first."""

    message = N_("La date de fin (%(last)s) précède la date de début (%(first)s).")


class TrainedBeforeHired(RuleBroken):
    """The training would start before the advisor is hired."""

    message = N_(
        "La formation commencerait le %(starts_on)s, avant le recrutement du %(hired_on)s."
    )


class ReasonMissing(RuleBroken):
    """A decision that departs from the dates needs its reason."""

    message = N_("Indiquez le motif de cette décision.")


def check_dates_in_order(first: date | None, last: date | None) -> None:
    """Let only a period pass whose end does not precede its start; an open one passes.

    :raises DatesOutOfOrder: otherwise.
    """
    if first is not None and last is not None and last < first:
        raise DatesOutOfOrder(first=first, last=last)
