"""Eight at once: one wins, the others are refused by name, nothing is doubled; and without its index, all of it is.

Each race has its negative control: the same race with the unique index gone has to double on PostgreSQL. SQLite has
one writer at a time, which hides the race; there, the second insert itself is tried with the index and without.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.attendance.models import Guest, HoursEntry, Recording
from app.attendance.queries import ledger_problems
from app.attendance.rules import (
    AlreadyOnTheList,
    AlreadyRecorded,
    Attendance,
    CorrectedMeanwhile,
    Mark,
    RecordedAtThisTime,
    RegisterAlreadyRecorded,
)
from app.attendance.services import (
    HoursLine,
    add_guest,
    correct_entry,
    guests,
    record_hours,
    record_register,
    register,
)
from app.core.errors import RuleBroken
from app.core.half_days import Half
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Cohort, Enrolment, TrainingSession
from app.training.rules import Modality
from app.training.services import create_group, plan_session
from tests.attendance.classroom import NOON, TODAY, Classroom
from tests.browser_client import Browser
from tests.installation import Installation

RACERS = 8
ROUNDS = 10
"""How often a race without its index may end well by chance before the control fails."""
HALF_DAYS = [(TODAY - timedelta(weeks=week), Half.MORNING) for week in range(1, ROUNDS + 1)]

Racer = Callable[[], object]


@pytest.fixture
def rounds(database_kind: str) -> slice:
    """How often a race is run: where there is one writer at a time, what happens once happens every time."""
    return slice(1 if database_kind == "sqlite" else 3)


@pytest.fixture
def session_ids(app: Flask, installation: Installation, database_kind: str) -> list[int]:
    """One half-day for each round; as many as a control may need where there is one."""
    half_days = HALF_DAYS[:2] if database_kind == "sqlite" else HALF_DAYS

    def build() -> list[int]:
        with app.app_context():
            classroom = Classroom()
            return [classroom.half_day(day, half).id for day, half in half_days]

    return installation.put_into("half-days to race for", build)


def race(app: Flask, *racers: Racer) -> Counter[str]:
    """Release all racers at once, each in a thread and a transaction of its own; count what became of them."""
    barrier = Barrier(len(racers), timeout=60)
    ends: list[str] = []

    def run(racer: Racer) -> None:
        with app.app_context():
            db.session.connection()
            barrier.wait()
            try:
                racer()
            except RuleBroken as refusal:
                ends.append(type(refusal).__name__)
            else:
                ends.append("won")

    threads = [Thread(target=run, args=[racer]) for racer in racers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == len(racers), "A thread ended with something else than a refusal."
    return Counter(ends)


def record(session_id: int) -> Racer:
    def by_form() -> Recording:
        session = db.session.get_one(TrainingSession, session_id)
        marks = {each: Mark() for each in db.session.scalars(select(Enrolment.id))}
        return record_register(session, marks, today=TODAY, now=NOON, by=None)

    return by_form


def read_file(round_number: int) -> Racer:
    def by_import() -> Recording | None:
        day, half = HALF_DAYS[round_number]
        # Fewer minutes than the register gives, and the last person first.
        lines = [
            HoursLine(each, day, half, 200, Modality.REMOTE)
            for each in db.session.scalars(select(Enrolment).order_by(Enrolment.id.desc()))
        ]
        return record_hours(db.session.scalars(select(Network)).one(), lines, today=TODAY, now=NOON, by=None)

    return by_import


def correct(entry_id: int, minutes: int) -> Racer:
    def by_hand() -> HoursEntry:
        entry = db.session.get_one(HoursEntry, entry_id)
        return correct_entry(
            entry,
            attendance=Attendance.PRESENT,
            minutes=minutes,
            reason="Erreur de saisie",
            today=TODAY,
            now=NOON,
            by=None,
        )

    return by_hand


def first_entry_of_each_round(app: Flask, session_ids: list[int]) -> list[int]:
    with app.app_context():
        recordings = [record(session_id)() for session_id in session_ids]
        return [each.entries[0].id for each in recordings if isinstance(each, Recording)]


def lines_per_half_day(app: Flask) -> set[int]:
    """How often the half-days of the ledger are held; {1} when nothing is doubled."""
    with app.app_context():
        counted = select(func.count()).group_by(HoursEntry.advisor_id, HoursEntry.day, HoursEntry.half)
        return set(db.session.scalars(counted.where(HoursEntry.corrects_id.is_(None))))


def corrections_per_entry(app: Flask) -> set[int]:
    with app.app_context():
        counted = select(func.count()).group_by(HoursEntry.corrects_id)
        return set(db.session.scalars(counted.where(HoursEntry.corrects_id.is_not(None))))


def problems(app: Flask) -> list[str]:
    with app.app_context():
        return [str(each) for each in ledger_problems()]


@contextmanager
def without_indexes(installation: Installation, *names: str) -> Iterator[None]:
    """Take protections away for a while. What was doubled meanwhile goes before they come back."""
    app = installation.app
    is_sqlite = installation.database.url.startswith("sqlite")
    catalogue = (
        "SELECT sql FROM sqlite_master WHERE name = :name"
        if is_sqlite
        else "SELECT indexdef FROM pg_indexes WHERE indexname = :name"
    )
    with app.app_context():
        definitions = {name: str(db.session.scalar(text(catalogue), {"name": name})) for name in names}
        for name in names:
            db.session.execute(text(f"DROP INDEX {name}"))
        db.session.commit()
    try:
        yield
    finally:
        installation.empty()
        with app.app_context():
            for name, definition in definitions.items():
                # The content of SQLite comes back with its indexes.
                if db.session.scalar(text(catalogue), {"name": name}) is None:
                    db.session.execute(text(definition))
            db.session.commit()


ONE_REGISTER = "uq_recordings_session_id"
ONE_ORIGINAL = "uq_hours_entries_half_day"
ONE_CORRECTION = "uq_hours_entries_corrects_id"


def test_one_of_eight_trainers_records_the_register(
    app: Flask, session_ids: list[int], rounds: slice
) -> None:
    for session_id in session_ids[rounds]:
        ends = race(app, *[record(session_id)] * RACERS)
        assert ends == {"won": 1, RegisterAlreadyRecorded.__name__: RACERS - 1}
    assert lines_per_half_day(app) == {1}
    assert problems(app) == []


def test_of_eight_presses_at_once_one_records_and_seven_are_shown_what_it_recorded(
    app: Flask, new_browser: Callable[[], Browser], session_ids: list[int], rounds: slice
) -> None:
    with app.app_context():
        trainer = db.session.scalars(select(Person).where(Person.email.startswith("ines"))).one()
        email = trainer.email
    browsers = [new_browser() for _ in range(RACERS)]
    for browser in browsers:
        browser.enter(email)
    for session_id in session_ids[rounds]:
        path = f"/reseau/landes/seances/{session_id}"
        # Everybody sees the same sheet, and sends it with a token of their own.
        shown = next(form for form in browsers[0].get(path).forms if path in form.action).values()
        sent = [shown | {"csrf_token": [each.csrf_token()]} for each in browsers]
        statuses: list[int] = []
        barrier = Barrier(RACERS, timeout=60)

        def press(
            browser: Browser,
            data: Any,
            path: str = path,
            ends: list[int] = statuses,
            start: Barrier = barrier,
        ) -> None:
            start.wait()
            ends.append(browser.send("POST", path, data=data).status_code)

        threads = [Thread(target=press, args=pair) for pair in zip(browsers, sent, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses) == [302] + [409] * (RACERS - 1)
    assert lines_per_half_day(app) == {1}


def test_a_half_day_by_form_and_by_file_counts_once(
    app: Flask, session_ids: list[int], rounds: slice
) -> None:
    for number, session_id in enumerate(session_ids[rounds]):
        ends = race(app, *[record(session_id), read_file(number)] * (RACERS // 2))
        refused = ends.total() - ends["won"]
        assert set(ends) <= {"won", AlreadyRecorded.__name__, RegisterAlreadyRecorded.__name__}
        # A file that comes after the same file changes nothing and is no failure: only one writes.
        assert refused >= RACERS // 2
        with app.app_context():
            assert db.session.scalar(select(func.count()).select_from(Recording)) == number + 1
    assert lines_per_half_day(app) == {1}
    assert problems(app) == []


def test_one_of_eight_corrections_counts(app: Flask, session_ids: list[int], rounds: slice) -> None:
    for entry_id in first_entry_of_each_round(app, session_ids[rounds]):
        ends = race(app, *[correct(entry_id, 10 + number) for number in range(RACERS)])
        assert ends == {"won": 1, CorrectedMeanwhile.__name__: RACERS - 1}
    assert corrections_per_entry(app) == {1}
    assert problems(app) == []


def registers_of_another_group(app: Flask, session_ids: list[int], half: Half, starts_at: time) -> list[int]:
    """Plan a register without anybody beside each half-day, and record it: people can be added to it."""
    with app.app_context():
        cohort = db.session.scalars(select(Cohort)).one()
        group = create_group(cohort, "Groupe 2", now=NOON, by=None)
        found = []
        for session_id in session_ids:
            beside, _clashes = plan_session(
                group,
                day=db.session.get_one(TrainingSession, session_id).day,
                half=half,
                starts_at=starts_at,
                ends_at=starts_at.replace(hour=starts_at.hour + 3),
                modality=Modality.IN_PERSON,
                module="Accueillir un public",
                place="Salle 5",
                trainers=[],
                now=NOON,
                by=None,
            )
            record_register(beside, {}, today=TODAY, now=NOON, by=None)
            found.append(beside.id)
        return found


def add_first(session_id: int) -> Racer:
    def on_the_spot() -> Guest:
        session = db.session.get_one(TrainingSession, session_id)
        enrolment = db.session.scalars(select(Enrolment).order_by(Enrolment.id)).first()
        assert enrolment is not None
        return add_guest(session, enrolment, today=TODAY, now=NOON, by=None)

    return on_the_spot


def most_lines_of_one_on_a_day(app: Flask) -> int:
    with app.app_context():
        counted = select(func.count(HoursEntry.id)).group_by(HoursEntry.advisor_id, HoursEntry.day)
        return max(db.session.scalars(counted), default=0)


REFUSED_AS_RECORDED = {
    "won",
    AlreadyOnTheList.__name__,
    AlreadyRecorded.__name__,
    RecordedAtThisTime.__name__,
    RegisterAlreadyRecorded.__name__,
}


def test_somebody_added_on_the_spot_and_by_file_counts_once(
    app: Flask, session_ids: list[int], rounds: slice
) -> None:
    others = registers_of_another_group(app, session_ids[rounds], Half.MORNING, time(9))
    for number, other_id in enumerate(others):
        ends = race(app, *[add_first(other_id), read_file(number)] * (RACERS // 2))
        assert set(ends) <= REFUSED_AS_RECORDED
    assert lines_per_half_day(app) == {1}
    assert problems(app) == []


def test_somebody_added_on_the_spot_and_by_the_register_of_an_overlapping_half_day_counts_once(
    app: Flask, session_ids: list[int], rounds: slice
) -> None:
    others = registers_of_another_group(app, session_ids[rounds], Half.AFTERNOON, time(12))
    for session_id, other_id in zip(session_ids, others, strict=False):
        ends = race(app, *[add_first(other_id), record(session_id)] * (RACERS // 2))
        assert set(ends) <= REFUSED_AS_RECORDED
    assert most_lines_of_one_on_a_day(app) == 1
    assert problems(app) == []


@pytest.fixture
def only_on_postgresql(database_kind: str) -> None:
    if database_kind != "postgresql":
        pytest.skip("SQLite has one writer at a time, which hides this race.")


@pytest.fixture
def without_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the registers of one day be written at once, as if none could be about the hours of another."""
    for service in (guests, register):
        monkeypatch.setattr(service, "hold_day", lambda _session: None)


