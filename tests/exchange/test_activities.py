"""Files of learning platforms: activities that wait for a trainer, all of a file or none, and never twice."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from app.attendance.models import Activity
from app.attendance.queries import activities_in_state, ledger_problems, total_minutes
from app.attendance.rules import (
    ActivityInARoom,
    ActivityState,
    ActivityTooLong,
    AlreadyHandedIn,
    BeforeArrival,
    InTheFuture,
    NotALink,
)
from app.attendance.services import Done, ProofFile, hand_in, validate_activities
from app.core.errors import RuleBroken
from app.core.hours import NotHours
from app.exchange.cells import MissingValue
from app.exchange.exporting.formats import FileFormat
from app.exchange.exporting.registry import ExportKind, export_file
from app.exchange.importing.plan import Plan
from app.exchange.kinds import FileKind
from app.exchange.moments import NegativeDuration, NotMinutes, whole_minutes
from app.exchange.parsing import DuplicateRow, NobodyNamed
from app.exchange.rules import ActivityByItsOwnFile, PerhapsAnother, UnknownAdvisor
from app.exchange.services import LinesRefused, Source, import_file, try_import
from app.training.rules import Modality
from tests.attendance.classroom import NOON, TODAY, Classroom

HEADINGS = "Adresse de courriel;Prénom;Nom de famille;Activité;Terminé le;Minutes;Modalité;Lien\n"
AUBERT = "aubert@landes.example.org;Camille;Aubert"
LINE = f"{AUBERT};Module 3;14/11/2022 10:32;90;;\n"


@pytest.fixture
def classroom(begin_with: Callable[..., Classroom]) -> Classroom:
    return begin_with(Classroom)


def source(text: str, kind: FileKind = FileKind.ACTIVITIES) -> Source:
    return Source(kind, "moodle.csv", text.encode())


def take(classroom: Classroom, text: str) -> Plan:
    return import_file(classroom.network, source(text), today=TODAY, now=NOON, by=classroom.odile)


def waiting(classroom: Classroom) -> list[Activity]:
    return activities_in_state(classroom.network, ActivityState.WAITING, limit=100)


def test_what_a_platform_tells_waits_for_a_trainer_and_then_counts(classroom: Classroom) -> None:
    file = HEADINGS + LINE + f"{AUBERT};Classe virtuelle;2022-11-10;1 h 30;distanciel;\n"
    plan = take(classroom, file)
    assert plan.created == 2
    first, second = sorted(waiting(classroom), key=lambda each: each.title)
    assert (first.modality, first.day, first.minutes) == (Modality.REMOTE, date(2022, 11, 10), 90)
    assert (second.source, second.modality) == ("moodle.csv", Modality.E_LEARNING)
    assert second.source_sha256 == source(file).sha256
    enrolment = classroom.enrolments[0]
    assert total_minutes([enrolment.id])[enrolment.id] == 0
    ids = [first.id, second.id]
    validate_activities(classroom.network, ids, today=TODAY, now=NOON, by=classroom.ines)
    assert total_minutes([enrolment.id])[enrolment.id] == 180
    assert list(ledger_problems()) == []


def test_the_same_file_again_changes_nothing_even_once_validated(classroom: Classroom) -> None:
    take(classroom, HEADINGS + LINE)
    for _again in range(2):
        plan = take(classroom, HEADINGS + LINE.replace("Module 3", "MODULE  3"))
        assert (plan.steps, plan.unchanged) == ((), 1)
        ids = [each.id for each in waiting(classroom)]
        validate_activities(classroom.network, ids, today=TODAY, now=NOON, by=classroom.ines)


def test_what_the_advisor_has_handed_in_is_not_handed_in_twice(classroom: Classroom) -> None:
    day = TODAY - timedelta(days=1)
    done = Done(classroom.enrolments[0], day, Modality.E_LEARNING, "module 3", 90)
    hand_in(done, [ProofFile("a.pdf", b"%PDF-1.7 %%EOF")], today=TODAY, now=NOON, by=None)
    assert take(classroom, HEADINGS + LINE).steps == ()
    assert len(waiting(classroom)) == 1
    with pytest.raises(LinesRefused) as refused:
        take(classroom, HEADINGS + LINE.replace("90", "95"))
    assert type(refused.value.problems[0].refusal) is AlreadyHandedIn


def test_the_same_activity_on_another_day_is_to_be_looked_at(classroom: Classroom) -> None:
    take(classroom, HEADINGS + LINE)
    other = HEADINGS + LINE.replace("14/11", "12/11")
    plan = try_import(classroom.network, source(other), today=TODAY)
    (notice,) = [each for each in plan.notices if each.is_to_check]
    assert notice.facts["other"] == date(2022, 11, 14)


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("aubert@gmail.com;Camille;Aubert;M;14/11/2022;90;;\n", PerhapsAnother),
        (";CAMILLE;aubért;M;14/11/2022;90;;\n", PerhapsAnother),
        ("auber@landes.example.org;;;M;14/11/2022;90;;\n", PerhapsAnother),
        ("zoe@nulle-part.fr;Zoé;Xylophone;M;14/11/2022;90;;\n", UnknownAdvisor),
        (";;;M;14/11/2022;90;;\n", NobodyNamed),
        (f"{AUBERT};;14/11/2022;90;;\n", MissingValue),
        (f"{AUBERT};M;16/11/2022;90;;\n", InTheFuture),
        (f"{AUBERT};M;14/01/2022;90;;\n", BeforeArrival),
        (f"{AUBERT};M;14/11/2022;481;;\n", ActivityTooLong),
        (f"{AUBERT};M;14/11/2022;1,5;;\n", NotMinutes),
        (f"{AUBERT};M;14/11/2022;90;présentiel;\n", ActivityInARoom),
        (f"{AUBERT};M;14/11/2022;90;;javascript:x\n", NotALink),
    ],
)
def test_a_line_that_cannot_be_taken_is_named_and_nothing_of_the_file_is(
    classroom: Classroom, line: str, refusal: type[RuleBroken]
) -> None:
    with pytest.raises(LinesRefused) as refused:
        take(classroom, HEADINGS + LINE + line)
    assert [(each.line, type(each.refusal)) for each in refused.value.problems] == [(3, refusal)]
    assert waiting(classroom) == []


def test_a_line_said_twice_is_named_whichever_way_it_names_the_person(classroom: Classroom) -> None:
    with pytest.raises(LinesRefused) as refused:
        take(classroom, HEADINGS + LINE + LINE.replace("Module 3", "MODULE 3"))
    assert [(each.line, type(each.refusal)) for each in refused.value.problems] == [(3, DuplicateRow)]


def test_a_proposal_names_who_may_be_meant_and_takes_nobody(classroom: Classroom) -> None:
    text = HEADINGS + "perso@gmail.com;Aubert;Camille;M;14/11/2022;90;;\n"
    (problem,) = try_import(classroom.network, source(text), today=TODAY).problems
    assert "Camille Aubert (aubert@landes.example.org)" in str(problem.refusal)
    assert "perso@gmail.com" in str(problem.refusal)


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        (90, 90),
        (90.0, 90),
        ("90", 90),
        ("90 min", 90),
        ("1 h 30", 90),
        ("1:30", 90),
        (timedelta(minutes=90), 90),
    ],
)
def test_minutes_are_read_as_platforms_write_them(cell: Any, minutes: int) -> None:
    assert whole_minutes(cell) == minutes


@pytest.mark.parametrize(
    ("cell", "refusal"),
    [
        ("-5", NegativeDuration),
        ("1.5", NotMinutes),
        (True, NotMinutes),
        ("h", NotHours),
        (None, MissingValue),
    ],
)
def test_what_is_no_whole_number_of_minutes_is_refused(cell: Any, refusal: type[RuleBroken]) -> None:
    with pytest.raises(refusal):
        whole_minutes(cell)


def test_the_export_of_hours_has_what_was_validated_and_read_in_again_changes_nothing(
    classroom: Classroom,
) -> None:
    take(classroom, HEADINGS + LINE)
    ids = [each.id for each in waiting(classroom)]
    validate_activities(classroom.network, ids, today=TODAY, now=NOON, by=classroom.ines)
    exported = export_file(classroom.network, ExportKind.HOURS, FileFormat.CSV)
    assert "hors séance" in exported.decode("utf-8-sig")
    again = Source(FileKind.HOURS, "heures.csv", exported)
    plan = try_import(classroom.network, again, today=TODAY)
    assert (plan.problems, plan.steps, plan.unchanged) == ((), (), 1)


def test_a_file_of_half_days_hands_no_activity_in(classroom: Classroom) -> None:
    text = f"Email;Date;Demi-journée;Heures;Activité\n{AUBERT.split(';')[0]};14/11/2022;hors séance;1,5;Module 3\n"
    plan = try_import(classroom.network, source(text, FileKind.HOURS), today=TODAY)
    assert [type(each.refusal) for each in plan.problems] == [ActivityByItsOwnFile]
