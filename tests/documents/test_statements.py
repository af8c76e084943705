"""Statements of hours: every half-day of a period, and sums that are those of the ledger to the minute."""

from collections.abc import Callable
from datetime import date, time
from functools import cache

import page
import pytest

from app.attendance.queries import current_entries, total_minutes
from app.attendance.rules import Attendance, Mark
from app.attendance.services import correct_entry, record_register
from app.core.half_days import Half
from app.documents.statements import file_name, group_statement, person_statement, print_statement
from app.documents.statements.facts import PersonStatement, StatementFacts, StatementLine
from app.extensions import db
from app.people.models import Person
from tests.attendance.classroom import NOON, TODAY, YESTERDAY, Classroom
from tests.browser_client import Browser
from tests.documents.papers import flat, pages_of, text_of
from tests.statements import counted_statements

printed = cache(print_statement)
"""What several tests look at is printed for the first of them."""


@pytest.fixture
def classroom(begin_with: Callable[..., Classroom]) -> Classroom:
    return begin_with(with_two_half_days)


def with_two_half_days() -> Classroom:
    """Two recorded half-days: the first person is late on one, and corrected on the other."""
    room = Classroom()
    first = room.enrolments[0]
    for day, marks in ((YESTERDAY, {}), (TODAY, {first.id: Mark(arrived_at=time(9, 20))})):
        record_register(room.half_day(day), marks, today=TODAY, now=NOON, by=room.ines)
    correct_entry(
        current_entries(first)[0],
        attendance=Attendance.EXCUSED,
        minutes=0,
        reason="Malade",
        today=TODAY,
        now=NOON,
        by=room.ines,
    )
    return room


def of(classroom: Classroom, first: date | None = None, last: date | None = None) -> StatementFacts:
    advisor = classroom.enrolments[0].advisor
    return person_statement(classroom.network, advisor, first, last, today=TODAY)


def test_the_sum_is_that_of_the_ledger_and_each_half_day_counts_what_it_counts_now(
    classroom: Classroom,
) -> None:
    facts = of(classroom)
    first = classroom.enrolments[0]
    assert facts.minutes == total_minutes([first.id])[first.id] == 190
    assert [(line.day, line.minutes, line.is_corrected) for line in facts.people[0].lines] == [
        (YESTERDAY, 0, True),
        (TODAY, 190, False),
    ]


def test_only_the_period_counts_with_both_of_its_days(classroom: Classroom) -> None:
    assert [line.day for line in of(classroom, TODAY, TODAY).people[0].lines] == [TODAY]
    assert [line.day for line in of(classroom, None, YESTERDAY).people[0].lines] == [YESTERDAY]
    assert of(classroom, date(2023, 1, 1)).minutes == 0


def test_a_group_has_a_line_for_each_person_whose_sums_are_those_of_the_ledger(classroom: Classroom) -> None:
    facts = group_statement(classroom.network, classroom.group, None, None, today=TODAY)
    totals = total_minutes([each.id for each in classroom.enrolments])
    assert [person.minutes for person in facts.people] == [totals[each.id] for each in classroom.enrolments]
    assert [(person.present, person.excused) for person in facts.people] == [(1, 1), (2, 0), (2, 0)]
    assert facts.minutes == 17 * 60 + 10


def test_a_group_costs_the_same_statements_however_many_people_and_half_days(classroom: Classroom) -> None:
    def statements() -> int:
        db.session.commit()
        network, group = classroom.network, classroom.group
        assert network.name
        assert group.cohort.name
        with counted_statements(db.engine) as sent:
            group_statement(network, group, None, None, today=TODAY)
        return len(sent)

    few = statements()
    for name in ("Ahetze", "Biaudos", "Cagnotte"):
        classroom.newcomer(name)
    session = classroom.half_day(TODAY, Half.AFTERNOON)
    record_register(session, {}, today=TODAY, now=NOON, by=classroom.ines)
    assert statements() <= few


def many_lines(count: int) -> StatementFacts:
    line = StatementLine(
        day=TODAY,
        half="matin",
        about="Accueillir un public",
        modality="En présence",
        presence="Présent",
        minutes=210,
        is_corrected=False,
    )
    person = PersonStatement(
        name="Þórdís Ægisdóttir",
        employer="Mairie de Dax",
        lines=(line,) * count,
        present=count,
        excused=0,
        unexcused=0,
    )
    return StatementFacts(network="Conseillers des Landes", people=(person,), printed_on=TODAY)


def test_many_half_days_take_several_pages_that_say_the_sum() -> None:
    pdf = print_statement(many_lines(40))
    text = text_of(pdf)
    assert pages_of(pdf) > 1
    assert text.count("Présent") >= 40
    assert "Þórdís Ægisdóttir" in text
    assert "Total : 140 heures" in text


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_the_file_keeps_both_standards(profile: str) -> None:
    report = page.validate_pdf_bytes(printed(many_lines(3)), profile=profile)
    assert [each for each in report.failures if each.rule_id != "PDFA3A-STREAM-LENGTH-001"] == []


def test_nobody_and_nothing_are_said_in_words() -> None:
    assert "Aucune heure n’est enregistrée" in text_of(print_statement(many_lines(0)))
    empty_group = StatementFacts(network="Landes", people=(), printed_on=TODAY, group="Groupe 9")
    assert "Cette liste est vide" in text_of(print_statement(empty_group))


def test_the_name_of_the_file_tells_who_and_when(classroom: Classroom) -> None:
    assert file_name(of(classroom, YESTERDAY, TODAY)) == "heures_Camille-Aubert_2022-11-14_2022-11-15.pdf"


def test_a_trainer_gets_the_statement_of_a_person_and_of_a_group(
    classroom: Classroom, browser_of: Callable[[Person], Browser]
) -> None:
    browser = browser_of(classroom.ines)
    browser.get(f"/reseau/landes/conseillers/{classroom.enrolments[0].advisor_id}/heures")
    browser.follow("Relevé d’heures (PDF)")
    page_of_form = browser.page
    assert page_of_form is not None
    answer = browser.send("GET", page_of_form.path + "?du=2022-11-15&au=")
    assert "Total : 3 h 10" in text_of(answer.data)
    group = browser.send("GET", f"/reseau/landes/groupes/{classroom.group.id}/releve?du=&au=")
    assert "Camille Castets" in text_of(group.data)
    assert "Total : 17 h 10" in flat(text_of(group.data))


@pytest.mark.parametrize("query", ["du=hier&au=", "du=2022-11-15&au=2022-11-14", "du=0001-01-01&au="])
def test_a_period_that_is_none_is_told_beside_its_field(
    classroom: Classroom, browser_of: Callable[[Person], Browser], query: str
) -> None:
    path = f"/reseau/landes/groupes/{classroom.group.id}/releve?{query}"
    browser = browser_of(classroom.ines)
    assert browser.get(path, status=422).heading == "Relevé d’heures"