@pytest.mark.usefixtures("only_on_postgresql", "without_turns")
def test_without_their_indexes_registers_are_doubled(
    installation: Installation, session_ids: list[int]
) -> None:
    with without_indexes(installation, ONE_REGISTER, ONE_ORIGINAL):
        for session_id in session_ids:
            race(installation.app, *[record(session_id)] * RACERS)
            if lines_per_half_day(installation.app) != {1}:
                break
        assert max(lines_per_half_day(installation.app)) > 1
        assert any("a été enregistrée" in problem for problem in problems(installation.app))


@pytest.mark.usefixtures("only_on_postgresql")
def test_without_its_index_a_half_day_by_form_and_by_file_is_doubled(
    installation: Installation, session_ids: list[int]
) -> None:
    with without_indexes(installation, ONE_ORIGINAL):
        for number, session_id in enumerate(session_ids):
            race(installation.app, *[record(session_id), read_file(number)] * (RACERS // 2))
            if lines_per_half_day(installation.app) != {1}:
                break
        assert max(lines_per_half_day(installation.app)) > 1


@pytest.mark.usefixtures("only_on_postgresql")
def test_without_its_index_somebody_added_on_the_spot_and_by_file_is_doubled(
    installation: Installation, session_ids: list[int]
) -> None:
    others = registers_of_another_group(installation.app, session_ids, Half.MORNING, time(9))
    with without_indexes(installation, ONE_ORIGINAL):
        for number, other_id in enumerate(others):
            race(installation.app, *[add_first(other_id), read_file(number)] * (RACERS // 2))
            if lines_per_half_day(installation.app) != {1}:
                break
        assert max(lines_per_half_day(installation.app)) > 1


@pytest.mark.usefixtures("only_on_postgresql", "without_turns")
def test_without_their_turns_overlapping_half_days_are_both_counted(
    app: Flask, session_ids: list[int]
) -> None:
    others = registers_of_another_group(app, session_ids, Half.AFTERNOON, time(12))
    for session_id, other_id in zip(session_ids, others, strict=True):
        race(app, *[add_first(other_id), record(session_id)] * (RACERS // 2))
        if most_lines_of_one_on_a_day(app) > 1:
            break
    assert most_lines_of_one_on_a_day(app) > 1


@pytest.mark.usefixtures("only_on_postgresql")
def test_without_its_index_an_entry_is_corrected_twice(
    installation: Installation, session_ids: list[int]
) -> None:
    with without_indexes(installation, ONE_CORRECTION):
        for entry_id in first_entry_of_each_round(installation.app, session_ids):
            race(installation.app, *[correct(entry_id, 10 + number) for number in range(RACERS)])
            if corrections_per_entry(installation.app) != {1}:
                break
        assert max(corrections_per_entry(installation.app)) > 1
        assert any("a été corrigée" in problem for problem in problems(installation.app))


COPY_OF_A_LINE = """
    INSERT INTO hours_entries (network_id, recording_id, enrolment_id, advisor_id, day, half, modality, attendance,
                               minutes, half_day_minutes, corrects_id, reason)
    SELECT network_id, recording_id, enrolment_id, advisor_id, day, half, modality, attendance,
           minutes, half_day_minutes, corrects_id, reason FROM hours_entries WHERE id = :id
"""
COPY_OF_A_REGISTER = """
    INSERT INTO recordings (network_id, kind, session_id, recorded_at, digest)
    SELECT network_id, kind, session_id, recorded_at, digest FROM recordings WHERE id = :id
"""


@pytest.mark.parametrize(
    ("index", "copy"),
    [
        (ONE_REGISTER, COPY_OF_A_REGISTER),
        (ONE_ORIGINAL, COPY_OF_A_LINE),
        (ONE_CORRECTION, COPY_OF_A_LINE),
    ],
)
def test_a_second_insert_is_refused_by_the_index_and_on_sqlite_by_the_guard_against_replacing(
    installation: Installation, session_ids: list[int], index: str, copy: str
) -> None:
    app = installation.app
    (row_id,) = first_entry_of_each_round(app, session_ids[:1])
    with app.app_context():
        if index == ONE_CORRECTION:
            row_id = correct(row_id, 60)().id  # type: ignore[attr-defined]
        if index == ONE_REGISTER:
            row_id = db.session.get_one(HoursEntry, row_id).recording_id
        with pytest.raises(IntegrityError):
            db.session.execute(text(copy), {"id": row_id})
        db.session.rollback()
    with without_indexes(installation, index), app.app_context():
        if db.engine.name == "sqlite":
            table = "recordings" if index == ONE_REGISTER else "hours_entries"
            # It refuses the rows that the index would; it comes back with the content of SQLite.
            db.session.execute(text(f"DROP TRIGGER {table}_no_replace"))
        db.session.execute(text(copy), {"id": row_id})
        db.session.commit()
