"""What somebody should act on, and when it is told: once, and again only when it got worse or came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from app.progress.rules.contract import Contract

FEWEST_FOR_A_SHARE: Final = 10
"""A share of fewer recorded half-days says nothing: one absence on the first day would be all of them."""


class AlertKind(StrEnum):
    """What an alert is about."""

    OUT_OF_REACH = "out_of_reach"
    UNEXCUSED = "unexcused"
    ABSENCES = "absences"
    RESIT = "resit"
    """A block was not obtained, and the person is on the list of no session of the year that is given."""


RESIT_REMINDERS: Final = (timedelta(days=182), timedelta(days=91), timedelta(days=30), timedelta(days=-1))
"""How long before the end of the year of a resit it is told again; the last time is when it is over."""


class Verdict(StrEnum):
    """What becomes of an alert when the hours are looked at again."""

    RAISE = "raise"
    RAISE_AGAIN = "raise_again"
    RESOLVE = "resolve"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many half-days of absence on, or from which hundredth of all, a network is told; None is never."""

    unexcused_count: int | None = None
    absence_count: int | None = None
    absence_share: int | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """The recorded half-days of an enrolment since the person came: all, and those of absence."""

    half_days: int = 0
    absences: int = 0
    unexcused: int = 0


def resit_level(until: date, today: date) -> int:
    """Return how pressing it is to sit a block again: 1 from the failure on, one more with each reminder.

    :param until: the last day on which it is sat without a new training.
    """
    return 1 + sum(until - today <= before for before in RESIT_REMINDERS)


def levels_of(
    contract: Contract, presence: Presence, thresholds: Thresholds, resit: int = 0
) -> dict[AlertKind, int]:
    """Return what is to be told of an enrolment now and how bad it is.

    Minutes missing, half-days of absence, or how often a resit was reminded of.

    :param resit: how pressing it is to sit a block again; 0 when there is none.
    """
    found = {AlertKind.RESIT: resit} if resit else {}
    if contract.is_out_of_reach:
        found[AlertKind.OUT_OF_REACH] = contract.missing
    if _reaches(presence.unexcused, thresholds.unexcused_count):
        found[AlertKind.UNEXCUSED] = presence.unexcused
    is_many = _reaches(presence.absences, thresholds.absence_count)
    if is_many or _is_large_share(presence, thresholds.absence_share):
        found[AlertKind.ABSENCES] = presence.absences
    return found


def verdicts(told: Mapping[AlertKind, int], levels: Mapping[AlertKind, int]) -> dict[AlertKind, Verdict]:
    """Return what becomes of each kind of alert.

    :param told: the open alerts, each with the level at which it was told last.
    :param levels: what is to be told now.
    """
    return {kind: _verdict(told.get(kind), levels.get(kind)) for kind in AlertKind}


def _verdict(told: int | None, level: int | None) -> Verdict:
    if level is None:
        return Verdict.LEAVE if told is None else Verdict.RESOLVE
    if told is None:
        return Verdict.RAISE
    return Verdict.RAISE_AGAIN if level > told else Verdict.LEAVE


def _reaches(count: int, threshold: int | None) -> bool:
    return threshold is not None and 0 < threshold <= count


def _is_large_share(presence: Presence, share: int | None) -> bool:
    is_known = share is not None and presence.half_days >= FEWEST_FOR_A_SHARE and presence.absences > 0
    return is_known and presence.absences * 100 >= (share or 0) * presence.half_days
