"""The ledger under any sequence of registers, files, corrections and retries; and the proof that finds tampering."""

from collections.abc import Callable
from datetime import date, timedelta
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
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.attendance.models import HoursEntry, Recording
from app.attendance.queries import (
    current_entries,
    histories_of,
    history_of,
    ledger_problems,
    recorded_half_days,
    total_minutes,
)
from app.attendance.rules import (
    AlreadyRecorded,
    Attendance,
    CorrectedMeanwhile,
    InTheFuture,
    Mark,
    NothingToCorrect,
    PresentWithoutHours,
    RegisterAlreadyRecorded,
)
from app.attendance.services import HoursLine, correct_entry, record_hours, record_register
from app.audit.models import AuditEntry
from app.core.half_days import HALF_DAY_LIMIT_MINUTES, Half
from app.extensions import db
from app.people.models import Network
from app.training.models import Enrolment, TrainingSession
from app.training.rules import Modality
from tests.attendance.classroom import NOON, TODAY, TOMORROW, Classroom
from tests.installation import Installation

SESSION_MINUTES = 210
DAYS = [TODAY - timedelta(days=offset) for offset in range(3)]
HALF_DAYS = [(day, half) for day in DAYS for half in Half]

_TABLES = (HoursEntry, Recording, AuditEntry)
COUNT_ROWS = select(*(select(func.count()).select_from(table).scalar_subquery() for table in _TABLES))

Value = tuple[Attendance, int]
people = st.integers(0, 2)
half_days = st.sampled_from(HALF_DAYS)
marks = st.sampled_from(Attendance)
values = st.one_of(
    st.tuples(st.just(Attendance.PRESENT), st.integers(0, SESSION_MINUTES)),
    st.tuples(st.sampled_from([Attendance.EXCUSED, Attendance.UNEXCUSED]), st.just(0)),
)


class LedgerMachine(RuleBasedStateMachine):
    """Trainers, a file and an administrator at work; ``known`` is what the ledger has to say at the end."""

    def __init__(self, installation: Installation) -> None:
        super().__init__()
        installation.database.restore("classroom")
        self.context = installation.app.app_context()
        self.context.push()
        self.enrolments = list(db.session.scalars(select(Enrolment).order_by(Enrolment.id)))
        self.sessions = {(each.day, each.half): each for each in db.session.scalars(select(TrainingSession))}
        self.registers: set[tuple[date, Half]] = set()
        self.known: dict[tuple[int, date, Half], list[Value]] = {}
        self.seen: object = None

    def teardown(self) -> None:
        """Prove what was written, once for all steps, since no row is ever changed; then let go of the database."""
        try:
            self.what_was_written_stays_readable()
            # The chain, the digests and the days.
            assert list(ledger_problems()) == []
        finally:
            self.context.pop()

    @rule(half_day=half_days, given=st.tuples(marks, marks, marks))
    def record_a_register(self, half_day: tuple[date, Half], given: tuple[Attendance, ...]) -> None:
        """A trainer presses the button; whoever is known already is not on the page."""
        open_people = [number for number in range(3) if (number, *half_day) not in self.known]
        said = {self.enrolments[number].id: Mark(given[number]) for number in open_people}
        if half_day in self.registers:
            with pytest.raises(RegisterAlreadyRecorded):
                self._record(half_day, {})
            return
        self._record(half_day, said)
        self.registers.add(half_day)
        for number in open_people:
            minutes = 0 if given[number].is_absence else SESSION_MINUTES
            self.known[(number, *half_day)] = [(given[number], minutes)]

    @rule(person=people, half_day=half_days, value=values)
    def read_a_file(self, person: int, half_day: tuple[date, Half], value: Value) -> None:
        """A line of a file: new, known, or refused because the ledger says otherwise."""
        line = self._line(person, half_day, value)
        history = self.known.get((person, *half_day))
        if history is None:
            assert self._import(line) is not None
            self.known[(person, *half_day)] = [value]
        elif value in history:
            assert self._import(line) is None
        else:
            with pytest.raises(AlreadyRecorded):
                self._import(line)

    @rule(person=people, value=values)
    def read_hours_of_tomorrow(self, person: int, value: Value) -> None:
        """The future is refused."""
        with pytest.raises(InTheFuture):
            self._import(self._line(person, (TOMORROW, Half.MORNING), value))

    @precondition(lambda self: self.known)
    @rule(data=st.data(), value=values, is_sent_twice=st.booleans())
    def correct(self, data: Any, value: Value, is_sent_twice: bool) -> None:
        """Somebody corrects a half-day; the same correction sent again is refused."""
        key = data.draw(st.sampled_from(sorted(self.known)))
        person, day, half = key
        advisor_id = self.enrolments[person].advisor_id
        current = recorded_half_days([advisor_id], day, day)[advisor_id, day, half][-1]
        if self.known[key][-1] == value:
            with pytest.raises(NothingToCorrect):
                self._correct(current, value)
            return
        if value == (Attendance.PRESENT, 0):
            with pytest.raises(PresentWithoutHours):
                self._correct(current, value)
            return
        self._correct(current, value)
        self.known[key].append(value)
        if is_sent_twice:
            with pytest.raises(CorrectedMeanwhile):
                self._correct(current, value)

    @invariant()
    def the_ledger_says_what_it_was_told(self) -> None:
        """No row of these tables is ever changed or deleted: as many rows as before are the same rows."""
        seen = (
            tuple(db.session.execute(COUNT_ROWS).one()),
            {key: list(history) for key, history in self.known.items()},
        )
        if seen != self.seen:
            self.every_line_is_whole_minutes_of_its_half_day()
            self.no_half_day_counts_twice()
            self.totals_are_sums()
            self.no_hour_lies_in_the_future()
            self.seen = seen

    def every_line_is_whole_minutes_of_its_half_day(self) -> None:
        """I1."""
        for minutes in db.session.scalars(select(HoursEntry.half_day_minutes)):
            assert isinstance(minutes, int)
            assert 0 <= minutes <= HALF_DAY_LIMIT_MINUTES

    def no_half_day_counts_twice(self) -> None:
        """I2."""
        originals = select(func.count()).where(HoursEntry.corrects_id.is_(None))
        assert db.session.scalar(originals) == len(self.known)

    def totals_are_sums(self) -> None:
        """I3."""
        totals = total_minutes([each.id for each in self.enrolments])
        for number, enrolment in enumerate(self.enrolments):
            expected = sum(history[-1][1] for key, history in self.known.items() if key[0] == number)
            assert totals[enrolment.id] == expected
            assert sum(entry.half_day_minutes for entry in current_entries(enrolment)) == expected

    def what_was_written_stays_readable(self) -> None:
        """I4."""
        for number, enrolment in enumerate(self.enrolments):
            told = {
                (number, lines[0].day, lines[0].half): [(x.attendance, x.half_day_minutes) for x in lines]
                for lines in histories_of(enrolment.advisor)
            }
            assert told == {key: history for key, history in self.known.items() if key[0] == number}

    def no_hour_lies_in_the_future(self) -> None:
        """I5."""
        assert db.session.scalar(select(func.count()).where(HoursEntry.day > TODAY)) == 0

    def _record(self, half_day: tuple[date, Half], said: dict[int, Mark]) -> None:
        record_register(self.sessions[half_day], said, today=TODAY, now=NOON, by=None)

    def _line(self, person: int, half_day: tuple[date, Half], value: Value) -> HoursLine:
        return HoursLine(self.enrolments[person], *half_day, value[1], Modality.IN_PERSON, value[0])

    def _import(self, line: HoursLine) -> object:
        network = db.session.scalars(select(Network)).one()
        return record_hours(network, [line], today=TODAY, now=NOON, by=None)

    def _correct(self, entry: HoursEntry, value: Value) -> None:
        correct_entry(
            entry,
            attendance=value[0],
            minutes=value[1],
            reason="Erreur de saisie",
            today=TODAY,
            now=NOON,
            by=None,
        )


