"""Writes about many half-days at once: what a trial shows is what is planned, all of it or nothing."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.errors import ChangedMeanwhile, RuleBroken
from app.database import transaction
from app.people.models import Person
from app.training.models import Group, TrainingSession
from app.training.queries import Timetable
from app.training.rules import Clash, HalfDayPlan, Spot
from app.training.services.changes import lock_training
from app.training.services.half_days import check_half_day, refuse_unaccepted
from app.training.services.sessions import add_session


@dataclass(frozen=True, slots=True)
class TriedHalfDay:
    """A half-day as a trial found it: refused, planned before, or to be planned, whoever it takes from elsewhere."""

    plan: HalfDayPlan
    refusal: RuleBroken | None = None
    is_known: bool = False
    clashes: tuple[Clash, ...] = ()

    @property
    def is_new(self) -> bool:
        """Return whether it would be planned."""
        return self.refusal is None and not self.is_known


@dataclass(frozen=True, slots=True)
class Trial:
    """What planning a series would do, half-day by half-day."""

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
        return [each for each in self.half_days if each.is_known]

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
        told = repr([(each.plan, each.clashes) for each in self.new])
        return hashlib.sha256(told.encode()).hexdigest()


def try_series(group: Group, plans: Sequence[HalfDayPlan], trainers: Collection[Person]) -> Trial:
    """Return what planning these half-days would do, without writing anything.

    :param trainers: the people whom the half-days name, at least.
    """
    timetable = Timetable(group.network_id, {plan.spot.day for plan in plans})
    seen: set[tuple[object, ...]] = set()
    tried = []
    for plan in plans:
        key = plan.spot.day, plan.spot.half
        if key not in seen:
            tried.append(_try(group, plan, _chosen(trainers, plan), timetable))
        seen.add(key)
    return Trial(tuple(tried))


@transaction
def plan_series(
    group: Group,
    plans: Sequence[HalfDayPlan],
    trainers: Collection[Person],
    *,
    seen: str,
    now: datetime,
    by: Person | None,
    clashes_accepted: bool = False,
) -> list[TrainingSession]:
    """Plan the half-days of a trial: all that it has shown as to be planned, or none. What is known stays as it is.

    The trial is made again here, under a lock: what somebody saw may have changed since.

    :param seen: the digest of the trial that was shown.
    :returns: what was planned; empty when everything had been before, as when the button was pressed twice.
    :raises ChangedMeanwhile: when the half-days would no longer be those that were shown.
    :raises TrainerIsBusy: and AdvisorIsBusy, when somebody would be in two places and that was not accepted.
    """
    lock_training(group.network_id)
    trial = try_series(group, plans, trainers)
    if not trial.new:
        return []
    if trial.digest != seen:
        raise ChangedMeanwhile
    if not clashes_accepted:
        refuse_unaccepted(trial.clashes)
    return [add_session(group, each.plan, _chosen(trainers, each.plan), now=now, by=by) for each in trial.new]


def _try(group: Group, plan: HalfDayPlan, trainers: list[Person], timetable: Timetable) -> TriedHalfDay:
    if any(_is_same(each, plan) for each in timetable.of_group(group, plan.spot.day)):
        return TriedHalfDay(plan, is_known=True)
    try:
        check_half_day(group, plan, trainers, timetable)
    except RuleBroken as refusal:
        return TriedHalfDay(plan, refusal)
    return TriedHalfDay(plan, clashes=tuple(timetable.clashes_of_plan(group, plan, trainers)))


def _is_same(session: TrainingSession, plan: HalfDayPlan) -> bool:
    """Return whether a half-day is the one that is to be planned, wherever and by whomever it is held."""
    return (_when(session.spot), session.module) == (_when(plan.spot), plan.module)


def _when(spot: Spot) -> tuple[object, ...]:
    return spot.day, spot.half, spot.starts_at, spot.ends_at


def _chosen(trainers: Iterable[Person], plan: HalfDayPlan) -> list[Person]:
    return [trainer for trainer in trainers if trainer.id in plan.trainer_ids]
