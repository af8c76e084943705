"""Somebody is admitted to an exam while the file that enrolled them is taken back: one of the two comes first."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.certification.models import ExamCandidate, ExamSession
from app.certification.rules import NotACandidate
from app.certification.services import admit, create_exam_session
from app.database import transaction
from app.exchange.kinds import FileKind
from app.exchange.models import FileImport
from app.exchange.undoing.refusals import ListedForExamSince
from app.exchange.undoing.services import ImportInUse, undo_import
from app.extensions import db
from app.people.models import Person
from app.training.models import Enrolment
from app.training.services import create_advisor
from tests.attendance.classroom import TODAY, Classroom
from tests.exchange.test_undoing import take
from tests.exchange.test_undoing_people import DATES, LATER
from tests.together import one_after_the_other


class Raced(Classroom):
    """Zoé is enrolled by a file, and an exam of her block is planned."""

    def __post_init__(self) -> None:
        super().__post_init__()
        zoe = create_advisor(
            self.network, email="zoe@landes.example.org", given_name="Zoé", family_name="Sore", state_id=77,
            now=LATER, by=None,
        )  # fmt: skip
        self.done = take(self.network, FileKind.TRAINING_DATES, DATES, self.odile)
        title_code, block_code = zoe.enrolments[0].cohort.aim
        self.exam = create_exam_session(
            self.network, title_code=title_code, block_code=block_code, name="Mars", held_on=TODAY,
            now=LATER, by=None,
        )  # fmt: skip
        self.ids = self.exam.id, zoe.id, self.done.id, self.odile.id


@pytest.fixture
def raced(begin_with: Callable[..., Raced]) -> Raced:
    return begin_with(Raced)


def undone(raced: Raced) -> bool:
    _exam_id, _zoe_id, import_id, by_id = raced.ids
    return undo_import(
        db.session.get_one(FileImport, import_id), now=LATER, by=db.session.get_one(Person, by_id)
    )


def admitted(raced: Raced) -> int:
    exam_id, zoe_id, *_rest = raced.ids
    exam = db.session.get_one(ExamSession, exam_id)
    return admit(exam, {zoe_id: "Décision"}, today=TODAY, now=LATER, by=None)


def counted(database: Session, raced: Raced) -> tuple[int, int]:
    """How often Zoé stands on the list, and how many enrolments she has."""
    zoe_id = raced.ids[1]
    listed = select(func.count(ExamCandidate.id)).where(ExamCandidate.advisor_id == zoe_id)
    enrolled = select(func.count(Enrolment.id)).where(Enrolment.advisor_id == zoe_id)
    return database.scalar(listed) or 0, database.scalar(enrolled) or 0


def test_who_was_admitted_first_stays_enrolled(app: Flask, raced: Raced, database: Session) -> None:
    assert counted(database, raced) == (0, 1)
    database.rollback()

    @transaction
    def admit_slowly(wait: Callable[[], None]) -> int:
        count = admitted(raced)
        wait()
        return count

    first, second = one_after_the_other(app, admit_slowly, lambda: undone(raced))

    assert first == 1
    assert isinstance(second, ImportInUse)
    assert [type(each) for each in second.resting] == [ListedForExamSince]
    assert counted(database, raced) == (1, 1)


def test_who_is_enrolled_no_more_is_not_admitted(app: Flask, raced: Raced, database: Session) -> None:
    database.rollback()

    @transaction
    def undo_slowly(wait: Callable[[], None]) -> bool:
        is_new = undone(raced)
        wait()
        return is_new

    first, second = one_after_the_other(app, undo_slowly, lambda: admitted(raced))

    assert first is True
    assert isinstance(second, NotACandidate)
    assert counted(database, raced) == (0, 0)
