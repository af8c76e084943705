"""What makes a half-day of training: where it is spent, when it starts and ends, who can be in it at once."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final

from app.core.errors import RuleBroken
from app.core.half_days import (
    AFTERNOON_STARTS_FROM,
    HALF_DAY_LIMIT_MINUTES,
    MORNING_STARTS_BEFORE,
    Half,
    minutes_between,
)
from app.core.hours import format_hours
from app.core.language import N_


class Modality(StrEnum):
    """Where and how the hours of a half-day are spent."""

    IN_PERSON = "in_person"
    REMOTE = "remote"
    E_LEARNING = "e_learning"
    AT_WORK = "at_work"


@dataclass(frozen=True, slots=True)
class Spot:
    """When and where a half-day is: civil day and clock times of Paris, which no change of legal time moves."""

    day: date
    half: Half
    starts_at: time
    ends_at: time
    place: str | None


USUAL_TIMES: Final = {
    Half.MORNING: (time(9, 0), time(12, 30)),
    Half.AFTERNOON: (time(13, 30), time(17, 0)),
}
"""When a half-day starts and ends unless something else is said."""


class HalfDayWithoutDuration(RuleBroken):
    """The half-day ends before it starts, or at once."""

    message = N_("La demi-journée doit se terminer après avoir commencé.")


class HalfDayTooLong(RuleBroken):
    """The half-day is longer than one can be."""

    message = N_("Une demi-journée dure au plus %(limit)s ; celle-ci dure %(duration)s.")


class WrongHalf(RuleBroken):
    """The start does not lie in the half of the day that was chosen."""

    message = N_(
        "Une séance du matin commence avant %(morning)s, une séance de l’après-midi à partir de %(afternoon)s."
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
        raise HalfDayTooLong(limit=format_hours(HALF_DAY_LIMIT_MINUTES), duration=format_hours(minutes))
    is_in_morning, is_in_afternoon = starts_at < MORNING_STARTS_BEFORE, starts_at >= AFTERNOON_STARTS_FROM
    if not (is_in_morning if half is Half.MORNING else is_in_afternoon):
        raise WrongHalf(morning=MORNING_STARTS_BEFORE, afternoon=AFTERNOON_STARTS_FROM)


class GroupIsBusy(RuleBroken):
    """The group has a half-day planned at this time already."""

    message = N_("Le groupe « %(group)s » a déjà une séance sur cette demi-journée du %(day)s.")


class GroupIsElsewhere(RuleBroken):
    """The group has a half-day that is not over yet, or that begins before this one ends."""

    message = N_("Le groupe « %(group)s » a déjà une séance le %(day)s, de %(starts_at)s à %(ends_at)s.")


class TrainerIsBusy(RuleBroken):
    """The trainer is with another group at this time."""

    message = N_("%(trainer)s anime déjà le groupe « %(group)s » le %(day)s, de %(starts_at)s à %(ends_at)s.")


class NotATrainer(RuleBroken):
    """Somebody who is no trainer of the network was chosen to train."""

    message = N_("%(person)s n’a pas le rôle de formateur dans ce réseau.")


class SessionIsRecorded(RuleBroken):
    """The register of the half-day was recorded, which fixes it."""

    message = N_("La feuille de présence de cette séance est enregistrée : la séance ne change plus.")


class SessionIsCancelled(RuleBroken):
    """The half-day was cancelled."""

    message = N_("Cette séance est annulée : planifiez-en une autre si besoin.")


def overlap(starts_at: time, ends_at: time, other_starts_at: time, other_ends_at: time) -> bool:
    """Return whether two half-days of one day have a minute in common; one may start as the other ends."""
    return starts_at < other_ends_at and other_starts_at < ends_at
