"""A register under any sequence of acts: recorded, undone, signed, corrected, closed, with people from elsewhere."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from app.attendance.models import Guest, HoursEntry, Recording, RegisterAct, Signature
from app.attendance.queries import (
    current_entries,
    guests_of,
    is_closed,
    ledger_problems,
    lines_of,
    register_of,
    roster_of,
    signatures_of,
    total_minutes,
)
from app.attendance.rules import (
    AlreadyOnTheList,
    AlreadyRecorded,
    AlreadySigned,
    AlreadyUndone,
    Attendance,
    CannotUndo,
    GuestIsOnTheSheet,
    Mark,
    MarkedAbsent,
    Origin,
    RegisterAlreadyRecorded,
    RegisterIsClosed,
)
from app.attendance.services import (
    HoursLine,
    add_guest,
    add_unknown_guest,
    close_register,
    correct_entry,
    merge_guest,
    record_hours,
    record_register,
    remove_guest,
    reopen_register,
    sign_from_phone,
    undo_register,
)
from app.audit.models import AuditEntry
from app.extensions import db
from app.people.models import Network
from app.training.models import Enrolment, TrainingSession
from app.training.rules import Modality
from app.training.services import create_group
from tests.attendance.classroom import NOON, TODAY, Classroom
from tests.installation import Installation

Act = Callable[[], object]

GUEST = 3
"""The number of who is of another group; those before are on the list by themselves."""

_TABLES = (HoursEntry, Recording, RegisterAct, Signature, Guest, AuditEntry)
COUNT_ROWS = select(*(select(func.count()).select_from(table).scalar_subquery() for table in _TABLES))


class RegisterMachine(RuleBasedStateMachine):
    """Trainers, advisors, one of another group and a file at one half-day; ``state`` is what the register has to be."""

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
        self.on_list: set[int] = set(range(GUEST))
        self.on_sheet: set[int] = set()
        self.guest: Guest | None = None
        self.is_recorded = self.is_closed = self.is_fresh = False
        self.seen: object = None

    def teardown(self) -> None:
        """Prove what was written, once for all steps, since no row is ever changed; then let go of the database."""
        try:
            # Nobody twice.
            for number, enrolment in enumerate(self.enrolments):
                assert len(current_entries(enrolment)) == (number in self.minutes)
            # Chain, digests, half-days.
            assert list(ledger_problems()) == []
        finally:
            self.context.pop()

    def later(self) -> datetime:
        """A second later."""
        self.now += timedelta(seconds=1)
        return self.now

    @initialize(comes=st.sampled_from(("before", "after", "never")), is_unknown=st.booleans())
    def begin(self, comes: str, is_unknown: bool) -> None:
        """Most of what can go wrong needs a recorded register: a few steps alone would seldom get there."""
        if comes == "before":
            self._come(is_unknown)
        self._take(set(), is_sent_twice=False)
        if comes == "after":
            self._come(is_unknown)

    @rule(absent=st.sets(st.integers(0, GUEST)), is_sent_twice=st.booleans())
    def record(self, absent: set[int], is_sent_twice: bool) -> None:
        """The trainer presses the button; whoever has hours already is not on the page."""
        self._take(absent, is_sent_twice=is_sent_twice)

    def _take(self, absent: set[int], *, is_sent_twice: bool) -> None:
        open_people = sorted(self.on_list - self.minutes.keys())
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
        self.on_sheet = set(open_people)
        self.is_recorded = self.is_fresh = True
        if is_sent_twice:
            self.refuse((RegisterAlreadyRecorded, AlreadyRecorded), lambda: self._record(marks))

    @precondition(lambda self: not self.is_recorded)
    @rule(number=st.integers(0, GUEST))
    def read_a_file(self, number: int) -> None:
        """A file knows the half-day of one person before the register is taken."""
        if number in self.minutes:
            return
        line = HoursLine(self.enrolments[number], TODAY, self.session.half, 100, Modality.REMOTE)
        record_hours(self.network, [line], today=TODAY, now=self.later(), by=None)
        self.minutes[number] = 100

    @rule(is_unknown=st.booleans())
    def come(self, is_unknown: bool) -> None:
        """Somebody of another group is added, by name or recognised at once."""
        self._come(is_unknown)

    def _come(self, is_unknown: bool) -> None:
        when: Any = {"today": TODAY, "now": self.later(), "by": self.trainer}
        if self.is_closed:
            self.refuse(RegisterIsClosed, lambda: add_unknown_guest(self.session, "Camille", **when))
            return
        unknown = add_unknown_guest(self.session, f"Camille {self.now}", **when) if is_unknown else None
        act: Act = (  # noqa: E731
            lambda: (
                add_guest(self.session, self.enrolments[GUEST], **when)
                if unknown is None
                else merge_guest(unknown, self.enrolments[GUEST], **when)
            )
        )
        if GUEST in self.on_list | self.minutes.keys():
            self.refuse((AlreadyOnTheList, AlreadyRecorded), act)
            return
        act()
        self.guest = next(each for each in guests_of(self.session) if each.enrolment_id is not None)
        self.on_list.add(GUEST)
        if self.is_recorded:
            self.minutes[GUEST], self.is_fresh = 210, False
            self.on_sheet.add(GUEST)

    @precondition(lambda self: self.guest is not None)
    @rule()
    def leave(self) -> None:
        """Who was added by error is taken off, but not what they have signed or been credited with."""
        guest = self.guest
        assert guest is not None
        act: Act = lambda: remove_guest(guest, now=self.later(), by=self.trainer)  # noqa: E731
        if self.is_recorded or GUEST in self.signed:
            self.refuse((GuestIsOnTheSheet, RegisterIsClosed), act)
            return
        act()
        self.guest = None
        self.on_list.discard(GUEST)

    @rule(number=st.integers(0, GUEST))
    def sign(self, number: int) -> None:
        """Somebody signs; twice is once."""
        person = self.enrolments[number].advisor.person
        act: Act = lambda: sign_from_phone(  # noqa: E731
            self.session, person, Origin("room"), today=TODAY, now=self.later()
        )
        is_there = number in (self.on_sheet if self.is_recorded else self.on_list)
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

    @precondition(lambda self: self.is_closed)
    @rule()
    def reopen(self) -> None:
        """What is closed opens again, and keeps what was signed."""
        reopen_register(self.session, "Oubli", now=self.later(), by=self.trainer)
        self.is_closed = False
        self.is_fresh = self.is_recorded and self._rests_on_nothing()

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
        self.on_sheet = set()
        if is_sent_twice:
            self.refuse(AlreadyUndone, act)

    @invariant()
    def everything_is_what_was_said(self) -> None:
        """No row of these tables is ever changed or deleted: as many rows as before are the same rows."""
        said = dict(self.minutes), set(self.signed), set(self.on_list), self.is_recorded, self.is_closed
        seen = self._rows(), said
        if seen != self.seen:
            self.hours_are_what_was_said()
            self.the_register_is_as_it_was_left()
            self.seen = seen

    def hours_are_what_was_said(self) -> None:
        """The sum of entries, to the minute."""
        totals = total_minutes([each.id for each in self.enrolments])
        assert list(totals.values()) == [self.minutes.get(number, 0) for number in range(GUEST + 1)]

    def the_register_is_as_it_was_left(self) -> None:
        """Recorded, closed, signed."""
        register = register_of(self.session)
        assert (register is not None) is self.is_recorded
        assert is_closed(self.session) is self.is_closed
        listed = self.on_sheet if self.is_recorded else self.on_list
        ids = [self.enrolments[number].id for number in sorted(listed)]
        sheet = lines_of(register) if register is not None else roster_of(self.session)
        assert sorted(line.enrolment.id for line in sheet) == ids
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
        is_added_to = len(register.entries) < len(self.on_sheet)
        return not is_corrected and not is_added_to and all(at <= register.recorded_at for at in signed)

    def _rows(self) -> tuple[int, ...]:
        return tuple(db.session.execute(COUNT_ROWS).one())


def test_a_register_holds_under_any_sequence_of_acts(app: Flask, installation: Installation) -> None:
    with app.app_context():
        classroom = Classroom()
        classroom.half_day(date(2022, 11, 15))
        classroom.group = create_group(classroom.cohort, "Groupe 2", now=NOON, by=None)
        classroom.newcomer("Zubiri")
    installation.database.remember("one half-day")

    class Machine(RegisterMachine):
        def __init__(self) -> None:
            super().__init__(installation)

    run_state_machine_as_test(
        Machine,
        settings=settings(max_examples=12, stateful_step_count=14, suppress_health_check=list(HealthCheck)),
    )
