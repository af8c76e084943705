"""Imports and what takes them back wait for others in the order of everybody: nobody waits for who waits for them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.models import ExamSession, Result
from app.certification.services import change_exam_session, create_exam_session
from app.database import transaction
from app.exchange.kinds import FileKind
from app.exchange.models import FileImport, ImportedRecord
from app.exchange.undoing.services import undo_import
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import TrainingSession
from app.training.services import cancel_session, lock_training
from tests.attendance.classroom import NOON, TODAY, Classroom
from tests.exchange.test_undoing import SESSIONS, take
from tests.together import one_after_the_other

CCP1 = "idPG;nom;prenom;email;certifie;Date du jury\n"


@pytest.fixture
def classroom(begin_with: Callable[..., Classroom]) -> Classroom:
    return begin_with(Classroom)


def test_half_days_are_taken_back_while_somebody_cancels_one_of_them(
    app: Flask, classroom: Classroom, database: Session
) -> None:
    line = "Groupe 1;17/11/2022;matin;9h;12:30;présentiel;Accueillir\n"
    done = take(classroom.network, FileKind.SESSIONS, SESSIONS + line, classroom.odile)
    (record,) = database.scalars(select(ImportedRecord))
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


def test_results_of_two_juries_are_imported_while_somebody_changes_one_of_their_sessions(
    app: Flask, classroom: Classroom, database: Session
) -> None:
    facts: dict[str, Any] = {"title_code": "REMN", "block_code": "CCP1", "held_on": date(2022, 11, 3)}
    exam = create_exam_session(classroom.network, name="Novembre", now=NOON, by=None, **facts)
    emails = [each.advisor.person.email for each in classroom.enrolments]
    text = CCP1 + f";;;{emails[0]};oui;12/10/2022\n;;;{emails[1]};oui;03/11/2022\n"
    network_id, exam_id = classroom.network.id, exam.id
    database.rollback()

    @transaction
    def change(wait: Callable[[], None]) -> None:
        exam = db.session.get_one(ExamSession, exam_id, with_for_update={"of": ExamSession})
        wait()
        change_exam_session(exam, name="Novembre", place="Dax", today=TODAY, now=NOON, by=None, **facts)

    def bring() -> int:
        return take(db.session.get_one(Network, network_id), FileKind.CCP1_RESULTS, text).created

    assert one_after_the_other(app, change, bring) == [None, 2]
    assert database.get_one(ExamSession, exam_id).place == "Dax"
    assert {each.exam_session.decided_on for each in database.scalars(select(Result))} == {
        date(2022, 10, 12),
        date(2022, 11, 3),
    }
