"""Who or what is expected twice at one time: an advisor of two groups, a trainer, a room."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from app.core.errors import RuleBroken
from app.core.language import N_
from app.training.rules.half_days import TrainerIsBusy, overlap


class ClashKind(StrEnum):
    """What cannot be in two places."""

    TRAINER = "trainer"
    ADVISOR = "advisor"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Occupation:
    """What one half-day takes up: a time, a room, trainers and advisors (names by id); no id while it is not planned.

    ``room`` is the place as it is compared, None where there is no room to share.
    """

    session_id: int | None
    group_id: int
    group: str
    day: date
    starts_at: time
    ends_at: time
    place: str | None
    room: str | None
    trainers: Mapping[int, str] = field(default_factory=dict)
    advisors: Mapping[int, str] = field(default_factory=dict)

    def is_same(self, other: "Occupation") -> bool:
        """Return whether both are one half-day that is planned."""
        return self.session_id is not None and self.session_id == other.session_id

    def meets(self, other: "Occupation") -> bool:
        """Return whether both have a minute in common."""
        return self.day == other.day and overlap(self.starts_at, self.ends_at, other.starts_at, other.ends_at)


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody or a room that another half-day takes up at the same time; the day and times are those of the other."""

    kind: ClashKind
    who: str
    group: str
    day: date
    starts_at: time
    ends_at: time

    @property
    def refusal(self) -> RuleBroken:
        """Return the clash as it is told to who plans."""
        facts = {"group": self.group, "day": self.day, "starts_at": self.starts_at, "ends_at": self.ends_at}
        match self.kind:
            case ClashKind.TRAINER:
                return TrainerIsBusy(trainer=self.who, **facts)
            case ClashKind.ADVISOR:
                return AdvisorIsBusy(advisor=self.who, **facts)
        return PlaceIsBusy(place=self.who, **facts)

    @property
    def must_be_accepted(self) -> bool:
        """Return whether planning all the same has to be said; a room may be large enough for two groups."""
        return self.kind is not ClashKind.PLACE


class AdvisorIsBusy(RuleBroken):
    """The advisor is expected in another group at this time."""

    message = N_(
        "%(advisor)s est déjà attendu·e dans le groupe « %(group)s » le %(day)s, de %(starts_at)s à %(ends_at)s."
    )


class PlaceIsBusy(RuleBroken):
    """Another group is in the room at this time."""

    message = N_(
        "« %(place)s » : le groupe « %(group)s » y est déjà le %(day)s, de %(starts_at)s à %(ends_at)s."
    )


def clashes_of(half_day: Occupation, others: Iterable[Occupation]) -> list[Clash]:
    """Return what a half-day would take from the others: trainers first, then advisors, then the room.

    A half-day does not stand in its own way, nor in that of its own group, which cannot have two at once anyway.
    """
    found = []
    for other in others:
        if not half_day.meets(other) or half_day.is_same(other):
            continue
        found += [(ClashKind.TRAINER, name, other) for name in _both(half_day.trainers, other.trainers)]
        if other.group_id != half_day.group_id:
            found += [(ClashKind.ADVISOR, name, other) for name in _both(half_day.advisors, other.advisors)]
        if half_day.place and half_day.room is not None and half_day.room == other.room:
            found.append((ClashKind.PLACE, half_day.place, other))
    return [
        Clash(kind, who, other.group, other.day, other.starts_at, other.ends_at)
        for kind, who, other in sorted(found, key=_rank)
    ]


def _rank(found: tuple[ClashKind, str, Occupation]) -> int:
    return list(ClashKind).index(found[0])


def _both(some: Mapping[int, str], others: Mapping[int, str]) -> list[str]:
    return [name for key, name in some.items() if key in others] if others else []
