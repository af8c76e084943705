"""Half-days: planned, changed, refused by name, and who is expected in them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.core.half_days import Half
from app.extensions import db
from app.people.models import Network, Person
from app.training import queries
from app.training.models import Advisor, Group, TrainingSession
from app.training.rules import (
    USUAL_TIMES,
    EntryStatus,
    GroupIsBusy,
    HalfDayTooLong,
    Modality,
    NotATrainer,
    SessionIsRecorded,
    TrainerIsBusy,
)
from app.training.services import change_session, create_group, enrol, plan_session
from tests.training.conftest import NOBODY

DAY = date(2022, 3, 14)


def plan(group: Group, **changes: Any) -> TrainingSession:
    """A morning of the group, with what a test wants different."""
    return plan_session(group, **half_day(**changes), **NOBODY)[0]


def half_day(half: Half = Half.MORNING, **changes: Any) -> dict[str, Any]:
    """The values of a half-day at its usual times."""
    starts_at, ends_at = USUAL_TIMES[half]
    usual = {
        "day": DAY,
        "half": half,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "modality": Modality.IN_PERSON,
        "module": "Accueillir",
    }
    return {**usual, **changes}


@pytest.fixture
def paul(make_trainer: Callable[[str], Person]) -> Person:
    return make_trainer("paul")


def test_a_group_has_one_session_a_half_day(group: Group) -> None:
    plan(group)
    plan(group, half=Half.AFTERNOON)
    with pytest.raises(GroupIsBusy):
        plan(group)


def test_a_trainer_is_in_one_room_at_a_time(group: Group, mugron: Group, paul: Person) -> None:
    plan(group, trainers=[paul])
    with pytest.raises(TrainerIsBusy, match="« Dax »"):
        plan(mugron, starts_at=time(12, 29), ends_at=time(14), trainers=[paul])
    assert plan(mugron, starts_at=time(12, 30), ends_at=time(14), trainers=[paul]).trainers == [paul]


def test_only_a_trainer_of_the_network_trains(group: Group, make_advisor: Callable[..., Advisor]) -> None:
    with pytest.raises(NotATrainer):
        plan(group, trainers=[make_advisor("zoe").person])


def test_a_session_longer_than_a_half_day_is_not_planned(group: Group) -> None:
    with pytest.raises(HalfDayTooLong):
        plan(group, starts_at=time(8), ends_at=time(12, 1))


def test_a_session_may_be_changed_without_being_in_its_own_way(group: Group, paul: Person) -> None:
    session = plan(group, trainers=[paul])
    changed = half_day(ends_at=time(12), place="Médiathèque", trainers=[paul])
    change_session(session, **changed, **NOBODY)
    assert (session.ends_at, session.place, session.trainers) == (time(12), "Médiathèque", [paul])


def test_a_session_cannot_move_onto_another(group: Group) -> None:
    plan(group)
    afternoon = plan(group, half=Half.AFTERNOON)
    with pytest.raises(GroupIsBusy):
        change_session(afternoon, **half_day(), **NOBODY)


def test_a_session_whose_register_is_recorded_changes_no_more(
    database: Session, group: Group, paul: Person
) -> None:
    recorded, free = plan(group), plan(group, half=Half.AFTERNOON)
    record_register(database, recorded)
    with pytest.raises(SessionIsRecorded):
        change_session(recorded, **half_day(trainers=[paul]), **NOBODY)
    change_session(free, **half_day(Half.AFTERNOON, trainers=[paul]), **NOBODY)
    assert (recorded.trainers, free.trainers) == ([], [paul])


def record_register(database: Session, session: TrainingSession) -> None:
    """Record an empty register as the database keeps it: the training knows no more of registers than that."""
    database.execute(
        text(
            "INSERT INTO recordings (network_id, kind, session_id, recorded_at, digest) "
            "VALUES (:network, 'register', :session, '2022-03-14 12:30:00', 'x')"
        ),
        {"network": session.network_id, "session": session.id},
    )
    database.commit()


def test_those_who_arrived_and_did_not_leave_are_expected(
    group: Group, make_advisor: Callable[..., Advisor]
) -> None:
    enrol(make_advisor("zoe"), group.cohort, group=group, **NOBODY)
    enrol(make_advisor("ana", hired_on=DAY), group.cohort, group=group, **NOBODY)
    enrol(make_advisor("lea", hired_on=DAY + timedelta(1)), group.cohort, group=group, **NOBODY)
    exempt: dict[str, Any] = {"decided_status": EntryStatus.EXEMPT, "decision_reason": "Titre déjà obtenu"}
    enrol(make_advisor("max"), group.cohort, group=group, **exempt, **NOBODY)
    enrol(make_advisor("eva"), group.cohort, **NOBODY)
    expected = queries.expected_enrolments(plan(group))
    assert [each.advisor.person.given_name for each in expected] == ["Ana", "Zoe"]


def test_half_days_are_told_in_their_order(
    landes: Network, gers: Network, group: Group, mugron: Group, paul: Person
) -> None:
    afternoon = plan(group, half=Half.AFTERNOON)
    morning = plan(group)
    later = plan(mugron, day=DAY + timedelta(1), trainers=[paul])
    assert queries.sessions_between(landes, DAY, DAY) == [morning, afternoon]
    assert queries.sessions_between(landes, DAY, DAY + timedelta(1), trainer=paul) == [later]
    assert queries.sessions_between(gers, DAY, DAY) == []
    assert queries.training_session(gers, morning.id) is None


def test_what_comes_next_is_what_the_group_has_from_today(
    group: Group, mugron: Group, make_advisor: Callable[..., Advisor]
) -> None:
    enrolment = enrol(make_advisor("zoe"), group.cohort, group=group, **NOBODY)
    plan(group, day=DAY - timedelta(1))
    plan(mugron)
    afternoon, morning = plan(group, half=Half.AFTERNOON), plan(group)
    assert queries.upcoming_sessions(enrolment, DAY, 5) == [morning, afternoon]
    assert queries.upcoming_sessions(enrolment, DAY, 1) == [morning]


@pytest.mark.parametrize("locks", [True, False], ids=["locked", "control"])
def test_eight_who_plan_at_once_put_a_trainer_into_one_room(
    app: Flask,
    database: Session,
    group: Group,
    paul: Person,
    monkeypatch: pytest.MonkeyPatch,
    locks: bool,
) -> None:
    """The control shows that the race is real: without the lock PostgreSQL puts the trainer into several rooms."""
    if not locks:
        if database.get_bind().dialect.name == "sqlite":
            pytest.skip("SQLite has one writer at a time whatever the service does")
        monkeypatch.setattr("app.training.services.sessions.lock_training", lambda _network_id: None)
    rooms = [create_group(group.cohort, f"Salle {number}", **NOBODY).id for number in range(8)]
    paul_id = paul.id
    database.rollback()
    start = Barrier(8)

    def plan_one(room_id: int) -> None:
        with app.app_context():
            room, trainer = db.session.get_one(Group, room_id), db.session.get_one(Person, paul_id)
            start.wait(timeout=20)
            with suppress(TrainerIsBusy):
                plan(room, trainers=[trainer])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(plan_one, rooms))
    planned = database.scalar(select(func.count()).select_from(TrainingSession)) or 0
    assert planned == 1 if locks else planned > 1
