"""Eight at once: an activity is handed in once, counted once and taken back once, whoever presses when."""

from flask import Flask
from sqlalchemy import func, select

from app.attendance.models import Activity, HoursEntry, Recording, RecordingKind
from app.attendance.queries import ledger_problems, total_minutes
from app.attendance.services import (
    Done,
    ProofFile,
    hand_in,
    refuse_activity,
    reopen_activities,
    validate_activities,
)
from app.audit.queries import chain_problems
from app.core.errors import RuleBroken
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Enrolment
from app.training.rules import Modality
from tests.attendance.classroom import NOON, TODAY, YESTERDAY, Classroom
from tests.together import all_at_once

PROOF = ProofFile("a.pdf", b"%PDF-1.7 %%EOF")


def _first(model: type[Network | Enrolment | Activity]) -> int:
    found: int = db.session.scalars(select(model.id).order_by(model.id).limit(1)).one()
    return found


def _ines() -> Person:
    return db.session.scalars(select(Person).where(Person.given_name == "Ines")).one()


def _hand_in(_index: int) -> int:
    enrolment = db.session.get_one(Enrolment, _first(Enrolment))
    done = Done(enrolment, YESTERDAY, Modality.REMOTE, "Module 3", 90)
    return hand_in(done, [PROOF], today=TODAY, now=NOON, by=None).id


def _validate(_index: int) -> object:
    network = db.session.get_one(Network, _first(Network))
    ids = [_first(Activity)]
    return validate_activities(network, ids, today=TODAY, now=NOON, by=_ines()) is not None


def _reopen(_index: int) -> object:
    network = db.session.get_one(Network, _first(Network))
    return reopen_activities(network, [_first(Activity)], now=NOON, by=_ines()) is not None


def _validate_or_refuse(index: int) -> object:
    if index % 2:
        return _validate(index)
    activity = db.session.get_one(Activity, _first(Activity))
    refuse_activity(activity, "Illisible", now=NOON, by=_ines())
    return True


def test_an_activity_is_handed_in_counted_and_taken_back_once(app: Flask) -> None:
    with app.app_context():
        Classroom()
    assert len(set(all_at_once(app, _hand_in))) == 1
    assert sorted(map(str, all_at_once(app, _validate))) == ["False"] * 7 + ["True"]
    with app.app_context():
        assert total_minutes([_first(Enrolment)])[_first(Enrolment)] == 90
    assert sorted(map(str, all_at_once(app, _reopen))) == ["False"] * 7 + ["True"]
    with app.app_context():
        assert total_minutes([_first(Enrolment)])[_first(Enrolment)] == 0
        assert db.session.scalar(select(func.count(HoursEntry.id))) == 2
        assert list(ledger_problems()) == []
        assert list(chain_problems()) == []


def test_an_activity_is_either_counted_or_refused(app: Flask) -> None:
    with app.app_context():
        Classroom()
        _hand_in(0)
    outcomes = all_at_once(app, _validate_or_refuse)
    assert all(each in {True, False} or isinstance(each, RuleBroken) for each in outcomes)
    with app.app_context():
        counted = select(func.count(Recording.id)).where(Recording.kind == RecordingKind.VALIDATION)
        is_counted = db.session.scalar(counted) == 1
        assert total_minutes([_first(Enrolment)])[_first(Enrolment)] == (90 if is_counted else 0)
        assert list(ledger_problems()) == []
