"""Files of half-days: in by name of group and trainer, out again, and never twice."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.half_days import Half
from app.core.roles import Role
from app.core.territories import Territory
from app.exchange.cells import MissingValue
from app.exchange.exporting.formats import FileFormat
from app.exchange.exporting.registry import ExportKind, export_file
from app.exchange.importing.plan import Plan
from app.exchange.kinds import FileKind
from app.exchange.layouts.sessions import NotCompetences
from app.exchange.moments import NotAClockTime, clock_time
from app.exchange.rules import AmbiguousGroup, UnknownGroup, UnknownTrainer
from app.exchange.services import LinesRefused, Source, import_file, try_import
from app.people.models import Network, Person
from app.people.services import create_network, invite, set_territory
from app.training import queries
from app.training.models import Group, TrainingSession
from app.training.rules import GroupIsBusy, GroupIsElsewhere, HalfDayWithoutDuration, SessionOutsideCohort
from app.training.services import change_session, create_group
from app.training.titles import UnknownCompetence
from tests.exchange.conftest import NOON, Content
from tests.training.conftest import open_cohort

TODAY = date(2022, 3, 1)
NOBODY: dict[str, Any] = {"now": NOON, "by": None}
HEADINGS = "Promotion;Groupe;Date;Demi-journée;Début;Fin;Modalité;Module;Lieu;Formateurs;Compétences\n"
MORNING = "Printemps 2022;Dax;15/03/2022;matin;9h;12:30;présentiel;Accueillir;Salle 4;Paul Forme;2, 3\n"
AFTERNOON = ";DAX;15/03/2022;après-midi;;;distanciel;Concevoir;;forme paul, lise@afpa.example.org;\n"


@pytest.fixture
def network(database: Session) -> Network:
    return create_network("landes", "Réseau des Landes", now=NOON, pinned_today=TODAY)


@pytest.fixture
def group(network: Network) -> Group:
    return create_group(open_cohort(network), "Dax", **NOBODY)


@pytest.fixture
def trainers(network: Network) -> list[Person]:
    return [
        invite(network, f"{name.lower()}@afpa.example.org", name, "Forme", [Role.TRAINER], now=NOON).person
        for name in ("Paul", "Lise")
    ]


def source(lines: str) -> Source:
    return Source(FileKind.SESSIONS, "séances.csv", (HEADINGS + lines).encode())


def take(network: Network, lines: str) -> Plan:
    return import_file(network, source(lines), today=TODAY, **NOBODY)


def refusals(network: Network, lines: str) -> list[tuple[int, type]]:
    plan = try_import(network, source(lines), today=TODAY)
    with pytest.raises(LinesRefused):
        take(network, lines)
    return [(problem.line, type(problem.refusal)) for problem in plan.problems]


def test_a_file_plans_its_half_days(network: Network, group: Group, trainers: list[Person]) -> None:
    plan = take(network, MORNING + AFTERNOON)
    assert [(step.person, step.values) for step in plan.steps] == [
        ("Dax", ("15/03/2022", "matin", "Accueillir")),
        ("Dax", ("15/03/2022", "après-midi", "Concevoir")),
    ]
    morning, afternoon = queries.sessions_of_group(group)
    assert (morning.starts_at, morning.place, morning.competences) == (
        time(9),
        "Salle 4",
        ["REMN:CCP1:2", "REMN:CCP1:3"],
    )
    assert (afternoon.half, afternoon.starts_at, afternoon.place) == (Half.AFTERNOON, time(13, 30), None)
    assert morning.trainers == trainers[:1]
    assert {trainer.id for trainer in afternoon.trainers} == {trainer.id for trainer in trainers}


def test_the_same_file_again_changes_nothing(
    database: Session, network: Network, group: Group, trainers: list[Person]
) -> None:
    take(network, MORNING + AFTERNOON)
    again = take(network, MORNING + AFTERNOON)
    assert (again.steps, again.unchanged) == ((), 2)
    acts = database.scalars(select(AuditEntry.action)).all()
    assert acts.count("session.planned") == 2
    assert acts.count("file.imported") == 1


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (";Tyrosse;15/03/2022;matin;;;;M;;;\n", UnknownGroup),
        ("Autre;Dax;15/03/2022;matin;;;;M;;;\n", UnknownGroup),
        (";Dax;15/03/2022;matin;;;;M;;Jean Valjean;\n", UnknownTrainer),
        (";Dax;15/03/2022;matin;;;;M;;;9\n", UnknownCompetence),
        (";Dax;15/03/2022;matin;;;;M;;;la deuxième\n", NotCompetences),
        (";Dax;15/03/2022;matin;midi;;;M;;;\n", NotAClockTime),
        (";Dax;15/03/2022;matin;10:00;09:00;;M;;;\n", HalfDayWithoutDuration),
        (";Dax;15/03/2023;matin;;;;M;;;\n", SessionOutsideCohort),
        (";Dax;15/03/2022;matin;;;;;;;\n", MissingValue),
    ],
)
def test_a_line_that_cannot_be_planned_says_why_and_nothing_is(
    database: Session, network: Network, group: Group, trainers: list[Person], line: str, refusal: type
) -> None:
    assert refusals(network, MORNING.replace("15/03", "16/03") + line) == [(3, refusal)]
    assert database.scalars(select(TrainingSession)).all() == []


def test_what_is_planned_otherwise_is_never_changed(
    network: Network, group: Group, trainers: list[Person]
) -> None:
    take(network, MORNING)
    assert refusals(network, MORNING.replace("Salle 4", "Salle 5")) == [(2, GroupIsBusy)]
    assert refusals(network, MORNING.replace("Accueillir", "Autre")) == [(2, GroupIsBusy)]
    (session,) = queries.sessions_of_group(group)
    assert session.place == "Salle 4"


def test_two_lines_in_each_others_way_are_found_before_anything_is_written(
    network: Network, group: Group, trainers: list[Person]
) -> None:
    late_morning = ";Dax;15/03/2022;matin;9h;12:45;;M;;;\n"
    early_afternoon = ";Dax;15/03/2022;après-midi;12:30;16:00;;N;;;\n"
    assert refusals(network, late_morning + early_afternoon) == [(3, GroupIsElsewhere)]


def test_a_group_of_two_cohorts_needs_its_cohort(
    network: Network, group: Group, trainers: list[Person]
) -> None:
    create_group(open_cohort(network, name="Automne 2022"), "Dax", **NOBODY)
    assert refusals(network, AFTERNOON) == [(2, AmbiguousGroup)]
    assert take(network, "printemps 2022" + AFTERNOON).created == 1


def test_no_dash_apostrophe_or_blank_hides_a_group_or_a_trainer(
    network: Network, group: Group, trainers: list[Person]
) -> None:
    autumn = create_group(group.cohort, "Groupe E – rentrée d’automne", **NOBODY)
    invite(network, "noel@afpa.example.org", "Paul-Noël", "L’Hôte", [Role.TRAINER], now=NOON)
    file = MORNING.replace("Dax", "groupe  e - rentree d'automne").replace("Paul Forme", "Paul–Noel L'Hote")
    assert [step.person for step in take(network, file).steps] == [autumn.name]


def test_of_two_groups_that_differ_by_a_dash_the_one_is_meant_that_is_called_just_so(
    network: Network, group: Group, trainers: list[Person]
) -> None:
    for name in ("Rentrée - matin", "Rentrée – matin"):
        create_group(group.cohort, name, **NOBODY)
        assert [step.person for step in take(network, MORNING.replace("Dax", name)).steps] == [name]
    assert refusals(network, MORNING.replace("Dax", "Rentrée \u2014 matin")) == [(2, AmbiguousGroup)]


def test_a_trainer_in_two_places_is_named_to_be_looked_at(
    network: Network, group: Group, trainers: list[Person]
) -> None:
    create_group(group.cohort, "Mugron", **NOBODY)
    plan = take(network, MORNING + MORNING.replace(";Dax;", ";Mugron;"))
    told = [(notice.line, notice.facts.get("trainer"), notice.is_to_check) for notice in plan.notices]
    assert told == [(3, "Paul Forme", True), (3, None, True)]  # The trainer, and the room.
    assert plan.created == 2


def test_a_public_holiday_of_the_territory_or_a_sunday_is_named_to_be_looked_at(
    network: Network, group: Group, trainers: list[Person]
) -> None:
    # The 8th and the 15th of May 2022 were Sundays.
    days = ("05/05", "08/05", "15/05", "26/05", "27/05")
    file = "".join(MORNING.replace("15/03", day) for day in days)

    def told() -> list[tuple[int | None, str | None]]:
        plan = try_import(network, source(file), today=TODAY)
        assert plan.created == len(days)
        assert all(each.is_to_check for each in plan.notices)
        return [(each.line, each.words.get("holiday")) for each in plan.notices]

    of_mainland = [(3, "8 mai 1945"), (4, None), (5, "Ascension")]
    assert told() == of_mainland
    set_territory(network, Territory.GUADELOUPE, now=NOON, by=trainers[0])
    assert told() == [*of_mainland, (6, "abolition de l’esclavage")]
    take(network, file)
    assert try_import(network, source(file), today=TODAY).notices == ()


@pytest.mark.parametrize("file_format", list(FileFormat))
def test_what_goes_out_comes_in_again_without_a_change(
    network: Network, group: Group, trainers: list[Person], file_format: FileFormat
) -> None:
    take(network, MORNING + AFTERNOON)
    file = export_file(network, ExportKind.SESSIONS, file_format)
    again = Source(FileKind.SESSIONS, f"séances.{file_format}", file)
    plan = try_import(network, again, today=TODAY)
    assert (plan.steps, plan.unchanged, plan.problems) == ((), 2, ())


def test_an_export_holds_what_is_planned(network: Network, group: Group, trainers: list[Person]) -> None:
    take(network, AFTERNOON)
    (session,) = queries.sessions_of_group(group)
    change_session(
        session,
        day=date(2022, 3, 22),
        half=Half.AFTERNOON,
        starts_at=time(14),
        ends_at=time(17),
        modality=session.modality,
        module="=1+1",
        **NOBODY,
    )
    _headings, row = (
        export_file(network, ExportKind.SESSIONS, FileFormat.CSV).decode("utf-8-sig").splitlines()
    )
    assert row == "Printemps 2022;Dax;22/03/2022;après-midi;14:00;17:00;distanciel;'=1+1;;;;3,00"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("09:00", time(9)),
        ("9h", time(9)),
        ("9 h 30", time(9, 30)),
        ("13H45", time(13, 45)),
        ("09:00:00", time(9)),
        (time(8, 15), time(8, 15)),
    ],
)
def test_times_are_read_as_people_write_them(cell: Any, expected: time) -> None:
    assert clock_time(cell) == expected


@pytest.mark.parametrize("cell", ["9", "24:00", "9h60", "9,5", "midi", "-9:00", 9.0, True])
def test_what_is_no_time_is_refused(cell: Any) -> None:
    with pytest.raises(NotAClockTime):
        clock_time(cell)


def test_the_template_is_downloaded_and_read_by_the_command(
    command: Callable[..., Result], landes: str, tmp_path: Path, content: Callable[[], Content]
) -> None:
    template = tmp_path / "modele.csv"
    assert command("exchange", "template", "sessions", "--out", template).exit_code == 0
    assert template.read_text("utf-8-sig").strip() == HEADINGS.strip()
    before = content()
    done = command("exchange", "import", "sessions", template, "--network", landes)
    assert done.exit_code != 0
    assert content() == before
