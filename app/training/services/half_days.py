"""What a half-day must satisfy before it is written, alone or with a hundred others."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any, NotRequired, TypedDict

from app.core.half_days import Half
from app.core.roles import Role
from app.people.models import Membership, Person
from app.training.models import Group, TrainingSession
from app.training.queries import Timetable, competence_codes_of
from app.training.rules import (
    LONGEST_TEXT,
    Clash,
    GroupIsBusy,
    GroupIsElsewhere,
    HalfDayPlan,
    Modality,
    NotATrainer,
    Spot,
    check_half_day_in_cohort,
    check_half_day_times,
    check_text,
    overlap,
)
from app.training.titles import UnknownCompetence


class SessionFacts(TypedDict):
    """What is said of a half-day; what is left out becomes empty."""

    day: date
    half: Half
    starts_at: time
    ends_at: time
    modality: Modality
    module: str
    place: NotRequired[str | None]
    trainers: NotRequired[Sequence[Person]]
    competences: NotRequired[Sequence[str]]


def plan_of(facts: SessionFacts) -> HalfDayPlan:
    """Return what is said of a half-day as one value."""
    spot = Spot(facts["day"], facts["half"], facts["starts_at"], facts["ends_at"], facts.get("place") or None)
    trainers = tuple(sorted(trainer.id for trainer in facts.get("trainers", ())))
    competences = tuple(facts.get("competences", ()))
    return HalfDayPlan(spot, facts["modality"], facts["module"], trainers, competences)


def check_half_day(
    group: Group,
    plan: HalfDayPlan,
    trainers: Iterable[Person],
    timetable: Timetable,
    session: TrainingSession | None = None,
) -> None:
    """Let a half-day pass that the group can have, whoever else is busy.

    :param session: the half-day that is changed; none when a new one is planned.
    :raises SessionOutsideCohort: when it would come to lie outside of its cohort.
    :raises GroupIsBusy: and GroupIsElsewhere, when the group has one then.
    :raises NotATrainer: when somebody has not that role in the network.
    :raises UnknownCompetence: when it is to work on what the block does not hold.
    :raises WrongHalf: and its siblings, when the times make no half-day.
    """
    spot = plan.spot
    if session is None or spot.day != session.day:
        cohort = group.cohort
        check_half_day_in_cohort(spot.day, cohort.name, cohort.starts_on, cohort.ends_on)
    check_half_day_times(spot.half, spot.starts_at, spot.ends_at)
    check_text(plan.module, LONGEST_TEXT)
    if spot.place:
        check_text(spot.place, LONGEST_TEXT)
    _check_competences(group, plan.competences, session)
    _check_trainers(group.network_id, trainers)
    _check_group_is_free(group, spot, timetable, session)


def refuse_unaccepted(clashes: Iterable[Clash]) -> None:
    """Refuse the first clash that has to be accepted by who plans.

    :raises TrainerIsBusy: or AdvisorIsBusy.
    """
    for clash in clashes:
        if clash.must_be_accepted:
            raise clash.refusal


def values_of(plan: HalfDayPlan, trainers: Iterable[Person]) -> dict[str, Any]:
    """Return a half-day as the columns of its row."""
    spot = plan.spot
    return {
        "day": spot.day,
        "half": spot.half,
        "starts_at": spot.starts_at,
        "ends_at": spot.ends_at,
        "modality": plan.modality,
        "module": plan.module,
        "place": spot.place,
        "competences": list(plan.competences),
        "trainers": list(trainers),
    }


def told(values: dict[str, Any]) -> dict[str, Any]:
    """Return the columns as an act tells them: trainers by their ids."""
    return {
        **{name: value for name, value in values.items() if name != "trainers"},
        "trainer_ids": sorted(trainer.id for trainer in values["trainers"]),
    }


def _check_competences(group: Group, chosen: Sequence[str], session: TrainingSession | None) -> None:
    if not chosen:
        return
    block_code = group.cohort.block_code
    known = competence_codes_of(group.network_id, group.cohort.title_code, block_code)
    # What was planned before the cohort aimed at another block may stay as it is.
    kept = session.competences if session is not None else []
    for code in chosen:
        if code not in known and code not in kept:
            raise UnknownCompetence(competence=code, block=block_code)


def _check_trainers(network_id: int, trainers: Iterable[Person]) -> None:
    for trainer in trainers:
        if not any(_is_trainer_in(membership, network_id) for membership in trainer.memberships):
            raise NotATrainer(person=trainer.display_name)


def _is_trainer_in(membership: Membership, network_id: int) -> bool:
    return membership.network_id == network_id and membership.role is Role.TRAINER


def _check_group_is_free(
    group: Group, spot: Spot, timetable: Timetable, session: TrainingSession | None
) -> None:
    for other in timetable.of_group(group, spot.day):
        held = other.plan.spot
        if session is not None and other.session_id == session.id:
            continue
        if held.half is spot.half:
            raise GroupIsBusy(group=group.name, day=spot.day)
        if overlap(spot.starts_at, spot.ends_at, held.starts_at, held.ends_at):
            raise GroupIsElsewhere(
                group=group.name, day=spot.day, starts_at=held.starts_at, ends_at=held.ends_at
            )
