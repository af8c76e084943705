"""A register is taken back right after the click: everything is then exactly as it was, and it can be taken again."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.attendance.models import HoursEntry, Recording, RegisterAct, Signature
from app.attendance.queries import (
    current_entries,
    histories_of,
    is_closed,
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
    AlreadyRecorded,
    AlreadySigned,
    AlreadyUndone,
    Attendance,
    CannotUndo,
    Mark,
    MarkedAbsent,
    Origin,
    RegisterAlreadyRecorded,
    RegisterIsClosed,
    UndoneMeanwhile,
)
from app.attendance.services import (
    HoursLine,
    close_register,
    correct_entry,
    record_hours,
    record_register,
    reopen_register,
    sign_from_phone,
    undo_register,
)
from app.audit.models import AuditEntry
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Enrolment, TrainingSession
from app.training.rules import Modality
from app.training.services import cancel_session
from tests.attendance.classroom import NOON, TODAY, TOMORROW, Classroom
from tests.browser_client import Browser
from tests.installation import Installation

Act = Callable[[], object]
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


def test_what_was_undone_can_be_recorded_again_and_again(database: Session, classroom: Classroom) -> None:
    session, aubert = classroom.half_day(), classroom.enrolments[0]
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


def test_a_file_may_bring_what_was_undone(classroom: Classroom) -> None:
    session, aubert = classroom.half_day(), classroom.enrolments[0]
    undo(session, record(session, classroom), classroom.ines)
    line = HoursLine(aubert, TODAY, session.half, 100, Modality.REMOTE)
    assert record_hours(classroom.network, [line], today=TODAY, now=NOON, by=None) is not None
    assert record_hours(classroom.network, [line], today=TODAY, now=NOON, by=None) is None
    assert total_minutes([aubert.id]) == {aubert.id: 100}
    assert list(ledger_problems()) == []


def test_a_half_day_that_was_undone_can_be_cancelled(classroom: Classroom) -> None:
    session = classroom.half_day()
    undo(session, record(session, classroom), classroom.ines)
    cancel_session(session, "Mauvaise salle", now=NOON, by=None)
    assert session.is_cancelled


def test_only_who_pressed_takes_it_back_and_not_for_long(classroom: Classroom) -> None:
    session = classroom.half_day()
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


def test_signatures_given_before_the_click_stay(classroom: Classroom) -> None:
    session = classroom.half_day()
    person = classroom.enrolments[0].advisor.person
    sign_from_phone(session, person, Origin(), today=TODAY, now=NOON - timedelta(minutes=5))
    undo(session, record(session, classroom), classroom.ines)
    assert len(signatures_of(session)) == 1


def test_a_press_sent_twice_undoes_nothing_that_came_later(classroom: Classroom) -> None:
    session = classroom.half_day()
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
    database: Session, classroom: Classroom
) -> None:
    session = classroom.half_day()
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
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    session = classroom.half_day()
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


def test_a_page_from_before_the_undoing_records_nothing(classroom: Classroom, browser_of: BrowserOf) -> None:
    session = classroom.half_day()
    browser, path = browser_of(classroom.ines), f"/reseau/landes/seances/{session.id}"
    browser.get(path)
    undo(session, record(session, classroom), classroom.ines)
    page = browser.submit("Enregistrer la présence", status=422)
    assert "annulée entre-temps" in page.text
    browser.submit("Enregistrer la présence")
    assert sum(total_minutes([each.id for each in classroom.enrolments]).values()) == 630


class RegisterMachine(RuleBasedStateMachine):
    """Trainers, advisors and a file at one half-day; ``state`` is what the register has to be."""

    def __init__(self, installation: Installation) -> None:
        super().__init__()
        installation.database.restore("one half-day")
        self.context = installation.app.app_context()
        self.context.push()
        self.session = db.session.scalars(select(TrainingSession)).one()
        self.network = db.session.scalars(select(Network)).one()
        self.enrolments = list(db.session.scalars(select(Enrolment).order_by(Enrolment.id)))
        self.trainer = self.session.trainers[0]
        self.now = NOON
        self.minutes: dict[int, int] = {}
        self.before: dict[int, int] = {}
        self.signed: set[int] = set()
        self.is_recorded = self.is_closed = self.is_fresh = False
        self.seen: object = None

    def teardown(self) -> None:
        """Let go of the database."""
        self.context.pop()

    def later(self) -> datetime:
        """A second later."""
        self.now += timedelta(seconds=1)
        return self.now

    @rule(absent=st.sets(st.integers(0, 2)), is_sent_twice=st.booleans())
    def record(self, absent: set[int], is_sent_twice: bool) -> None:
        """The trainer presses the button; whoever has hours already is not on the page."""
        open_people = [number for number in range(3) if number not in self.minutes]
        marks = {
            self.enrolments[number].id: Mark(Attendance.EXCUSED if number in absent else Attendance.PRESENT)
            for number in open_people
        }
        if self.is_recorded:
            self.refuse((RegisterAlreadyRecorded, AlreadyRecorded), lambda: self._record(marks))
            return
        self.before = dict(self.minutes)
        self._record(marks)
        self.minutes |= {number: 0 if number in absent else 210 for number in open_people}
        self.is_recorded = self.is_fresh = True
        if is_sent_twice:
            self.refuse((RegisterAlreadyRecorded, AlreadyRecorded), lambda: self._record(marks))

    @precondition(lambda self: not self.is_recorded)
    @rule(number=st.integers(0, 2))
    def read_a_file(self, number: int) -> None:
        """A file knows the half-day of one person before the register is taken."""
        if number in self.minutes:
            return
        line = HoursLine(self.enrolments[number], TODAY, self.session.half, 100, Modality.REMOTE)
        record_hours(self.network, [line], today=TODAY, now=self.later(), by=None)
        self.minutes[number] = 100

    @rule(number=st.integers(0, 2))
    def sign(self, number: int) -> None:
        """Somebody signs; twice is once."""
        person = self.enrolments[number].advisor.person
        act: Act = lambda: sign_from_phone(  # noqa: E731
            self.session, person, Origin("room"), today=TODAY, now=self.later()
        )
        on_sheet = {each.enrolment_id for each in self.register_lines()} if self.is_recorded else None
        is_there = on_sheet is None or self.enrolments[number].id in on_sheet
        if is_there and not self.is_closed and (number in self.signed or self.minutes.get(number) != 0):
            act()
            self.is_fresh = self.is_fresh and number in self.signed
            self.signed.add(number)
        elif is_there and number in self.signed and not self.is_closed:
            act()
        else:
            self.refuse((RegisterIsClosed, MarkedAbsent, AlreadySigned, Exception), act)

    @precondition(lambda self: self.is_recorded)
    @rule(minutes=st.integers(1, 209))
    def correct(self, minutes: int) -> None:
        """Any line can be corrected, closed or not."""
        entry = next(iter(self.register_lines()), None)
        if entry is None:
            return
        current = current_entries(entry.enrolment)[0]
        if current.half_day_minutes == minutes:
            return
        correct_entry(
            current,
            attendance=Attendance.PRESENT,
            minutes=minutes,
            reason="Erreur",
            today=TODAY,
            now=self.later(),
            by=self.trainer,
        )
        self.minutes[[each.id for each in self.enrolments].index(entry.enrolment_id)] = minutes
        self.is_fresh = False

    @rule()
    def close(self) -> None:
        """A trainer closes what is recorded and open."""
        act: Act = lambda: close_register(  # noqa: E731
            self.session, {}, origin=Origin(), today=TODAY, now=self.later(), by=self.trainer
        )
        if self.is_recorded and not self.is_closed:
            act()
            self.is_closed, self.is_fresh = True, False
        else:
            self.refuse(Exception, act)

    @rule()
    def reopen(self) -> None:
        """Only what is closed opens again."""
        act: Act = lambda: reopen_register(self.session, "Oubli", now=self.later(), by=self.trainer)  # noqa: E731
        if self.is_closed:
            act()
            self.is_closed = False
            self.is_fresh = self.is_recorded and self._rests_on_nothing()
        else:
            self.refuse(Exception, act)

    @precondition(lambda self: self.is_recorded)
    @rule(is_sent_twice=st.booleans())
    def undo(self, is_sent_twice: bool) -> None:
        """Undoing restores exactly what was, or is refused."""
        register = register_of(self.session)
        assert register is not None
        number = register.id
        act: Act = lambda: undo_register(self.session, number, now=self.later(), by=self.trainer)  # noqa: E731
        if not self.is_fresh:
            self.refuse(CannotUndo, act)
            return
        act()
        self.minutes, self.is_recorded, self.is_fresh = dict(self.before), False, False
        if is_sent_twice:
            self.refuse(AlreadyUndone, act)

    @invariant()
    def everything_is_what_was_said(self) -> None:
        """No row of these tables is ever changed or deleted: as many rows as before are the same rows."""
        said = dict(self.minutes), set(self.signed), self.is_recorded, self.is_closed
        seen = self._rows(), said
        if seen != self.seen:
            self.hours_are_what_was_said()
            self.the_register_is_as_it_was_left()
            # Chain, digests, half-days.
            assert list(ledger_problems()) == []
            self.seen = seen

    def hours_are_what_was_said(self) -> None:
        """The sum of entries, to the minute; nobody twice."""
        totals = total_minutes([each.id for each in self.enrolments])
        assert list(totals.values()) == [self.minutes.get(number, 0) for number in range(3)]
        for number, enrolment in enumerate(self.enrolments):
            assert len(current_entries(enrolment)) == (number in self.minutes)

    def the_register_is_as_it_was_left(self) -> None:
        """Recorded, closed, signed."""
        assert (register_of(self.session) is not None) is self.is_recorded
        assert is_closed(self.session) is self.is_closed
        assert {self.enrolments[number].advisor_id for number in self.signed} == set(
            signatures_of(self.session)
        )

    def register_lines(self) -> list[HoursEntry]:
        """The lines of the register as it was recorded."""
        register = register_of(self.session)
        return list(register.entries) if register is not None else []

    def refuse(self, refusals: Any, act: Callable[[], object]) -> None:
        """Nothing changes when something is refused."""
        before = self._rows()
        with pytest.raises(refusals):
            act()
        db.session.rollback()
        assert self._rows() == before

    def _record(self, marks: dict[int, Mark]) -> None:
        record_register(self.session, marks, today=TODAY, now=self.later(), by=self.trainer)

    def _rests_on_nothing(self) -> bool:
        register = register_of(self.session)
        assert register is not None
        signed = [each.signed_at for each in signatures_of(self.session).values()]
        lines = (current_entries(entry.enrolment)[0] for entry in register.entries)
        is_corrected = any(line.corrects_id is not None for line in lines)
        return not is_corrected and all(at <= register.recorded_at for at in signed)

    def _rows(self) -> tuple[int, ...]:
        tables = (HoursEntry, Recording, RegisterAct, Signature, AuditEntry)
        counts = (select(func.count()).select_from(table).scalar_subquery() for table in tables)
        return tuple(db.session.execute(select(*counts)).one())


def test_a_register_holds_under_any_sequence_of_acts(app: Flask, installation: Installation) -> None:
    with app.app_context():
        Classroom().half_day(date(2022, 11, 15))
    installation.database.remember("one half-day")

    class Machine(RegisterMachine):
        def __init__(self) -> None:
            super().__init__(installation)

    run_state_machine_as_test(
        Machine,
        settings=settings(max_examples=12, stateful_step_count=14, suppress_health_check=list(HealthCheck)),
    )