def test_the_ledger_holds_under_any_sequence_of_acts(app: Flask, installation: Installation) -> None:
    with app.app_context():
        classroom = Classroom()
        for day, half in HALF_DAYS:
            classroom.half_day(day, half)
    installation.database.remember("classroom")

    class Machine(LedgerMachine):
        def __init__(self) -> None:
            super().__init__(installation)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=12,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def tampered(
    database: Session, installation: Installation, classroom: Classroom
) -> Callable[[str], list[str]]:
    """``tampered(statement)``: what the proof finds after the triggers were passed by and ``statement`` was run."""
    record_register(classroom.half_day(), {}, today=TODAY, now=NOON, by=classroom.ines)
    entry = current_entries(classroom.enrolments[0])[0]
    correct_entry(
        entry,
        attendance=Attendance.PRESENT,
        minutes=100,
        reason="Départ avancé",
        today=TODAY,
        now=NOON,
        by=classroom.marc,
    )
    assert len(history_of(entry)) == 2
    assert list(ledger_problems()) == []

    def tamper(statement: str) -> list[str]:
        if database.get_bind().dialect.name == "postgresql":
            database.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            database.execute(text("PRAGMA defer_foreign_keys = ON"))
            for name in database.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                database.execute(text(f"DROP TRIGGER {name}"))
        database.execute(text(statement))
        database.expire_all()
        found = [str(each) for each in ledger_problems()]
        database.rollback()
        return found

    return tamper


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE hours_entries SET reason = 'Autre' WHERE corrects_id IS NOT NULL",
            "ses lignes ne sont pas celles",
        ),
        (
            "UPDATE hours_entries SET minutes = 0 WHERE corrects_id IS NOT NULL",
            "elle ajoute 0 minutes, et non -110",
        ),
        ("UPDATE hours_entries SET day = '2022-01-03'", "un jour en dehors de l’inscription"),
        ("UPDATE hours_entries SET day = '2022-11-14'", "en dehors de la demi-journée de la feuille"),
        ("DELETE FROM hours_entries WHERE corrects_id IS NOT NULL", "ses lignes ne sont pas celles"),
        (
            "DELETE FROM audit_entries WHERE action = 'hours.corrected'",
            "ne porte pas son empreinte exactement une fois",
        ),
        (
            "UPDATE recordings SET digest = 'x' WHERE kind = 'register'",
            "ne porte pas son empreinte exactement une fois",
        ),
        ("UPDATE hours_entries SET minutes = -500 WHERE corrects_id IS NOT NULL", "minutes en tout"),
    ],
)
def test_the_proof_names_what_was_tampered_with(
    tampered: Callable[[str], list[str]], statement: str, problem: str
) -> None:
    assert any(problem in found for found in tampered(statement))


def test_the_proof_misses_no_recording_that_is_gone(tampered: Callable[[str], list[str]]) -> None:
    gone = "DELETE FROM recordings WHERE kind = 'correction'"
    assert any("n’est plus dans le livre d’heures" in found for found in tampered(gone))
