"""A half-day planned by error: cancelled with its reason, expected nowhere any more, and never once it is recorded."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.people.models import Network, Person
from app.training import queries
from app.training.models import Advisor, Group, TrainingSession
from app.training.rules import NameMissing, SessionIsCancelled, SessionIsRecorded
from app.training.services import cancel_session, change_session, create_group, enrol
from tests.browser_client import Browser
from tests.training.conftest import NOBODY
from tests.training.test_sessions import DAY, half_day, plan, record_register

LANDES = "/reseau/landes"


@pytest.fixture
def paul(make_trainer: Callable[[str], Person]) -> Person:
    return make_trainer("paul")


def cancel(session: TrainingSession, reason: str = "Saisie par erreur") -> None:
    cancel_session(session, reason, **NOBODY)


def test_a_cancelled_session_is_expected_nowhere(
    landes: Network, group: Group, make_advisor: Callable[..., Advisor]
) -> None:
    enrolment = enrol(make_advisor("zoe"), group.cohort, group=group, **NOBODY)
    session = plan(group)
    cancel(session)
    assert queries.sessions_between(landes, DAY, DAY) == []
    assert queries.upcoming_sessions(enrolment, DAY, 5) == []
    assert queries.sessions_of(group.cohort, DAY, 5) == []
    assert queries.expected_enrolments(session) == []


def test_a_cancelled_session_is_kept_with_its_reason(
    database: Session, landes: Network, group: Group
) -> None:
    session = plan(group)
    cancel(session)
    kept = queries.training_session(landes, session.id)
    assert kept is not None
    assert (kept.is_cancelled, kept.cancel_reason) == (True, "Saisie par erreur")
    act = database.scalars(select(AuditEntry).where(AuditEntry.action == "session.cancelled")).one()
    assert (act.subject_id, act.after) == (session.id, {"reason": "Saisie par erreur"})


def test_its_half_day_is_free_again_for_the_group_and_the_trainer(
    landes: Network, group: Group, paul: Person
) -> None:
    cancel(plan(group, trainers=[paul]))
    again = plan(group, trainers=[paul])
    other = create_group(group.cohort, "Mugron", **NOBODY)
    cancel(again)
    elsewhere = plan(other, trainers=[paul])
    assert queries.sessions_between(landes, DAY, DAY) == [elsewhere]


def test_a_cancellation_says_why(group: Group) -> None:
    session = plan(group)
    with pytest.raises(NameMissing):
        cancel(session, "  ")
    assert not session.is_cancelled


def test_a_session_is_cancelled_once_and_then_changes_no_more(group: Group) -> None:
    session = plan(group)
    cancel(session)
    with pytest.raises(SessionIsCancelled):
        cancel(session, "Encore")
    with pytest.raises(SessionIsCancelled):
        change_session(session, **half_day(place="Ailleurs"), **NOBODY)
    assert session.cancel_reason == "Saisie par erreur"


def test_a_session_whose_register_is_recorded_is_not_cancelled(database: Session, group: Group) -> None:
    session = plan(group)
    record_register(database, session)
    with pytest.raises(SessionIsRecorded):
        cancel(session)
    assert not session.is_cancelled


def test_the_database_takes_one_session_in_force_a_half_day(database: Session, group: Group) -> None:
    session = plan(group)
    copy = text(
        "INSERT INTO training_sessions (network_id, cohort_id, group_id, day, half, starts_at, ends_at, modality, "
        "module) SELECT network_id, cohort_id, group_id, day, half, starts_at, ends_at, modality, module "
        "FROM training_sessions WHERE id = :id"
    )
    with pytest.raises(IntegrityError):
        database.execute(copy, {"id": session.id})
    database.rollback()
    cancel(session)
    database.execute(copy, {"id": session.id})
    database.rollback()


@pytest.mark.parametrize("column", ["cancelled_at", "cancel_reason"])
def test_the_database_takes_no_cancellation_without_its_reason_or_its_moment(
    database: Session, group: Group, column: str
) -> None:
    session = plan(group)
    half = text(f"UPDATE training_sessions SET {column} = '2022-03-14 12:00:00' WHERE id = :id")
    with pytest.raises(IntegrityError):
        database.execute(half, {"id": session.id})
    database.rollback()


@pytest.mark.parametrize("stranger", ["session", "trainer"])
def test_the_database_refuses_a_trainer_across_networks(
    database: Session, landes: Network, gers: Network, group: Group, paul: Person, stranger: str
) -> None:
    """The twin shows that the same row within one network is taken."""
    session = plan(group)
    link = text(
        "INSERT INTO session_trainers (network_id, session_id, person_id) VALUES (:network, :session, :person)"
    )
    sound = {"network": landes.id, "session": session.id, "person": paul.id}
    database.execute(link, sound)
    database.rollback()
    if stranger == "trainer":
        database.execute(text("DELETE FROM memberships WHERE network_id = :network"), {"network": landes.id})
    wrong = sound if stranger == "trainer" else {**sound, "network": gers.id}
    with pytest.raises(IntegrityError):
        database.execute(link, wrong)
    database.rollback()


def test_an_administrator_cancels_a_session_on_its_page(
    administrator: Browser, landes: Network, group: Group
) -> None:
    session = plan(group)
    administrator.get(f"{LANDES}/seances/{session.id}/modifier")
    administrator.follow("Annuler cette séance")
    page = administrator.submit("Annuler la séance", reason="Doublon")
    assert "La séance du 14/03/2022 est annulée." in page.text
    assert queries.sessions_between(landes, DAY, DAY) == []


def test_a_cancellation_without_a_reason_is_asked_for_it(administrator: Browser, group: Group) -> None:
    session = plan(group)
    administrator.get(f"{LANDES}/seances/{session.id}/annuler")
    page = administrator.submit("Annuler la séance", reason=" ", status=422)
    assert "Ce champ est obligatoire." in page.text


def test_the_page_of_a_cancelled_session_says_so(administrator: Browser, group: Group) -> None:
    session = plan(group)
    cancel(session)
    shown: dict[str, Any] = {
        path: administrator.get(f"{LANDES}/seances/{session.id}{path}").text
        for path in ("", "/modifier", "/annuler")
    }
    for path, said in shown.items():
        assert "Séance annulée" in said, path
        assert "Saisie par erreur" in said, path


def test_tomorrow_is_not_hidden_by_a_cancelled_today(landes: Network, group: Group) -> None:
    cancel(plan(group))
    tomorrow = plan(group, day=DAY + timedelta(1))
    assert queries.sessions_between(landes, date(2022, 3, 1), date(2022, 3, 31)) == [tomorrow]
