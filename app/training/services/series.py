"""Writes about many half-days at once: what a trial shows is what is planned, all of it or nothing."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.core.errors import ChangedMeanwhile, RuleBroken
from app.database import transaction
from app.people.models import Person
from app.training.models import CatchUp, Group, TrainingSession
from app.training.queries import Timetable
from app.training.rules import Clash, HalfDayPlan, Spot
from app.training.services.catch_ups import free_who_is_elsewhere
from app.training.services.changes import lock_training
from app.training.services.half_days import check_half_day, refuse_unaccepted
from app.training.services.sessions import add_sessions


class Wanted(NamedTuple):
    """A half-day that somebody wants for a group."""

    group: Group
    plan: HalfDayPlan


@dataclass(frozen=True, slots=True)
class TriedHalfDay:
    """A half-day as a trial found it: refused, planned before, or to be planned, whoever it takes from elsewhere.

    ``known`` is what was planned before: the same module at the same time, wherever and by whomever it is held.
    """

    wanted: Wanted
    refusal: RuleBroken | None = None
    known: HalfDayPlan | None = None
    clashes: tuple[Clash, ...] = ()

    @property
    def plan(self) -> HalfDayPlan:
        """Return what is wanted."""
        return self.wanted.plan

    @property
    def is_new(self) -> bool:
        """Return whether it would be planned."""
        return self.refusal is None and self.known is None


@dataclass(frozen=True, slots=True)
class Trial:
    """What planning would do, half-day by half-day, in the order in which they are wanted."""

    half_days: tuple[TriedHalfDay, ...]

    @property
    def new(self) -> list[TriedHalfDay]:
        """Return the half-days that would be planned."""
        return [each for each in self.half_days if each.is_new]

    @property
    def refused(self) -> list[TriedHalfDay]:
        """Return the half-days that cannot be."""
        return [each for each in self.half_days if each.refusal is not None]

    @property
    def known(self) -> list[TriedHalfDay]:
        """Return the half-days that were planned before."""
        return [each for each in self.half_days if each.known is not None]

    @property
    def clashes(self) -> list[Clash]:
        """Return what the half-days that would be planned take from others."""
        return [clash for each in self.new for clash in each.clashes]

    @property
    def asks_acceptance(self) -> bool:
        """Return whether somebody would be expected twice at one time."""
        return any(clash.must_be_accepted for clash in self.clashes)

    @property
    def digest(self) -> str:
        """Return what tells this trial from any other: what would be planned, and what it would take from others."""
        told = repr([(each.wanted.group.id, each.plan, each.clashes) for each in self.new])
        return hashlib.sha256(told.encode()).hexdigest()


def try_half_days(network_id: int, wanted: Sequence[Wanted], trainers: Collection[Person]) -> Trial:
    """Return what planning these half-days would do, without writing anything.

    :param trainers: the people whom the half-days name, at least.
    """
    timetable = Timetable.on(network_id, {each.plan.spot.day for each in wanted})
    return Trial(tuple(_try(each, _chosen(trainers, each.plan), timetable) for each in wanted))


@transaction
def plan_half_days(
    network_id: int,
    wanted: Sequence[Wanted],
    trainers: Collection[Person],
    *,
    seen: str,
    now: datetime,
    by: Person | None,
    clashes_accepted: bool = False,
) -> tuple[list[TrainingSession], list[CatchUp]]:
    """Plan the half-days of a trial: all that it has shown as to be planned, or none. What is known stays as it is.

    The trial is made again here, under a lock: what somebody saw may have changed since. The catch-ups that would
    have somebody in two places are withdrawn.

    :param seen: the digest of the trial that was shown.
    :returns: what was planned, and the catch-ups that are withdrawn for it; nothing when everything had been planned
        before, as when the button was pressed twice.
    :raises ChangedMeanwhile: when the half-days would no longer be those that were shown.
    :raises TrainerIsBusy: and AdvisorIsBusy, when somebody would be in two places and that was not accepted.
    """
    lock_training(network_id)
    trial = try_half_days(network_id, wanted, trainers)
    if not trial.new:
        return [], []
    if trial.digest != seen:
        raise ChangedMeanwhile
    if not clashes_accepted:
        refuse_unaccepted(trial.clashes)
    checked = [(each.wanted.group, each.plan, _chosen(trainers, each.plan)) for each in trial.new]
    planned = add_sessions(checked, now=now, by=by)
    return planned, free_who_is_elsewhere(planned, now=now, by=by)


def _try(wanted: Wanted, trainers: list[Person], timetable: Timetable) -> TriedHalfDay:
    group, plan = wanted
    for held in timetable.of_group(group, plan.spot.day):
        if _is_same(held.plan, plan):
            return TriedHalfDay(wanted, known=held.plan)
    try:
        check_half_day(group, plan, trainers, timetable)
    except RuleBroken as refusal:
        return TriedHalfDay(wanted, refusal)
    clashes = tuple(timetable.clashes_of_plan(group, plan, trainers))
    # The half-days after this one find it there.
    timetable.take(group, plan, trainers)
    return TriedHalfDay(wanted, clashes=clashes)


def _is_same(held: HalfDayPlan, plan: HalfDayPlan) -> bool:
    return (_when(held.spot), held.module) == (_when(plan.spot), plan.module)


def _when(spot: Spot) -> tuple[object, ...]:
    return spot.day, spot.half, spot.starts_at, spot.ends_at


def _chosen(trainers: Iterable[Person], plan: HalfDayPlan) -> list[Person]:
    return [trainer for trainer in trainers if trainer.id in plan.trainer_ids]
