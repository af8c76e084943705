"""Imports and what takes them back wait for others in the order of everybody: nobody waits for who waits for them."""

from collections.abc import Callable
from threading import Event
from time import sleep

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.database import transaction
from app.exchange.importing.kinds import FileKind
from app.exchange.models import FileImport, ImportedRecord
from app.exchange.undoing.services import undo_import
from app.extensions import db
from app.people.models import Person
from app.training.models import TrainingSession
from app.training.services import cancel_session, lock_training
from tests.attendance.classroom import NOON, Classroom
from tests.exchange.test_undoing import SESSIONS, take
from tests.installation import Installation
from tests.together import all_at_once

LONG_ENOUGH = 0.3
"""Seconds after which the other one waits for what this one holds."""


@pytest.fixture
def classroom(installation: Installation, database: Session) -> Classroom:
    return installation.begin_with(Classroom)


def one_after_the_other(
    app: Flask, first: Callable[[Callable[[], None]], object], second: Callable[[], object]
) -> list[object]:
    """Let the second begin once the first holds what it calls back for; return what each gave or raised."""
    holds = Event()

    def wait() -> None:
        holds.set()
        sleep(LONG_ENOUGH)

    def work(index: int) -> object:
        if index == 0:
            return first(wait)
        holds.wait(timeout=30)
        return second()

    return all_at_once(app, work, 2)


def test_half_days_are_taken_back_while_somebody_cancels_one_of_them(
    app: Flask, classroom: Classroom, database: Session
) -> None:
    line = "Groupe 1;17/11/2022;matin;9h;12:30;présentiel;Accueillir\n"
    done = take(classroom.network, FileKind.SESSIONS, SESSIONS + line, classroom.odile)
    (record,) = database.query(ImportedRecord)
    import_id, session_id, by_id = done.id, record.record_id, classroom.odile.id
    database.rollback()

    @transaction
    def cancel(wait: Callable[[], None]) -> None:
        session = db.session.get_one(TrainingSession, session_id)
        lock_training(session.network_id)
        wait()
        cancel_session(session, "Salle fermée", now=NOON, by=None)

    def undo() -> bool:
        done, by = db.session.get_one(FileImport, import_id), db.session.get_one(Person, by_id)
        return undo_import(done, now=NOON, by=by)

    assert one_after_the_other(app, cancel, undo) == [None, True]
    assert database.get_one(TrainingSession, session_id).cancel_reason == "Salle fermée"
