"""Half-days of other groups: proposed to who misses hours, accepted with one click, on the list, given back."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.attendance.queries import roster_of
from app.audit.models import AuditEntry
from app.core.half_days import Half
from app.people.models import Network
from app.progress.queries import contracts_of, follower_of, sessions_that_mend
from app.training.models import CatchUp, Enrolment, Group, TrainingSession
from app.training.queries import people_of, sessions_of_person, upcoming_sessions
from app.training.rules import (
    AdvisorIsBusy,
    AlreadyExpected,
    CatchUpIsPast,
    Modality,
    NoPlaceLeft,
    NotInTraining,
    SessionIsCancelled,
    TooLateToWithdraw,
)
from app.training.services import accept_catch_up, cancel_session, withdraw_catch_up
from app.web.clock import now
from tests.browser_client import Browser

TODAY = date(2022, 11, 15)
SUNDAY = date(2022, 11, 20)


@pytest.fixture
def half_day(recruit: Enrolment, database: Session) -> TrainingSession:
    """A half-day of another group, on a Sunday on which nobody has another; the recruit misses many hours."""
    other = select(Group).where(Group.network_id == recruit.network_id, Group.id != recruit.group_id)
    group = database.scalars(other.limit(1)).one()
    recruit.prescribed_minutes = 420 * 60
    session = TrainingSession(
        network_id=group.network_id,
        cohort_id=group.cohort_id,
        group_id=group.id,
        day=SUNDAY,
        half=Half.MORNING,
        starts_at=time(9, 0),
        ends_at=time(12, 30),
        modality=Modality.IN_PERSON,
        module="Animer un atelier",
    )
    database.add(session)
    database.commit()
    return session


def accept(session: TrainingSession, enrolment: Enrolment) -> CatchUp:
    return accept_catch_up(session, enrolment, today=TODAY, now=now(), by=None)


def offered(enrolment: Enrolment) -> list[int]:
    contract = contracts_of([follower_of(enrolment)], TODAY)[enrolment.id]
    return [each.id for each in sessions_that_mend(enrolment, contract, TODAY, limit=99)]


def test_a_half_day_that_was_accepted_is_on_every_list(
    recruit: Enrolment, half_day: TrainingSession, landes: Network
) -> None:
    planned = contracts_of([follower_of(recruit)], TODAY)[recruit.id].planned
    assert half_day.id in offered(recruit)
    # Act
    accept(half_day, recruit)
    # Assert
    person = recruit.advisor.person
    assert recruit.id in [line.enrolment.id for line in roster_of(half_day)]
    assert person.id in [each.id for each in people_of(half_day)]
    assert half_day.id in [each.id for each in sessions_of_person(person, {landes.id}, SUNDAY, SUNDAY)]
    assert half_day.id in [each.id for each in upcoming_sessions(recruit, TODAY, 99)]
    assert contracts_of([follower_of(recruit)], TODAY)[recruit.id].planned == planned + 210
    assert half_day.id not in offered(recruit)


def test_accepting_twice_is_accepting_once(
    recruit: Enrolment, half_day: TrainingSession, database: Session
) -> None:
    assert accept(half_day, recruit).id == accept(half_day, recruit).id
    acts = database.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("catch_up")))
    assert acts.all() == ["catch_up.accepted"]


def test_the_database_refuses_somebody_twice_on_one_list(
    recruit: Enrolment, half_day: TrainingSession, database: Session
) -> None:
    first = accept(half_day, recruit)
    copy = {name: getattr(first, name) for name in ("network_id", "session_id", "enrolment_id", "advisor_id")}
    database.add(CatchUp(**copy, accepted_at=now()))
    with pytest.raises(IntegrityError):
        database.flush()
    database.rollback()


def test_what_was_given_back_is_on_no_list_and_can_be_accepted_again(
    recruit: Enrolment, half_day: TrainingSession
) -> None:
    withdraw_catch_up(accept(half_day, recruit), today=TODAY, now=now(), by=None)
    assert recruit.id not in [line.enrolment.id for line in roster_of(half_day)]
    assert half_day.id in offered(recruit)
    accept(half_day, recruit)
    assert recruit.id in [line.enrolment.id for line in roster_of(half_day)]


def test_on_the_day_itself_nothing_is_given_back(recruit: Enrolment, half_day: TrainingSession) -> None:
    accepted = accept(half_day, recruit)
    with pytest.raises(TooLateToWithdraw):
        withdraw_catch_up(accepted, today=SUNDAY, now=now(), by=None)


def test_the_last_place_is_given_once(
    recruit: Enrolment, half_day: TrainingSession, database: Session
) -> None:
    half_day.group.places = len(roster_of(half_day)) + 1
    database.commit()
    other = database.scalars(
        select(Enrolment).where(
            Enrolment.group_id == recruit.group_id, Enrolment.id != recruit.id, Enrolment.exited_on.is_(None)
        )
    ).first()
    assert other is not None
    accept(half_day, recruit)
    with pytest.raises(NoPlaceLeft):
        accept(half_day, other)
    other.prescribed_minutes = 420 * 60
    assert half_day.id not in offered(other)


def test_nobody_joins_what_is_past_cancelled_their_own_or_before_their_time(
    recruit: Enrolment, half_day: TrainingSession, database: Session
) -> None:
    own = upcoming_sessions(recruit, TODAY + timedelta(days=1), 1)[0]
    with pytest.raises(AlreadyExpected):
        accept(own, recruit)
    with pytest.raises(CatchUpIsPast):
        accept_catch_up(half_day, recruit, today=SUNDAY + timedelta(days=1), now=now(), by=None)
    recruit.advisor.hired_on = recruit.starts_on = SUNDAY + timedelta(days=1)
    database.commit()
    assert half_day.id not in offered(recruit)
    with pytest.raises(NotInTraining):
        accept(half_day, recruit)
    cancel_session(half_day, "Salle fermée", now=now(), by=None)
    with pytest.raises(SessionIsCancelled):
        accept(half_day, recruit)


def test_nobody_is_in_two_places_at_once(
    recruit: Enrolment, half_day: TrainingSession, database: Session
) -> None:
    own = upcoming_sessions(recruit, TODAY + timedelta(days=1), 1)[0]
    half_day.day, half_day.half = own.day, own.half
    half_day.starts_at, half_day.ends_at = own.starts_at, own.ends_at
    database.commit()
    assert half_day.id not in offered(recruit)
    with pytest.raises(AdvisorIsBusy):
        accept(half_day, recruit)


def test_an_advisor_accepts_with_one_click_and_gives_back_with_another(
    half_day: TrainingSession, late_recruit: Browser
) -> None:
    page = late_recruit.get("/reseau/landes/mon-contrat")
    assert "Séances qui combleraient le manque" in page.text
    page = late_recruit.post(f"/reseau/landes/mon-contrat/seances/{half_day.id}/accepter")
    assert "Rattrapages acceptés" in page.text
    assert "Animer un atelier" in late_recruit.get("/reseau/landes/calendrier?jour=2022-11-20").text
    late_recruit.get("/reseau/landes/mon-contrat")
    assert "Rattrapages acceptés" not in late_recruit.submit("Retirer").text


def test_an_administrator_assigns_and_a_trainer_only_reads(
    recruit: Enrolment, half_day: TrainingSession, administrator: Browser, trainer: Browser
) -> None:
    path = f"/reseau/landes/conseillers/{recruit.advisor_id}/contrat"
    assert "Inscrire" not in [button.strip() for button in trainer.get(path).texts("button")]
    assert "Rattrapages acceptés" in administrator.post(f"{path}/seances/{half_day.id}/inscrire").text


def test_nobody_gives_back_the_place_of_another(
    recruit: Enrolment, half_day: TrainingSession, advisor: Browser
) -> None:
    accepted = accept(half_day, recruit)
    advisor.post(f"/reseau/landes/mon-contrat/rattrapages/{accepted.id}/retirer", status=404)
