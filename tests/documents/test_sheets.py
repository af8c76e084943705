"""Attendance sheets on paper: every mention of the facts, on as many pages as it takes, to the standards."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache

import page
import pytest
from sqlalchemy import Engine

from app.attendance.queries import printed_sheets, sheet_of, signed_lines
from app.attendance.rules import AbsenceKind, Attendance, Mark, Origin, SignatureMethod
from app.attendance.services import (
    Hand,
    add_guest,
    add_unknown_guest,
    close_register,
    correct_entry,
    record_register,
    sign_from_phone,
    sign_on_tablet,
)
from app.core.half_days import Half
from app.documents.sheets import SheetFacts, file_name, half_day_facts, print_sheet, week_facts
from app.documents.sheets.facts import CellFacts, CellState, PersonFacts
from app.documents.sheets.printing import sample_sheet
from app.documents.sheets.wording import presence, signed, when
from app.extensions import db
from app.people.models import Person
from app.training.models import TrainingSession
from app.training.services import create_group
from tests.attendance.classroom import NOON, TODAY, TOMORROW, YESTERDAY, Classroom
from tests.browser_client import Browser
from tests.documents.papers import flat, pages_of, text_of, texts_of_pages, without_spaces
from tests.statements import counted_statements

MONDAY = date(2022, 11, 14)
NAMES = (
    "Łukasz Żółć-Wiśniewski|Þórdís Ægisdóttir|Ştefan Țîrlea|Jürgen Größe|Ōtto Ķēniņš|Čeněk Říha|Ġorġ Ħaż-Żebbuġ|"
    "Iñaki Etxeberría-Goñi|Ngọc Ánh Nguyễn|Ĳsbrand Œdipe|Ǩeârru Ŧuommá|Siân Ŵyn Ŷnys"
).split("|")

printed = cache(print_sheet)
"""What several tests look at is printed for the first of them."""


@pytest.fixture
def classroom(begin_with: Callable[..., Classroom]) -> Classroom:
    return begin_with(Classroom)


def filled(session: TrainingSession, classroom: Classroom) -> SheetFacts:
    return half_day_facts(classroom.network, session, is_filled=True, today=TODAY)


def of_many(count: int) -> SheetFacts:
    sample = sample_sheet()
    cell = CellFacts(state=CellState.PRESENT, minutes=210)
    people = tuple(
        PersonFacts(name=f"{NAMES[rank % len(NAMES)]} {rank}", employer="Mairie de Dax", cells=(cell,))
        for rank in range(count)
    )
    return replace(sample, people=people)


def test_a_filled_sheet_says_every_fact_it_was_given() -> None:
    facts = sample_sheet()
    text = without_spaces(text_of(printed(facts)))
    (only,) = facts.half_days
    expected = [facts.title, facts.block, facts.network, facts.provider, facts.siret, facts.activity_number]
    expected += [facts.cohort, facts.group, when(facts), only.module, only.place, only.modality]
    expected += [*only.competences, *only.trainers, *signed(only.closing), "Document d’essai", "Page 1 / 1"]
    for person in facts.people:
        expected += [person.name, person.employer]
        for cell in person.cells:
            expected += [*presence(cell), *signed(cell.signature)]
    assert [each for each in expected if without_spaces(each) not in text] == []
    assert "chaquepersonneattestesaprésence" in text


def test_an_empty_sheet_has_room_to_sign_and_says_nothing_of_presence() -> None:
    sample = sample_sheet()
    people = tuple(replace(each, cells=(CellFacts(state=CellState.TO_SIGN),)) for each in sample.people)
    halves = tuple(replace(each, closing=None) for each in sample.half_days)
    text = text_of(print_sheet(replace(sample, people=people, half_days=halves, is_filled=False)))
    assert all(flat(each.name) in text for each in people[:5])
    assert re.search(r"Présent|Absent|Signé|empreinte", text) is None


def test_twenty_people_are_on_several_pages_each_with_the_head_of_the_table_and_its_number() -> None:
    facts = of_many(20)
    found = texts_of_pages(print_sheet(facts))
    assert len(found) > 1
    listing = found if "Nom et employeur" in found[-1] else found[:-1]
    assert all("Nom et employeur" in each for each in listing)
    assert [f"Page {number} / {len(found)}" in each for number, each in enumerate(found, 1)] == [True] * len(
        found
    )
    said = without_spaces(" ".join(found))
    assert [person.name for person in facts.people if without_spaces(person.name) not in said] == []


@pytest.mark.parametrize("is_week", [False, True])
def test_a_group_without_people_and_a_week_without_half_days_are_pages_that_say_so(is_week: bool) -> None:
    sample = replace(sample_sheet(), people=())
    if is_week:
        sample = replace(sample, half_days=(), week_from=MONDAY)
    pdf = print_sheet(sample)
    assert pages_of(pdf) == 1
    assert ("Aucune séance" if is_week else "Personne n’est inscrit") in text_of(pdf)


@pytest.mark.parametrize("profile", ["3a", "ua1"])
@pytest.mark.parametrize("is_week", [False, True])
def test_the_file_keeps_both_standards(profile: str, is_week: bool) -> None:
    facts = replace(sample_sheet(), week_from=MONDAY if is_week else None)
    report = page.validate_pdf_bytes(printed(facts), profile=profile)
    failures = [each for each in report.failures if each.rule_id != "PDFA3A-STREAM-LENGTH-001"]
    assert failures == []


def test_the_same_facts_give_the_same_bytes_and_come_back_from_json() -> None:
    facts = sample_sheet()
    assert SheetFacts.from_json(facts.to_json()) == facts
    assert print_sheet(facts) == printed(facts)


def test_a_hostile_name_is_printed_as_it_is_written() -> None:
    name = '<img src="file:///etc/passwd"><script>x</script> & "Co"'
    person = replace(sample_sheet().people[0], name=name)
    assert without_spaces(name) in without_spaces(
        text_of(print_sheet(replace(sample_sheet(), people=(person,))))
    )


def test_the_facts_tell_what_the_register_holds(classroom: Classroom) -> None:
    session = classroom.half_day()
    first, second, third = classroom.enrolments
    drawn = Hand(SignatureMethod.DRAWN, Origin(), drawing=[[0, 0, 300, 100, 600, 200]])
    sign_on_tablet(session, first, drawn, today=TODAY, now=NOON)
    marks = {
        first.id: Mark(arrived_at=time(9, 15)),
        second.id: Mark(Attendance.EXCUSED, absence_kind=AbsenceKind.SICK),
        third.id: Mark(Attendance.EXCUSED, absence_kind=AbsenceKind.EMPLOYER),
    }
    record_register(session, marks, today=TODAY, now=NOON, by=classroom.ines)
    act = close_register(session, {}, origin=Origin(), today=TODAY, now=NOON, by=classroom.ines)
    facts = filled(session, classroom)
    present, sick, away = (person.cells[0] for person in facts.people)
    assert (present.state, present.minutes, present.arrived_at) == (CellState.PRESENT, 195, time(9, 15))
    assert present.signature is not None
    assert present.signature.path == "M0 0L300 100L600 200"
    assert present.signature.is_changed_since
    # Nothing tells one absence from the other, so that none can be guessed to be an illness.
    assert sick == away
    assert presence(sick) == ["Absent excusé"]
    closing = facts.half_days[0].closing
    assert closing is not None
    assert act.signature is not None
    assert (closing.signer, closing.digest) == ("Ines Lafitte", act.signature.digest)
    assert [flat(each) for each in presence(present)] == ["Présent, 3 h 15", "arrivée à 9 h 15"]


def test_a_late_recruit_is_printed_as_not_concerned_and_so_is_who_left_during_the_week(
    classroom: Classroom,
) -> None:
    classroom.half_day(MONDAY)
    classroom.half_day(TOMORROW)
    classroom.newcomer("Zubiri", hired_on=TOMORROW)
    facts = week_facts(classroom.network, classroom.group, MONDAY, is_filled=False, today=TODAY)
    late = facts.people[-1]
    assert [cell.state for cell in late.cells] == [CellState.NOT_YET, CellState.TO_SIGN]
    assert "Non concerné : entrée le 16/11/2022" in flat(text_of(print_sheet(facts)))


def test_guests_are_on_the_sheet_and_a_name_without_a_file_is_marked_so(classroom: Classroom) -> None:
    session = classroom.half_day()
    own = classroom.group
    classroom.group = create_group(classroom.cohort, "Groupe 2", now=NOON, by=None)
    visitor = classroom.newcomer("Zubiri")
    classroom.group = own
    add_guest(session, visitor, today=TODAY, now=NOON, by=None)
    add_unknown_guest(session, "Dominique Passant", today=TODAY, now=NOON, by=None)
    facts = filled(session, classroom)
    assert [person.name for person in facts.people][-2:] == ["Camille Zubiri", "Dominique Passant"]
    assert facts.people[-1].cells[0].state is CellState.UNKNOWN


def test_many_sheets_read_at_once_are_those_read_one_by_one(classroom: Classroom) -> None:
    recorded, corrected = classroom.half_day(YESTERDAY), classroom.half_day(YESTERDAY, Half.AFTERNOON)
    signed_only, planned = classroom.half_day(), classroom.half_day(TOMORROW)
    for session in (recorded, corrected):
        sign_from_phone(session, classroom.enrolments[0].advisor.person, Origin(), today=YESTERDAY, now=NOON)
        record_register(session, {}, today=TODAY, now=NOON, by=classroom.ines)
    correct_entry(
        sheet_of(corrected)[0].history[-1],
        attendance=Attendance.UNEXCUSED,
        minutes=0,
        reason="Erreur",
        today=TODAY,
        now=datetime(2022, 11, 15, 12, tzinfo=UTC),
        by=classroom.ines,
    )
    sign_from_phone(signed_only, classroom.enrolments[1].advisor.person, Origin(), today=TODAY, now=NOON)
    sessions = [recorded, corrected, signed_only, planned]
    for sheet in printed_sheets(sessions):
        alone = signed_lines(sheet.session, sheet_of(sheet.session))
        assert [(each.line, each.signature, each.change) for each in sheet.lines] == [
            (each.line, each.signature, each.change) for each in alone
        ]
        assert sheet.is_recorded is (sheet.session in {recorded, corrected})


def test_a_week_costs_the_same_statements_for_few_and_for_many(classroom: Classroom) -> None:
    def statements(engine: Engine) -> int:
        db.session.expire_all()
        network, group = classroom.network, classroom.group
        network.name, group.cohort.name, group.cohort.provider  # noqa: B018  (Loaded before the count.)
        with counted_statements(engine) as sent:
            week_facts(network, group, MONDAY, is_filled=True, today=TODAY)
        return len(sent)

    record_register(classroom.half_day(MONDAY), {}, today=TODAY, now=NOON, by=classroom.ines)
    few = statements(db.engine)
    for name in ("Ahetze", "Biaudos", "Cagnotte", "Doazit"):
        classroom.newcomer(name)
    for half in (Half.MORNING, Half.AFTERNOON):
        record_register(classroom.half_day(TODAY, half), {}, today=TODAY, now=NOON, by=classroom.ines)
    assert statements(db.engine) <= few


def test_the_name_of_the_file_tells_when_and_who() -> None:
    sample = sample_sheet()
    assert file_name(sample) == "emargement_2022-11-15_matin_Groupe-de-Dax.pdf"
    empty_week = replace(sample, week_from=MONDAY, is_filled=False)
    assert file_name(empty_week) == "emargement_2022-S46_Groupe-de-Dax_a-signer.pdf"


def test_a_trainer_prints_a_half_day_and_a_week(
    classroom: Classroom, browser_of: Callable[[Person], Browser]
) -> None:
    session = classroom.half_day()
    browser = browser_of(classroom.ines)
    browser.get(f"/reseau/landes/seances/{session.id}/papier")
    answer = browser.follow("Feuille vide, à signer (PDF)")
    assert "Camille Aubert" in text_of(answer.data)
    browser.get("/reseau/landes/calendrier", jour="2022-11-15", groupe=classroom.group.id, qui="toutes")
    assert "mar. 15/11" in text_of(browser.follow("Feuille d’émargement de la semaine, vide (PDF)").data)


@pytest.mark.parametrize("day", ["hier", "0001-01-01", "9999-12-31", "2022-02-30"])
def test_a_week_around_no_day_is_not_found(
    classroom: Classroom, browser_of: Callable[[Person], Browser], day: str
) -> None:
    path = f"/reseau/landes/groupes/{classroom.group.id}/emargement.pdf?jour={day}"
    assert browser_of(classroom.ines).send("GET", path).status_code == 404
