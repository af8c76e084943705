"""A register is taken back right after the click: everything is then exactly as it was, and it can be taken again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.attendance.models import Guest, HoursEntry, Recording
from app.attendance.queries import (
    current_entries,
    histories_of,
    ledger_problems,
    minutes_by_modality,
    recorded_session_ids,
    register_of,
    roster_of,
    sessions_to_record,
    signatures_of,
    total_minutes,
    training_dates_of,
    undone_registers,
)
from app.attendance.rules import (
    UNDO_LASTS,
    AlreadyUndone,
    Attendance,
    CannotUndo,
    Mark,
    Origin,
    OthersRestOnRegister,
    RegisterAlreadyRecorded,
    UndoneMeanwhile,
)
from app.attendance.services import (
    HoursLine,
    add_guest,
    close_register,
    correct_entry,
    record_hours,
    record_register,
    remove_guest,
    sign_from_phone,
    undo_register,
)
from app.database import transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import TrainingSession
from app.training.rules import Modality
from app.training.services import cancel_session, create_group
from tests.attendance.classroom import NOON, TODAY, TOMORROW, Classroom
from tests.browser_client import Browser
from tests.together import one_after_the_other

BrowserOf = Callable[[Person], Browser]
SOON = NOON + timedelta(minutes=2)
LATE = NOON + UNDO_LASTS
UNDO = "Annuler l’enregistrement"


def record(session: TrainingSession, classroom: Classroom, **marks: Any) -> Recording:
    return record_register(session, {}, today=TODAY, now=NOON, by=classroom.ines, **marks)


def undo(session: TrainingSession, register: Recording, by: Person, now: datetime = SOON) -> Recording:
    return undo_register(session, register.id, now=now, by=by)


def everything(classroom: Classroom) -> object:
    """What every page says of the hours."""
    ids = [each.id for each in classroom.enrolments]
    sessions = list(db.session.scalars(select(TrainingSession)))
    return (
        total_minutes(ids),
        [minutes_by_modality(each) for each in ids],
        training_dates_of(ids),
        [[entry.id for entry in current_entries(each)] for each in classroom.enrolments],
        [[[line.id for line in day] for day in histories_of(each.advisor)] for each in classroom.enrolments],
        recorded_session_ids([each.id for each in sessions]),
        [each.id for each in sessions_to_record(classroom.network, TOMORROW)],
        [[len(line.history) for line in roster_of(each)] for each in sessions],
    )


def test_undoing_restores_exactly_what_was(database: Session, classroom: Classroom) -> None:
    earlier, session = classroom.half_day(TODAY - timedelta(days=1)), classroom.half_day()
    record(earlier, classroom)
    before = everything(classroom)
    register = record(session, classroom)
    assert everything(classroom) != before
    undo(session, register, classroom.ines)
    assert everything(classroom) == before
    assert list(ledger_problems()) == []
    assert database.scalar(select(func.count()).select_from(HoursEntry)) == 9


def test_what_was_undone_can_be_recorded_again_and_again(
    database: Session, classroom: Classroom, session: TrainingSession
) -> None:
    aubert = classroom.enrolments[0]
    for _time in range(3):
        undo(session, record(session, classroom), classroom.ines)
    register = record_register(
        session, {aubert.id: Mark(Attendance.EXCUSED)}, today=TODAY, now=NOON, by=classroom.marc
    )
    assert register_of(session) == register
    assert len(undone_registers(session)) == 3
    assert sum(total_minutes([each.id for each in classroom.enrolments]).values()) == 420
    with pytest.raises(RegisterAlreadyRecorded):
        record(session, classroom)
    assert list(ledger_problems()) == []


def test_a_file_may_bring_what_was_undone(classroom: Classroom, session: TrainingSession) -> None:
    aubert = classroom.enrolments[0]
    undo(session, record(session, classroom), classroom.ines)
    line = HoursLine(aubert, TODAY, session.half, 100, Modality.REMOTE)
    assert record_hours(classroom.network, [line], today=TODAY, now=NOON, by=None) is not None
    assert record_hours(classroom.network, [line], today=TODAY, now=NOON, by=None) is None
    assert total_minutes([aubert.id]) == {aubert.id: 100}
    assert list(ledger_problems()) == []


def test_a_half_day_that_was_undone_can_be_cancelled(classroom: Classroom, session: TrainingSession) -> None:
    undo(session, record(session, classroom), classroom.ines)
    cancel_session(session, "Mauvaise salle", now=NOON, by=None)
    assert session.is_cancelled


def test_only_who_pressed_takes_it_back_and_not_for_long(
    classroom: Classroom, session: TrainingSession
) -> None:
    register = record(session, classroom)
    for by, now in ((classroom.marc, SOON), (classroom.ines, LATE)):
        with pytest.raises(CannotUndo):
            undo(session, register, by, now)
    undo(session, register, classroom.ines, LATE - timedelta(seconds=1))


def test_nothing_is_taken_back_on_which_something_rests(classroom: Classroom) -> None:
    sessions = [classroom.half_day(TODAY - timedelta(days=offset)) for offset in range(3)]
    signed, corrected, closed = [(each, record(each, classroom)) for each in sessions]
    person = classroom.enrolments[0].advisor.person
    sign_from_phone(signed[0], person, Origin(), today=TODAY, now=SOON)
    correct_entry(
        corrected[1].entries[0],
        attendance=Attendance.PRESENT,
        minutes=60,
        reason="Départ avancé",
        today=TODAY,
        now=SOON,
        by=classroom.ines,
    )
    close_register(closed[0], {}, origin=Origin(), today=TODAY, now=SOON, by=classroom.ines)
    for session, register in (signed, corrected, closed):
        with pytest.raises(CannotUndo):
            undo(session, register, classroom.ines)


def beside(classroom: Classroom) -> tuple[TrainingSession, TrainingSession, Guest]:
    """The half-day of a group that nobody follows, where somebody is a guest, and that of their own group."""
    own, classroom.group = classroom.group, create_group(classroom.cohort, "Groupe 2", now=NOON, by=None)
    visited = classroom.half_day(trainers=[classroom.marc])
    classroom.group = own
    guest = add_guest(visited, classroom.enrolments[0], today=TODAY, now=NOON, by=classroom.marc)
    return visited, classroom.half_day(), guest


def test_nothing_is_taken_back_because_of_which_another_register_left_somebody_out(
    classroom: Classroom,
) -> None:
    (visited, own, guest), aubert = beside(classroom), classroom.enrolments[0]
    register = record_register(visited, {}, today=TODAY, now=NOON, by=classroom.marc)
    without = record(own, classroom)
    with pytest.raises(OthersRestOnRegister) as refused:
        undo(visited, register, classroom.marc)
    assert refused.value.facts == {"group": "Groupe 1", "person": "Camille Aubert"}
    assert total_minutes([aubert.id]) == {aubert.id: 210}
    # Once the other one is taken back as well, they are expected there again.
    undo(own, without, classroom.ines)
    undo(visited, register, classroom.marc)
    remove_guest(guest, now=SOON, by=classroom.marc)
    assert len(record(own, classroom).entries) == 3
    assert list(ledger_problems()) == []


@pytest.mark.parametrize("is_recorded_first", [True, False])
def test_a_register_and_the_undoing_of_what_it_rests_on_come_one_after_the_other(
    app: Flask, database: Session, classroom: Classroom, is_recorded_first: bool
) -> None:
    (visited, own, _guest), aubert = beside(classroom), classroom.enrolments[0]
    register = record_register(visited, {}, today=TODAY, now=NOON, by=classroom.marc)
    ids, aubert_id = (own.id, visited.id, register.id, classroom.marc.id), aubert.id
    database.rollback()

    @transaction
    def record_slowly(wait: Callable[[], None] = lambda: None) -> None:
        record_register(db.session.get_one(TrainingSession, ids[0]), {}, today=TODAY, now=NOON, by=None)
        wait()

    @transaction
    def undo_slowly(wait: Callable[[], None] = lambda: None) -> None:
        session, by = db.session.get_one(TrainingSession, ids[1]), db.session.get_one(Person, ids[3])
        undo_register(session, ids[2], now=SOON, by=by)
        wait()

    first, second = (record_slowly, undo_slowly) if is_recorded_first else (undo_slowly, record_slowly)
    outcomes = one_after_the_other(app, first, second)
    assert [type(each) for each in outcomes] == [
        type(None),
        OthersRestOnRegister if is_recorded_first else type(None),
    ]
    assert total_minutes([aubert_id]) == {aubert_id: 210}


def test_signatures_given_before_the_click_stay(classroom: Classroom, session: TrainingSession) -> None:
    person = classroom.enrolments[0].advisor.person
    sign_from_phone(session, person, Origin(), today=TODAY, now=NOON - timedelta(minutes=5))
    undo(session, record(session, classroom), classroom.ines)
    assert len(signatures_of(session)) == 1


def test_a_press_sent_twice_undoes_nothing_that_came_later(
    classroom: Classroom, session: TrainingSession
) -> None:
    register = record(session, classroom, take=0)
    undo(session, register, classroom.ines)
    with pytest.raises(AlreadyUndone):
        undo(session, register, classroom.ines)
    with pytest.raises(UndoneMeanwhile):
        record(session, classroom, take=0)
    again = record(session, classroom, take=1)
    with pytest.raises(AlreadyUndone):
        undo(session, register, classroom.ines)
    assert register_of(session) == again


def test_the_database_lets_only_what_was_undone_be_recorded_again(
    database: Session, classroom: Classroom, session: TrainingSession
) -> None:
    register = record(session, classroom)
    entry = register.entries[0]
    line = {column.key: getattr(entry, column.key) for column in HoursEntry.__table__.columns}
    act = {column.key: getattr(register, column.key) for column in Recording.__table__.columns}
    del line["id"], act["id"]
    correction = line | {"corrects_id": entry.id, "minutes": -210, "half_day_minutes": 0, "reason": "x"}
    refused: list[tuple[type[HoursEntry | Recording], dict[str, object]]] = [
        (HoursEntry, line | {"take": 1}),
        (Recording, act | {"take": 1}),
        (HoursEntry, line | {"undoes": True}),
        (HoursEntry, correction | {"undoes": True, "minutes": -200, "half_day_minutes": 10}),
        (HoursEntry, correction | {"take": 1}),
        (Recording, act | {"kind": "undo", "session_id": None}),
        (Recording, act | {"undoes_id": register.id}),
    ]
    for table, values in refused:
        with pytest.raises(IntegrityError):
            database.execute(insert(table).values(values))
        database.rollback()
    undo(session, register, classroom.ines)
    taken_back = database.scalars(select(HoursEntry).where(HoursEntry.undoes)).first()
    assert taken_back is not None
    own = {"enrolment_id": taken_back.enrolment_id, "advisor_id": taken_back.advisor_id}
    after = correction | own | {"corrects_id": taken_back.id, "minutes": 0}
    with pytest.raises(IntegrityError, match="continues its half-day"):
        database.execute(insert(HoursEntry).values(after))
    database.rollback()
    database.execute(insert(HoursEntry).values(line | {"take": 1}))
    database.rollback()


def test_trainer_takes_the_register_back_and_takes_it_again(
    classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    first, path = browser_of(classroom.ines), f"/reseau/landes/seances/{session.id}"
    first.get(path)
    page = first.submit("Enregistrer la présence", {"people-0-attendance": "excused"})
    assert UNDO in page.text
    assert UNDO not in browser_of(classroom.marc).get(path).text
    page = first.submit(UNDO)
    assert "L’enregistrement est annulé" in page.text
    assert "Enregistrée par Ines Lafitte" in page.text
    assert "déjà annulé" in first.post(f"{path}/annuler-enregistrement", recording_id="1").text
    first.get(path)
    first.submit("Enregistrer la présence")
    assert sum(total_minutes([each.id for each in classroom.enrolments]).values()) == 630
    for typed in ("", "abc", "99999999999", "-1"):
        first.post(f"{path}/annuler-enregistrement", recording_id=typed)
    assert sum(total_minutes([each.id for each in classroom.enrolments]).values()) == 630


def test_trainer_is_told_which_register_rests_on_theirs(classroom: Classroom, browser_of: BrowserOf) -> None:
    visited, own, _guest = beside(classroom)
    marc, ines = browser_of(classroom.marc), browser_of(classroom.ines)
    marc.get(f"/reseau/landes/seances/{visited.id}")
    assert UNDO in marc.submit("Enregistrer la présence").text
    ines.get(f"/reseau/landes/seances/{own.id}")
    ines.submit("Enregistrer la présence")
    said = "La feuille de présence du groupe « Groupe 1 » a été enregistrée depuis, sans Camille Aubert"
    page = marc.submit(UNDO)
    assert said in page.text
    assert UNDO not in page.text
    ines.submit(UNDO)
    assert UNDO in marc.get(f"/reseau/landes/seances/{visited.id}").text


def test_a_page_from_before_the_undoing_records_nothing(
    classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser, path = browser_of(classroom.ines), f"/reseau/landes/seances/{session.id}"
    browser.get(path)
    undo(session, record(session, classroom), classroom.ines)
    page = browser.submit("Enregistrer la présence", status=422)
    assert "annulée entre-temps" in page.text
    browser.submit("Enregistrer la présence")
    assert sum(total_minutes([each.id for each in classroom.enrolments]).values()) == 630
