"""Registers that were filled in without network: recorded once, known again, and compared when in doubt."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.attendance.models import HoursEntry, KeptSheet, Recording
from app.attendance.queries import (
    claims_of_marks,
    kept_sheet,
    ledger_claims,
    ledger_problems,
    register_of,
    sheets_to_decide,
    shown_times,
    total_minutes,
)
from app.attendance.rules import (
    AfterExit,
    AlreadyDecided,
    Attendance,
    Claim,
    CorrectionWithoutReason,
    KeyOfAnotherSheet,
    LineChangedMeanwhile,
    Mark,
    Origin,
    SheetOutcome,
)
from app.attendance.services import (
    SentSheet,
    close_register,
    decide_sheet,
    receive_sheet,
    record_register,
    undo_register,
)
from app.extensions import db
from app.people.models import Person
from app.training.models import TrainingSession
from app.training.services import cancel_session, change_enrolment
from tests.attendance.classroom import NOON, TODAY, YESTERDAY, Classroom
from tests.attendance.test_races import race
from tests.installation import Installation
from tests.statements import counted_statements, hours_come_before_acts

AWAY, EXCUSED = Mark(Attendance.UNEXCUSED), Mark(Attendance.EXCUSED)


def sheet(classroom: Classroom, session: TrainingSession, *marks: Mark, **changes: Any) -> SentSheet:
    """What a tablet has kept: the marks of the first people, and everybody else present."""
    given = [*marks, *[Mark()] * (len(classroom.enrolments) - len(marks))]
    said = {each.id: mark for each, mark in zip(classroom.enrolments, given, strict=True)}
    kept = SentSheet(
        key=str(uuid4()),
        fields={f"people-{number}-attendance": mark.attendance.value for number, mark in said.items()},
        shown=shown_times(session),
        opened_at=NOON - timedelta(hours=3),
        kept_at=NOON - timedelta(hours=2),
        local_time="15 novembre 2022 à 10:00",
        marks=said,
        take=0,
    )
    return replace(kept, **changes)


def send(session: TrainingSession, kept: SentSheet, by: Person, today: date = TODAY) -> KeptSheet:
    return receive_sheet(session, kept, today=today, now=NOON, by=by)


def minutes(classroom: Classroom) -> list[int]:
    return list(total_minutes([each.id for each in classroom.enrolments]).values())


def test_a_kept_sheet_is_recorded_once_however_often_it_is_sent(
    database: Session, classroom: Classroom, session: TrainingSession
) -> None:
    kept = sheet(classroom, session, AWAY)
    answers = [send(session, kept, classroom.ines) for _ in range(3)]
    assert {(each.id, each.outcome) for each in answers} == {(answers[0].id, SheetOutcome.RECORDED)}
    assert minutes(classroom) == [0, 210, 210]
    assert database.scalar(select(func.count(Recording.id))) == 1
    assert list(ledger_problems()) == []


def test_what_is_recorded_already_is_said_to_be_so(classroom: Classroom, session: TrainingSession) -> None:
    record_register(session, {}, today=TODAY, now=NOON, by=classroom.marc)
    assert send(session, sheet(classroom, session), classroom.ines).outcome is SheetOutcome.SAME
    assert sheets_to_decide(session) == []


def test_what_was_recorded_otherwise_waits_and_changes_nothing(
    classroom: Classroom, session: TrainingSession
) -> None:
    record_register(session, {}, today=TODAY, now=NOON, by=classroom.marc)
    kept = send(session, sheet(classroom, session, AWAY), classroom.ines)
    assert kept.outcome is SheetOutcome.TO_DECIDE
    assert sheets_to_decide(session) == [kept]
    assert minutes(classroom) == [210, 210, 210]


def test_a_decision_corrects_the_chosen_lines_once(classroom: Classroom, session: TrainingSession) -> None:
    record_register(session, {}, today=TODAY, now=NOON, by=classroom.marc)
    kept = send(session, sheet(classroom, session, AWAY, AWAY), classroom.ines)
    line = register_entry(session, classroom.enrolments[0].id)
    away = Claim(Attendance.UNEXCUSED, 0)
    when: dict[str, Any] = {"today": TODAY, "now": NOON, "by": classroom.ines}
    with pytest.raises(CorrectionWithoutReason):
        decide_sheet(kept, {line.id: away}, " ", **when)
    with pytest.raises(LineChangedMeanwhile):
        decide_sheet(kept, {line.id + 1000: away}, "Vu dans la salle", **when)
    decide_sheet(kept, {line.id: away}, "Vu dans la salle", **when)
    assert minutes(classroom) == [0, 210, 210]
    with pytest.raises(AlreadyDecided):
        decide_sheet(kept, {}, "", **when)
    assert sheets_to_decide(session) == []
    assert list(ledger_problems()) == []


def test_a_decision_writes_all_its_hours_before_its_acts(
    database: Session, classroom: Classroom, session: TrainingSession
) -> None:
    record_register(session, {}, today=TODAY, now=NOON, by=classroom.marc)
    kept = send(session, sheet(classroom, session, AWAY, AWAY), classroom.ines)
    away = {
        register_entry(session, each.id).id: Claim(Attendance.UNEXCUSED, 0)
        for each in classroom.enrolments[:2]
    }
    with counted_statements(database.get_bind().engine) as statements:
        decide_sheet(kept, away, "Vu dans la salle", today=TODAY, now=NOON, by=classroom.ines)
    assert hours_come_before_acts(statements)
    assert minutes(classroom) == [0, 0, 210]
    assert list(ledger_problems()) == []


def test_a_closed_register_takes_no_sheet_and_a_decision_as_a_correction(
    classroom: Classroom, session: TrainingSession
) -> None:
    record_register(session, {}, today=TODAY, now=NOON, by=classroom.marc)
    close_register(session, {}, origin=Origin(), today=TODAY, now=NOON, by=classroom.marc)
    kept = send(session, sheet(classroom, session, AWAY), classroom.ines)
    assert kept.outcome is SheetOutcome.TO_DECIDE
    line = register_entry(session, classroom.enrolments[0].id)
    away = {line.id: Claim(Attendance.UNEXCUSED, 0)}
    decide_sheet(kept, away, "Absente", today=TODAY, now=NOON, by=classroom.ines)
    assert minutes(classroom) == [0, 210, 210]


def test_a_decision_gives_no_hours_to_who_has_left_since(
    classroom: Classroom, session: TrainingSession
) -> None:
    gone = classroom.enrolments[0]
    when: dict[str, Any] = {"today": TODAY, "now": NOON, "by": classroom.ines}
    record_register(session, {gone.id: AWAY}, **when)
    kept = send(session, sheet(classroom, session), classroom.ines)
    change_enrolment(gone, group=gone.group, exited_on=YESTERDAY, now=NOON, by=None)
    there = {register_entry(session, gone.id).id: Claim(Attendance.PRESENT, 210)}
    with pytest.raises(AfterExit):
        decide_sheet(kept, there, "Vue dans la salle", **when)
    assert minutes(classroom) == [0, 210, 210]
    decide_sheet(kept, {}, "", **when)
    assert sheets_to_decide(session) == []


def test_a_sheet_of_before_an_undoing_waits(classroom: Classroom, session: TrainingSession) -> None:
    register = record_register(session, {}, today=TODAY, now=NOON, by=classroom.ines)
    undo_register(session, register.id, now=NOON, by=classroom.ines)
    assert send(session, sheet(classroom, session), classroom.ines).outcome is SheetOutcome.TO_DECIDE
    assert minutes(classroom) == [0, 0, 0]


def test_a_sheet_of_a_cancelled_or_moved_session_waits(classroom: Classroom) -> None:
    cancelled, moved = classroom.half_day(), classroom.half_day(TODAY - timedelta(days=1))
    kept, other = sheet(classroom, cancelled), sheet(classroom, moved, shown="2022-11-11 morning 09:00-12:30")
    cancel_session(cancelled, reason="Salle fermée", now=NOON, by=classroom.odile)
    assert send(cancelled, kept, classroom.ines).outcome is SheetOutcome.TO_DECIDE
    assert send(moved, other, classroom.ines).outcome is SheetOutcome.TO_DECIDE
    assert minutes(classroom) == [0, 0, 0]


def test_a_sheet_of_another_list_waits_and_loses_nothing(
    classroom: Classroom, session: TrainingSession
) -> None:
    kept = sheet(classroom, session, AWAY)
    classroom.newcomer("Zabalza")
    received = send(session, kept, classroom.ines)
    assert received.outcome is SheetOutcome.TO_DECIDE
    assert received.fields == kept.fields


def test_a_tablet_that_comes_back_after_three_weeks_is_recorded_on_its_day(classroom: Classroom) -> None:
    session = classroom.half_day(TODAY - timedelta(weeks=3))
    assert send(session, sheet(classroom, session), classroom.ines).outcome is SheetOutcome.RECORDED
    assert {each.day for each in entries()} == {TODAY - timedelta(weeks=3)}


def test_what_cannot_be_read_waits(classroom: Classroom, session: TrainingSession) -> None:
    unreadable = sheet(classroom, session, marks=None)
    late = sheet(classroom, session, Mark(arrived_at=time(18)))
    assert send(session, unreadable, classroom.ines).outcome is SheetOutcome.TO_DECIDE
    assert send(session, late, classroom.ines).outcome is SheetOutcome.TO_DECIDE


@pytest.mark.parametrize("what", ["marks", "sender", "half-day"])
def test_a_key_belongs_to_one_sheet_of_one_person(
    classroom: Classroom, what: str, session: TrainingSession
) -> None:
    kept = sheet(classroom, session)
    send(session, kept, classroom.ines)
    other = classroom.half_day(TODAY - timedelta(days=1)) if what == "half-day" else session
    changed = replace(kept, fields={"people-0-attendance": "excused"}) if what == "marks" else kept
    with pytest.raises(KeyOfAnotherSheet):
        send(other, changed, classroom.marc if what == "sender" else classroom.ines)


MARKS = st.sampled_from([Mark(), AWAY, EXCUSED])
THREE = st.tuples(MARKS, MARKS, MARKS)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(three=st.tuples(THREE, THREE, THREE), order=st.permutations(range(3)), again=st.integers(0, 2))
@example(
    three=((AWAY, Mark(), Mark()), (Mark(), EXCUSED, Mark()), (AWAY, Mark(), Mark())),
    order=[2, 1, 0],
    again=0,
)
@example(
    three=((Mark(), Mark(), Mark()), (Mark(), Mark(), EXCUSED), (AWAY, Mark(), Mark())),
    order=[0, 2, 1],
    again=1,
)
def test_three_tablets_agree_and_dispute_the_same_in_any_order(
    installation: Installation,
    database: Session,
    three: tuple[tuple[Mark, Mark, Mark], ...],
    order: list[int],
    again: int,
) -> None:
    # Nothing of the example before is left, neither stored nor read.
    database.rollback()
    database.expunge_all()
    classroom = installation.begin_with(Classroom)
    said = [{_claim(mark) for mark in marks} for marks in zip(*three, strict=True)]
    for arriving, day in (([0, 1, 2], TODAY), ([*order, again], TODAY - timedelta(weeks=1))):
        session = classroom.half_day(day)
        kept = [sheet(classroom, session, *marks) for marks in three]
        for number in arriving:
            send(session, kept[number], classroom.ines)
        waiting = [claims_of_marks(session, marks_of(each)) for each in sheets_to_decide(session)]
        told = [ledger_claims(session), *waiting]
        assert [{claims[each.id] for claims in told} for each in classroom.enrolments] == said
    assert list(ledger_problems()) == []


def _claim(mark: Mark) -> Claim:
    return Claim(mark.attendance, 210 if mark.attendance is Attendance.PRESENT else 0)


def test_of_eight_with_one_key_one_is_recorded_and_all_are_told_the_same(app: Flask) -> None:
    with app.app_context():
        classroom = Classroom()
        session = classroom.half_day()
        kept, session_id, email = sheet(classroom, session), session.id, classroom.ines.email
    told: list[tuple[int, SheetOutcome]] = []

    def send_once() -> None:
        half_day = db.session.get_one(TrainingSession, session_id)
        by = db.session.scalars(select(Person).where(Person.email == email)).one()
        answer = send(half_day, kept, by)
        told.append((answer.id, answer.outcome))

    assert race(app, *[send_once] * 8) == {"won": 8}
    assert len(told) == 8
    assert {outcome for _, outcome in told} == {SheetOutcome.RECORDED}
    assert len(set(told)) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count(KeptSheet.id))) == 1
        assert db.session.scalar(select(func.count(Recording.id))) == 1
        assert list(ledger_problems()) == []


def test_a_sheet_of_another_half_day_is_not_found_here(
    classroom: Classroom, session: TrainingSession
) -> None:
    other = classroom.half_day(TODAY - timedelta(days=1))
    kept = send(session, sheet(classroom, session), classroom.ines)
    assert kept_sheet(session, kept.id) is kept
    assert kept_sheet(other, kept.id) is None
    assert str(UUID(kept.key)) == kept.key


def marks_of(kept: KeptSheet) -> dict[int, Mark]:
    said = {name.split("-")[1]: value for name, value in kept.fields.items()}
    return {int(number): Mark(Attendance(value)) for number, value in said.items()}


def entries() -> list[HoursEntry]:
    return list(db.session.scalars(select(HoursEntry)))


def register_entry(session: TrainingSession, enrolment_id: int) -> HoursEntry:
    register = register_of(session)
    assert register is not None
    return next(each for each in register.entries if each.enrolment_id == enrolment_id)
