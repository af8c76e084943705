"""Alerts are told right after what makes them true, by whoever wrote it, and once."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.attendance.models import HoursEntry
from app.attendance.rules import Attendance
from app.attendance.services import correct_entry
from app.demonstration.people import LATE_RECRUIT_TO_SHOW, STAFF
from app.people.models import Network
from app.progress import telling
from app.progress.letters import write_about_alerts
from app.progress.models import Alert
from app.progress.queries import contracts_of, follower_of, followers_of, open_alerts
from app.progress.rules import AlertKind, Thresholds
from app.progress.services import choose_thresholds, keep_alerts
from app.progress.telling import tell_of, tell_of_touched
from app.training.models import Enrolment, TrainingSession
from app.training.rules import Touched
from app.training.services import cancel_session, note_enrolments, take_touched
from app.web.clock import now, today
from app.web.filters import named
from tests.browser_client import Browser
from tests.postbox import Postbox

LANDES = "/reseau/landes"


def prescribe_all_that_is_planned(enrolment: Enrolment, network: Network, database: Session) -> None:
    """Leave nothing to spare, so that one half-day less is out of reach."""
    contract = contracts_of([follower_of(enrolment)], today(network))[enrolment.id]
    enrolment.prescribed_minutes = contract.done + contract.planned
    database.commit()


def next_half_day(enrolment: Enrolment, network: Network, database: Session) -> TrainingSession:
    statement = select(TrainingSession).where(
        TrainingSession.group_id == enrolment.group_id, TrainingSession.day > today(network)
    )
    return database.scalars(statement.order_by(TrainingSession.day).limit(1)).one()


def kinds(network: Network, enrolment: Enrolment) -> set[AlertKind]:
    return {each.kind for each in open_alerts(network, [enrolment.id]).get(enrolment.id, [])}


def test_a_cancelled_half_day_is_told_at_once_to_who_loses_it_and_to_who_can_mend_it(
    landes: Network, recruit: Enrolment, administrator: Browser, database: Session, postbox: Postbox
) -> None:
    # Arrange
    prescribe_all_that_is_planned(recruit, landes, database)
    session = next_half_day(recruit, landes, database)
    # Act
    administrator.get(f"{LANDES}/seances/{session.id}/annuler")
    administrator.submit("Annuler la séance", reason="Grève")
    # Assert
    assert kinds(landes, recruit) == {AlertKind.OUT_OF_REACH}
    written = list(postbox.bodies())
    told = [
        letter.to for letter in postbox.letters if "Heures" in letter.subject or "heures" in letter.subject
    ]
    assert {LATE_RECRUIT_TO_SHOW, STAFF[0][0], STAFF[1][0]} <= set(told)
    administrator.get(f"{LANDES}/contrats")
    assert list(postbox.bodies()) == written


def test_an_absence_too_many_is_told_when_it_is_corrected_and_taken_back_when_it_is_none(
    landes: Network, recruit: Enrolment, trainer: Browser, database: Session
) -> None:
    choose_thresholds(landes, Thresholds(absence_count=1), now=now(), by=None)
    entry = database.scalars(
        select(HoursEntry).where(HoursEntry.enrolment_id == recruit.id, HoursEntry.minutes > 0).limit(1)
    ).one()
    path = f"{LANDES}/heures/{entry.id}/corriger"
    trainer.get(path)
    trainer.submit("Enregistrer la correction", attendance="unexcused", hours="0", reason="Pas venue")
    assert AlertKind.ABSENCES in kinds(landes, recruit)
    latest = database.scalars(select(HoursEntry).where(HoursEntry.corrects_id == entry.id)).one()
    trainer.get(f"{LANDES}/heures/{latest.id}/corriger")
    trainer.submit("Enregistrer la correction", attendance="present", hours="3", reason="Venue")
    assert AlertKind.ABSENCES not in kinds(landes, recruit)


def test_who_has_two_alerts_gets_one_letter_that_tells_both(
    landes: Network, recruit: Enrolment, postbox: Postbox
) -> None:
    kinds_told = (AlertKind.OUT_OF_REACH, AlertKind.ABSENCES)
    write_about_alerts(keep_alerts(landes, {recruit.id: dict.fromkeys(kinds_told, 210)}, now=now()), landes)
    person = recruit.advisor.person
    own = postbox.bodies()[person.email]
    assert [letter.to for letter in postbox.letters].count(person.email) == 1
    assert all(str(named(kind)) in own for kind in kinds_told)


def test_what_a_command_has_written_is_looked_at_too(
    landes: Network, recruit: Enrolment, database: Session
) -> None:
    prescribe_all_that_is_planned(recruit, landes, database)
    cancel_session(next_half_day(recruit, landes, database), "Grève", now=now(), by=None)
    assert kinds(landes, recruit) == set()
    tell_of_touched()
    assert kinds(landes, recruit) == {AlertKind.OUT_OF_REACH}
    assert take_touched() == {}


def test_what_was_recorded_stays_recorded_when_looking_fails(
    recruit: Enrolment, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(*_anything: object) -> None:
        raise KeyError(recruit.id)

    monkeypatch.setattr(telling, "tell_of", stumble)
    note_enrolments(recruit.network_id, [recruit.id])
    tell_of_touched()

    assert "were not looked at" in caplog.text


def test_every_morning_everybody_is_looked_at_once(
    landes: Network, recruit: Enrolment, database: Session, command: Callable[..., object]
) -> None:
    prescribe_all_that_is_planned(recruit, landes, database)
    recruit.prescribed_minutes = (recruit.prescribed_minutes or 0) + 60
    database.commit()
    for _morning in range(2):
        assert command("look-at-hours").exit_code == 0  # type: ignore[attr-defined]
    statement = select(func.count(Alert.id)).where(Alert.enrolment_id == recruit.id)
    assert database.scalar(statement) == 1


def test_looking_at_fifteen_asks_the_same_of_the_database_as_looking_at_one(
    landes: Network, database: Session, counted: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    choose_thresholds(landes, Thresholds(absence_count=900), now=now(), by=None)
    everybody = [each.enrolment_id for each in followers_of(landes.id, today(landes))]
    tell_of(landes)

    def statements(enrolment_ids: Collection[int]) -> int:
        database.rollback()
        with counted() as sent:
            tell_of(landes, Touched(enrolments=set(enrolment_ids)))
        return len(sent)

    assert statements(everybody[:1]) == statements(everybody[:15])


def test_a_correction_of_somebody_touches_nobody_else(recruit: Enrolment, database: Session) -> None:
    entry = database.scalars(
        select(HoursEntry).where(HoursEntry.enrolment_id == recruit.id, HoursEntry.minutes > 0).limit(1)
    ).one()
    take_touched()
    correct_entry(
        entry,
        attendance=Attendance.EXCUSED,
        minutes=0,
        reason="Malade",
        today=entry.day,
        now=now(),
        by=None,
    )
    assert take_touched() == {recruit.network_id: Touched(enrolments={recruit.id})}
