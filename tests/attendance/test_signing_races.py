"""Eight at once sign or close: one does, the others are told so; and without their index, all of them would have."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.attendance.models import RegisterAct, Signature
from app.attendance.queries import ledger_problems
from app.attendance.rules import AlreadySigned, Origin, RegisterIsClosed, SignatureMethod
from app.attendance.services import (
    Hand,
    close_register,
    make_signing_link,
    record_register,
    sign_by_link,
    sign_on_tablet,
)
from app.extensions import db
from app.people.models import Person
from app.training.models import Enrolment, TrainingSession
from tests.attendance.classroom import NOON, TODAY, Classroom
from tests.attendance.test_races import HALF_DAYS, RACERS, race, rounds, without_indexes
from tests.installation import Installation

__all__ = ["rounds"]

ONE_SIGNATURE = "uq_signatures_session_id"
Racer = Callable[[], object]


@pytest.fixture
def session_ids(app: Flask, installation: Installation, database_kind: str) -> list[int]:
    """One recorded half-day for each round; as many as a control may need where there is one."""
    half_days = HALF_DAYS[:1] if database_kind == "sqlite" else HALF_DAYS

    def build() -> list[int]:
        with app.app_context():
            classroom = Classroom()
            sessions = [classroom.half_day(day, half) for day, half in half_days]
            for session in sessions:
                record_register(session, {}, today=TODAY, now=NOON, by=classroom.ines)
            return [session.id for session in sessions]

    return installation.put_into("registers to race for", build)


def sign(session_id: int) -> Racer:
    def by_hand() -> Signature:
        session = db.session.get_one(TrainingSession, session_id)
        enrolment = db.session.scalars(select(Enrolment).order_by(Enrolment.id)).first()
        assert enrolment is not None
        hand = Hand(SignatureMethod.TYPED, Origin("tablet"))
        return sign_on_tablet(session, enrolment, hand, today=TODAY, now=NOON)

    return by_hand


def close(session_id: int) -> Racer:
    def by_trainer() -> RegisterAct:
        session = db.session.get_one(TrainingSession, session_id)
        trainer = db.session.scalars(select(Person).where(Person.email.startswith("ines"))).one()
        return close_register(session, {}, origin=Origin(), today=TODAY, now=NOON, by=trainer)

    return by_trainer


def most_signatures_of_one(app: Flask) -> int:
    with app.app_context():
        counted = select(func.count()).group_by(Signature.session_id, Signature.advisor_id)
        return max(db.session.scalars(counted.where(Signature.advisor_id.is_not(None))), default=0)


def test_one_of_eight_signatures_of_one_person_counts(
    app: Flask, session_ids: list[int], rounds: slice
) -> None:
    for session_id in session_ids[rounds]:
        ends = race(app, *[sign(session_id)] * RACERS)
        assert ends == {"won": 1, AlreadySigned.__name__: RACERS - 1}
    assert most_signatures_of_one(app) == 1
    with app.app_context():
        assert list(ledger_problems()) == []


def test_a_link_pressed_eight_times_signs_once(app: Flask, session_ids: list[int]) -> None:
    with app.app_context():
        session = db.session.get_one(TrainingSession, session_ids[0])
        enrolment = db.session.scalars(select(Enrolment).order_by(Enrolment.id)).first()
        assert enrolment is not None
        token = make_signing_link(session, enrolment, now=NOON, by=None)
    ends = race(app, *[lambda: sign_by_link(token, Origin(), today=TODAY, now=NOON)] * RACERS)
    assert ends["won"] == 1
    assert most_signatures_of_one(app) == 1


def test_of_eight_who_close_or_sign_at_once_nobody_signs_a_closed_register(
    app: Flask, session_ids: list[int], rounds: slice
) -> None:
    for session_id in session_ids[rounds]:
        ends = race(app, *[close(session_id), sign(session_id)] * (RACERS // 2))
        assert set(ends) <= {"won", AlreadySigned.__name__, RegisterIsClosed.__name__}
        with app.app_context():
            closings = db.session.scalars(
                select(RegisterAct).where(RegisterAct.session_id == session_id)
            ).all()
            signed = db.session.scalars(
                select(Signature.digest).where(
                    Signature.session_id == session_id, Signature.advisor_id.is_not(None)
                )
            ).all()
            assert [act.number for act in closings] == [1]
            countersigned = closings[0].signature
            assert countersigned is not None
            # Whoever has signed did so before the closing, which says so.
            assert all(digest in countersigned.signed_text for digest in signed)


@pytest.fixture
def only_on_postgresql(database_kind: str) -> None:
    if database_kind != "postgresql":
        pytest.skip("SQLite has one writer at a time, which hides this race.")


@pytest.mark.usefixtures("only_on_postgresql")
def test_without_its_index_a_half_day_is_signed_twice(
    installation: Installation, session_ids: list[int]
) -> None:
    with without_indexes(installation, ONE_SIGNATURE):
        for session_id in session_ids:
            race(installation.app, *[sign(session_id)] * RACERS)
            if most_signatures_of_one(installation.app) > 1:
                break
        assert most_signatures_of_one(installation.app) > 1


def test_a_second_signature_is_refused_by_the_index_and_on_sqlite_by_the_guard_against_replacing(
    installation: Installation, session_ids: list[int]
) -> None:
    columns = ", ".join(
        column.key for column in Signature.__table__.columns if column.key not in {"id", "witness_id"}
    )
    copy = text(f"INSERT INTO signatures ({columns}) SELECT {columns} FROM signatures")
    app = installation.app
    with app.app_context():
        sign(session_ids[0])()
        with pytest.raises(IntegrityError):
            db.session.execute(copy)
        db.session.rollback()
    with without_indexes(installation, ONE_SIGNATURE), app.app_context():
        if db.engine.name == "sqlite":
            db.session.execute(text("DROP TRIGGER signatures_no_replace"))
        db.session.execute(copy)
        db.session.commit()
