"""A small network to take registers in: one group, its trainers, and the half-days around a pinned Tuesday."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from app.attendance.services import record_register
from app.core.half_days import Half
from app.core.identifiers import folded
from app.core.roles import Role
from app.database import transaction
from app.people.models import Network, Person
from app.people.services import create_network, invite
from app.training.models import Cohort, Enrolment, Group, TrainingSession
from app.training.rules import Modality
from app.training.services import create_advisor, create_cohort, create_group, enrol, plan_session

TODAY = date(2022, 11, 15)
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)
NOON = datetime(2022, 11, 15, 11, 0, tzinfo=UTC)
NAMES = (
    "Aubert Barrère Castets Dubos Etcheverry Fabre Garat Hourcade Irigoyen Junca Labat Maubourguet Noguès Oyharçabal "
    "Puyo Quillacq"
).split()


@dataclass
class Classroom:
    """What a test of the register needs; three people in the group unless it asks for more.

    ``morning`` is there for a test that asks for the fixture ``session`` or ``recorded``, ``gers`` for one that asks
    for the fixture of this name.
    """

    code: str = "landes"
    size: int = 3
    network: Network = field(init=False)
    cohort: Cohort = field(init=False)
    group: Group = field(init=False)
    enrolments: list[Enrolment] = field(init=False)
    ines: Person = field(init=False)
    marc: Person = field(init=False)
    odile: Person = field(init=False)
    morning: TrainingSession = field(init=False)
    gers: Self = field(init=False)

    def __post_init__(self) -> None:
        self._open()

    @transaction
    def _open(self) -> None:
        # One transaction for all: the services inside join it, and the tests start sooner.
        self.network = create_network(self.code, "Réseau d’essai", pinned_today=TODAY, now=NOON)
        self.ines = self.somebody("ines", Role.TRAINER)
        self.marc = self.somebody("marc", Role.TRAINER)
        self.odile = self.somebody("odile", Role.ADMINISTRATOR)
        self.cohort = create_cohort(
            self.network,
            name="CCP1 2022",
            title_code="REMN",
            block_code="CCP1",
            programme_code="2021-2023",
            starts_on=date(2022, 3, 1),
            ends_on=date(2022, 12, 16),
            late_after=date(2022, 6, 30),
            now=NOON,
            by=None,
        )
        self.group = create_group(self.cohort, "Groupe 1", now=NOON, by=None)
        self.enrolments = [self.newcomer(name) for name in NAMES[: self.size]]

    def somebody(self, name: str, *roles: Role) -> Person:
        """Somebody of the staff, known by ``name@<network>.example.org``, without a password yet."""
        return invite(
            self.network, f"{name}@{self.code}.example.org", name.title(), "Lafitte", roles, now=NOON
        ).person

    def newcomer(self, family_name: str, hired_on: date | None = None) -> Enrolment:
        """One more advisor of the group."""
        advisor = create_advisor(
            self.network,
            email=f"{folded(family_name)}@{self.code}.example.org",
            given_name="Camille",
            family_name=family_name,
            hired_on=hired_on or date(2022, 2, 1),
            now=NOON,
            by=None,
        )
        return enrol(advisor, self.cohort, group=self.group, parcours_hours=105, now=NOON, by=None)

    def half_day(self, day: date = TODAY, half: Half = Half.MORNING, **changes: object) -> TrainingSession:
        """Plan a half-day of three hours and a half, given by Inès."""
        times = (time(9), time(12, 30)) if half is Half.MORNING else (time(13, 30), time(17))
        values: dict[str, object] = {
            "day": day,
            "half": half,
            "starts_at": times[0],
            "ends_at": times[1],
            "modality": Modality.IN_PERSON,
            "module": "Accueillir un public",
            "place": "Salle 4",
            "trainers": [self.ines],
            "now": NOON,
            "by": None,
        }
        return plan_session(self.group, **(values | changes))[0]  # type: ignore[arg-type]


def classroom_with(*asked: str) -> Classroom:
    """A classroom, with a half-day this morning, its register or the neighbours of the Gers where asked for."""
    classroom = Classroom()
    if "gers" in asked:
        classroom.gers = Classroom("gers", size=7)
    if {"session", "recorded"}.intersection(asked):
        classroom.morning = classroom.half_day()
    if "recorded" in asked:
        record_register(classroom.morning, {}, today=TODAY, now=NOON, by=classroom.ines)
    return classroom
