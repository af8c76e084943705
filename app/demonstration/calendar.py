"""The half-days of the demonstration's groups, from spring to autumn 2022, and the day on which it stands still."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.core.half_days import Half
from app.training.rules import Modality

TODAY: Final = date(2022, 11, 15)
"""A Tuesday of the autumn in which the certificates are handed over, two days before the ceremony."""

FIRST_DAY: Final = date(2022, 3, 14)
LAST_DAY: Final = date(2023, 3, 31)
LATE_AFTER: Final = date(2022, 8, 31)

ROOM: Final = "Centre Afpa, salle Leyre"
"""Where a group meets when it meets in person."""

_MODULES: Final = (
    "Accueillir et informer les publics",
    "Concevoir des ressources pédagogiques",
    "Bâtir un programme d’actions de médiation",
    "Préparer et animer un atelier",
    "Culture numérique et données personnelles",
    "Dossier professionnel et fiches action",
)

_HOLIDAYS: Final = frozenset(
    {
        date(2022, 4, 18),
        date(2022, 5, 26),
        date(2022, 6, 6),
        date(2022, 7, 14),
        date(2022, 8, 15),
        date(2022, 11, 1),
        date(2022, 11, 11),
    }
)
_SUMMER_BREAK: Final = (date(2022, 7, 25), date(2022, 8, 19))
_WINTER_BREAK: Final = (date(2022, 12, 19), date(2022, 12, 30))


@dataclass(frozen=True, slots=True)
class SampleGroup:
    """A group: its parcours in hours, its weekdays (Monday is 0), its first day and the rank of its trainer."""

    letter: str
    name: str
    parcours_hours: int
    weekdays: frozenset[int]
    starts_on: date
    trainer: int


@dataclass(frozen=True, slots=True)
class SampleSession:
    """One half-day of a group."""

    day: date
    half: Half
    modality: Modality
    module: str


GROUPS: Final = (
    SampleGroup("A", "Groupe A – 420 h", 420, frozenset({0, 1, 2}), FIRST_DAY, 0),
    SampleGroup("B", "Groupe B – 350 h", 350, frozenset({0, 1, 2}), FIRST_DAY, 1),
    SampleGroup("C", "Groupe C – 280 h", 280, frozenset({3, 4}), FIRST_DAY, 1),
    SampleGroup("D", "Groupe D – 105 h", 105, frozenset({4}), FIRST_DAY, 0),
    SampleGroup("E", "Groupe E – rentrée d’automne", 280, frozenset({0, 1}), date(2022, 10, 17), 0),
)

FORGOTTEN: Final = SampleSession(date(2022, 10, 3), Half.AFTERNOON, Modality.IN_PERSON, "Préparation au jury")
"""A half-day of group B whose register nobody has saved, so that the trainers' page has something overdue to show."""


def sessions_of(group: SampleGroup) -> tuple[SampleSession, ...]:
    """Return the half-days of a group: two a day, until its parcours is complete."""
    days = _training_days(group.weekdays, group.starts_on)
    chosen = [next(days) for _ in range(group.parcours_hours // 7)]
    return tuple(
        SampleSession(day, half, _modality(rank, len(chosen), half), _MODULES[rank % len(_MODULES)])
        for rank, day in enumerate(chosen)
        for half in Half
    )


def _training_days(weekdays: frozenset[int], first: date) -> Iterator[date]:
    day = first
    while True:
        if day.weekday() in weekdays and day not in _HOLIDAYS and not _is_in_a_break(day):
            yield day
        day += timedelta(days=1)


def _is_in_a_break(day: date) -> bool:
    return any(first <= day <= last for first, last in (_SUMMER_BREAK, _WINTER_BREAK))


def _modality(rank: int, days: int, half: Half) -> Modality:
    """Return how a half-day is spent: the last tenth at work, every fifth afternoon remote, else in the room."""
    if rank >= days - max(1, days // 10):
        return Modality.AT_WORK
    return Modality.REMOTE if rank % 5 == 4 and half is Half.AFTERNOON else Modality.IN_PERSON
