"""Somebody is said to have left while their hours are recorded: nobody has hours after leaving, whoever comes first."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attendance.models import HoursEntry
from app.attendance.queries import current_entries
from app.attendance.rules import Attendance, Mark
from app.attendance.services import HoursLine, correct_entry, record_hours, record_register
from app.core.errors import RuleBroken
from app.core.half_days import Half
from app.extensions import db
from app.people.models import Network
from app.training.models import Enrolment, TrainingSession
from app.training.rules import Modality
from app.training.services import change_enrolment, changes, enrolments
from tests.attendance.classroom import NOON, TODAY, Classroom

A_MOMENT = 0.25
"""Seconds in which a recording that does not wait would be through."""


def by_register(session_id: int, _enrolment_id: int) -> None:
    session = db.session.get_one(TrainingSession, session_id)
    record_register(session, {}, today=TODAY, now=NOON, by=None)


def by_file(_session_id: int, enrolment_id: int) -> None:
    enrolment = db.session.get_one(Enrolment, enrolment_id)
    network = db.session.get_one(Network, enrolment.network_id)
    line = HoursLine(enrolment, TODAY, Half.MORNING, 210, Modality.IN_PERSON)
    record_hours(network, [line], today=TODAY, now=NOON, by=None)


def by_correction(_session_id: int, enrolment_id: int) -> None:
    (absence,) = current_entries(db.session.get_one(Enrolment, enrolment_id))
    said: dict[str, Any] = {"attendance": Attendance.PRESENT, "minutes": 210, "reason": "Vue dans la salle"}
    correct_entry(absence, **said, today=TODAY, now=NOON, by=None)


@pytest.mark.parametrize("record", [by_register, by_file, by_correction])
def test_a_recording_waits_for_who_says_that_somebody_has_left(
    record: Callable[[int, int], None],
    app: Flask,
    classroom: Classroom,
    database: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enrolment = classroom.enrolments[0]
    session = classroom.half_day(TODAY)
    if record is by_correction:
        record_register(session, {enrolment.id: Mark(Attendance.UNEXCUSED)}, today=TODAY, now=NOON, by=None)
    ids = session.id, enrolment.id
    database.rollback()
    is_checked, may_go_on, change = Event(), Event(), changes.change

    def change_slowly(*args: Any, **kwargs: Any) -> None:
        is_checked.set()
        may_go_on.wait(30)
        change(*args, **kwargs)

    monkeypatch.setattr(enrolments, "change", change_slowly)

    def leave() -> None:
        with app.app_context():
            left = db.session.get_one(Enrolment, ids[1])
            change_enrolment(left, group=left.group, exited_on=TODAY - timedelta(days=1), now=NOON, by=None)

    def press() -> None:
        with app.app_context(), suppress(RuleBroken):
            record(*ids)

    (leaving := Thread(target=leave)).start()
    assert is_checked.wait(30)
    (recording := Thread(target=press)).start()
    recording.join(A_MOMENT)
    has_waited = recording.is_alive()
    may_go_on.set()
    leaving.join(30)
    recording.join(30)

    assert has_waited, "it waits until the other has said it"
    is_credited = HoursEntry.day == TODAY, HoursEntry.minutes > 0
    credited = database.scalars(select(HoursEntry.advisor_id).where(*is_credited)).all()
    assert enrolment.advisor_id not in credited
    assert len(credited) == (0 if record is by_file else 2)
