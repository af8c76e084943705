"""Who and what the half-days of a network take up, read with a constant number of statements."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from app.core.identifiers import folded
from app.extensions import db
from app.people.models import Person
from app.training.models import Enrolment, Group, TrainingSession
from app.training.queries.entries import CalendarEntry, GroupOfEntry, trainers_between
from app.training.queries.sessions import in_force, is_on_list
from app.training.rules import Clash, HalfDayPlan, Modality, Occupation, Spot, clashes_of

# Built once: most of what a small statement costs is to build it.
_IN_SEVERAL_GROUPS: Final = (
    select(Enrolment.advisor_id)
    .where(Enrolment.network_id == bindparam("network_id"), Enrolment.group_id.is_not(None))
    .group_by(Enrolment.advisor_id)
    .having(func.count() > 1)
)


class Held(NamedTuple):
    """A half-day that a group has, or is about to have: no id while it is not planned."""

    session_id: int | None
    plan: HalfDayPlan


AdvisorsOn = Callable[[int, date], Mapping[int, str]]
"""Returns who of those that are in several groups is expected in one of them on a day, by advisor."""


class Timetable:
    """The half-days of a network on some days, and who is expected in them."""

    def __init__(self, network_id: int, sessions: Iterable[TrainingSession]) -> None:
        """Take all half-days that the network has on the days in question; see :meth:`on` to have them read."""
        self._taken_up = _TakenUp(network_id)
        self._occupations: dict[date, list[Occupation]] = defaultdict(list)
        self._planned: dict[int, Occupation] = {}
        self._sessions: dict[tuple[int, date], list[TrainingSession]] = defaultdict(list)
        self._taken: dict[tuple[int, date], list[Held]] = defaultdict(list)
        for session in sessions:
            occupation = self._occupied_by(session)
            self._planned[session.id] = occupation
            self._occupations[occupation.day].append(occupation)
            self._sessions[occupation.group_id, occupation.day].append(session)

    @classmethod
    def on(cls, network_id: int, days: Collection[date]) -> "Timetable":
        """Return the half-days from the first of ``days`` to the last."""
        return cls(network_id, _sessions(network_id, days))

    def take(self, group: Group, plan: HalfDayPlan, trainers: Iterable[Person]) -> None:
        """Count a half-day that is about to be planned with those that are."""
        self._occupations[plan.spot.day].append(self._occupied_by_plan(group, plan, trainers, None))
        self._taken[group.id, plan.spot.day].append(Held(None, plan))

    def clashes_of(self, session: TrainingSession) -> list[Clash]:
        """Return what a half-day takes from the others."""
        occupation = self._planned.get(session.id) or self._occupied_by(session)
        return clashes_of(occupation, self._occupations[occupation.day])

    def clashes_of_plan(
        self, group: Group, plan: HalfDayPlan, trainers: Iterable[Person], own_id: int | None = None
    ) -> list[Clash]:
        """Return what a half-day would take from the others; ``own_id`` is the one that it is to become, if any."""
        others = self._occupations[plan.spot.day]
        if not others:
            return []
        return clashes_of(self._occupied_by_plan(group, plan, trainers, own_id), others)

    def of_group(self, group: Group, day: date) -> list[Held]:
        """Return the half-days that a group has on a day."""
        planned = [Held(each.id, each.plan) for each in self._sessions.get((group.id, day), ())]
        return planned + self._taken.get((group.id, day), [])

    def _occupied_by(self, session: TrainingSession) -> Occupation:
        return self._taken_up.by(
            session.id, session.group, session.spot, session.modality, _names(session.trainers)
        )

    def _occupied_by_plan(
        self, group: Group, plan: HalfDayPlan, trainers: Iterable[Person], own_id: int | None
    ) -> Occupation:
        return self._taken_up.by(own_id, group, plan.spot, plan.modality, _names(trainers))


class _TakenUp:
    """What half-days of a network take up."""

    def __init__(self, network_id: int) -> None:
        self._advisors_on = _advisors_of_several_groups(network_id)
        # A week has many half-days in few rooms.
        self._room = cache(folded)

    def by(
        self,
        session_id: int | None,
        group: Group | GroupOfEntry,
        spot: Spot | CalendarEntry,
        modality: Modality,
        trainers: Mapping[int, str],
    ) -> Occupation:
        # Only those who are there in person sit in one room; the same link may serve twenty groups.
        has_room = modality is Modality.IN_PERSON and bool(spot.place)
        return Occupation(
            session_id=session_id,
            group_id=group.id,
            group=group.name,
            day=spot.day,
            starts_at=spot.starts_at,
            ends_at=spot.ends_at,
            place=spot.place,
            room=self._room(spot.place or "") if has_room else None,
            trainers=trainers,
            advisors=self._advisors_on(group.id, spot.day),
        )


def clashes_among(network_id: int, entries: Sequence[CalendarEntry]) -> dict[int, list[Clash]]:
    """Return what each half-day takes from the others, by its id; those that take nothing are left out.

    :param entries: all half-days that the network has from the first of their days to the last, in their order.
    """
    if not entries:
        return {}
    taken_up = _TakenUp(network_id)
    trainers = trainers_between(network_id, entries[0].day, entries[-1].day)
    of_day: dict[date, list[Occupation]] = defaultdict(list)
    for each in entries:
        names = trainers.get(each.id, {})
        of_day[each.day].append(taken_up.by(each.id, each.group, each, each.modality, names))
    found = {each.session_id: clashes_of(each, others) for others in of_day.values() for each in others}
    return {session_id: clashes for session_id, clashes in found.items() if session_id and clashes}


def _names(people: Iterable[Person]) -> dict[int, str]:
    return {person.id: person.display_name for person in people}


def _sessions(network_id: int, days: Collection[date]) -> list[TrainingSession]:
    if not days:
        return []
    statement = select(TrainingSession).where(
        TrainingSession.network_id == network_id,
        TrainingSession.day.between(min(days), max(days)),
        in_force(),
    )
    return list(db.session.scalars(statement.order_by(TrainingSession.day, TrainingSession.id)))


def _advisors_of_several_groups(network_id: int) -> AdvisorsOn:
    """Return who is expected where; who is in one group is expected once at a time by the rule of groups."""

    # Asked with the first half-day: many a day has none yet.
    @cache
    def by_group() -> dict[int | None, list[Enrolment]]:
        found: dict[int | None, list[Enrolment]] = defaultdict(list)
        several = list(db.session.scalars(_IN_SEVERAL_GROUPS, {"network_id": network_id}))
        # Seldom anybody is in several groups, and then nothing more is asked.
        if several:
            statement = select(Enrolment).where(Enrolment.advisor_id.in_(several))
            for enrolment in db.session.scalars(statement.options(joinedload(Enrolment.advisor))):
                found[enrolment.group_id].append(enrolment)
        return found

    def expected(group_id: int, day: date) -> dict[int, str]:
        return {
            each.advisor_id: each.advisor.person.display_name
            for each in by_group().get(group_id, ())
            if is_on_list(each, day)
        }

    return expected
