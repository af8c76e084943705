"""How an advisor enters and leaves: who is late, who is expected in the room, from which day hours count."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from app.core.errors import RuleBroken
from app.core.language import N_

YOUNGEST: Final = 14
OLDEST: Final = 100
"""Ages in years between which somebody can be an advisor: a typing error of a century is outside."""


class EntryStatus(StrEnum):
    """How an advisor came into the cohort."""

    ON_TIME = "on_time"
    LATE = "late"
    EXEMPT = "exempt"
    POSTPONED = "postponed"


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
    return EntryStatus.LATE if arrived_on and arrived_on > entry.late_after else EntryStatus.ON_TIME


def first_creditable_day(hired_on: date | None, training_starts_on: date | None) -> date | None:
    """Return the first day on which hours can count, or None when neither date is known.

    The State's files give the start of the training under the heading « Date de recrutement », so that the earlier
    of the two dates is the safe one.
    """
    known = [day for day in (hired_on, training_starts_on) if day is not None]
    return min(known) if known else None


def is_expected(day: date, first_day: date | None, exited_on: date | None, status: EntryStatus) -> bool:
    """Return whether an advisor of the group is on the list of a half-day: arrived, not gone, not exempt."""
    has_arrived = first_day is None or first_day <= day
    has_not_left = exited_on is None or day <= exited_on
    return has_arrived and has_not_left and status is not EntryStatus.EXEMPT


def has_left(exited_on: date | None, today: date) -> bool:
    """Return whether somebody who leaves the training on this day, if ever, is gone today."""
    return exited_on is not None and exited_on < today


class DatesOutOfOrder(RuleBroken):
    """Of two dates that belong together, the later one comes first."""

    message = N_("La date de fin (%(last)s) précède la date de début (%(first)s).")


class TrainedBeforeHired(RuleBroken):
    """The training would start before the advisor is hired."""

    message = N_("La formation commencerait le %(starts_on)s, avant le recrutement du %(hired_on)s.")


class ReasonMissing(RuleBroken):
    """A decision that departs from the dates needs its reason."""

    message = N_("Indiquez le motif de cette décision.")


def check_dates_in_order(first: date | None, last: date | None) -> None:
    """Let only a period pass whose end does not precede its start; an open one passes.

    :raises DatesOutOfOrder: otherwise.
    """
    if first is not None and last is not None and last < first:
        raise DatesOutOfOrder(first=first, last=last)


class UnlikelyBirthDate(RuleBroken):
    """The date of birth cannot be that of somebody who works."""

    message = N_("Née ou né le %(birth_date)s : cette date de naissance n’est pas possible.")


def check_birth_date(birth_date: date | None, today: date) -> None:
    """Let only the date of birth of somebody of an age to work pass; an unknown one passes.

    :raises UnlikelyBirthDate: otherwise.
    """
    if birth_date is not None and not YOUNGEST <= today.year - birth_date.year <= OLDEST:
        raise UnlikelyBirthDate(birth_date=birth_date)


def check_starts_after_hiring(starts_on: date | None, hired_on: date | None) -> None:
    """Let the training start on the day of hiring at the earliest; an unknown date passes.

    :raises TrainedBeforeHired: otherwise.
    """
    if starts_on is not None and hired_on is not None and starts_on < hired_on:
        raise TrainedBeforeHired(starts_on=starts_on, hired_on=hired_on)


def check_decision(decided_status: EntryStatus | None, reason: str | None) -> None:
    """Let a decision about the entry pass only with its reason.

    :raises ReasonMissing: otherwise.
    """
    if decided_status is not None and not (reason or "").strip():
        raise ReasonMissing
