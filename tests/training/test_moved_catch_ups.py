"""Who catches a half-day up when it moves, who no longer gives it, and what a copy leaves behind: all are told."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.core.half_days import Half
from app.core.roles import Role
from app.people.models import Network, Person
from app.people.services import withdraw_role
from app.training import queries
from app.training.models import Advisor, CatchUp, Enrolment, Group, TrainingSession
from app.training.rules import USUAL_TIMES
from app.training.services import accept_catch_up, change_session, create_group
from tests.browser_client import Browser
from tests.postbox import Postbox
from tests.training.conftest import NOBODY, NOON, open_cohort
from tests.training.test_competences import SECOND
from tests.training.test_moves import LANDES, paul, zoe
from tests.training.test_sessions import DAY, half_day, plan, record_register

__all__ = ["paul", "zoe"]

NEXT = DAY + timedelta(1)


@pytest.fixture
def caught_up(mugron: Group, zoe: Advisor) -> TrainingSession:
    """A half-day of Mugron that Zoe, of Dax, catches up."""
    session = plan(mugron)
    accept_catch_up(session, enrolment_of(zoe), today=DAY - timedelta(7), **NOBODY)
    return session


def enrolment_of(advisor: Advisor) -> Enrolment:
    found = advisor.latest_enrolment
    assert found is not None
    return found


def freed_people(freed: list[CatchUp]) -> list[Person]:
    return [each.enrolment.advisor.person for each in freed]


def is_caught_up(session: TrainingSession, database: Session) -> bool:
    database.expire_all()
    return bool(queries.caught_up_by([session.id])[session.id])


def test_who_is_free_then_goes_on_catching_up_a_half_day_that_moves(
    caught_up: TrainingSession, database: Session
) -> None:
    assert change_session(caught_up, **half_day(day=NEXT), **NOBODY) == []
    assert is_caught_up(caught_up, database)


@pytest.mark.parametrize("own", [Half.MORNING, Half.AFTERNOON])
def test_who_is_expected_elsewhere_then_is_freed_and_returned(
    own: Half, caught_up: TrainingSession, group: Group, zoe: Advisor, database: Session
) -> None:
    starts_at, ends_at = USUAL_TIMES[own]
    plan(group, day=NEXT, half=own, starts_at=starts_at, ends_at=ends_at)
    freed = change_session(caught_up, **half_day(day=NEXT), **NOBODY)
    assert freed_people(freed) == ([zoe.person] if own is Half.MORNING else [])
    assert is_caught_up(caught_up, database) is (own is not Half.MORNING)


@pytest.mark.parametrize("moved_to", [Half.MORNING, Half.AFTERNOON])
def test_who_catches_up_elsewhere_is_freed_when_their_own_half_day_comes_there(
    moved_to: Half, caught_up: TrainingSession, group: Group, zoe: Advisor, database: Session
) -> None:
    own = plan(group, day=NEXT)
    freed = change_session(own, **half_day(moved_to), **NOBODY)
    assert freed_people(freed) == ([zoe.person] if moved_to is Half.MORNING else [])
    assert is_caught_up(caught_up, database) is (moved_to is not Half.MORNING)


def test_nobody_else_is_freed_by_it(caught_up: TrainingSession, zoe: Advisor, database: Session) -> None:
    other = create_group(enrolment_of(zoe).cohort, "Pau", **NOBODY)
    assert change_session(plan(other, day=NEXT), **half_day(), **NOBODY) == []
    assert is_caught_up(caught_up, database)


def test_who_was_in_the_room_of_a_recorded_half_day_stays_on_its_list(
    caught_up: TrainingSession, group: Group, zoe: Advisor, database: Session
) -> None:
    record_register(database, caught_up)
    assert change_session(plan(group, day=NEXT), **half_day(), **NOBODY) == []
    assert is_caught_up(caught_up, database)


def test_of_two_catch_ups_that_come_together_the_one_that_moved_is_given_up(
    mugron: Group, caught_up: TrainingSession, zoe: Advisor, database: Session
) -> None:
    other = plan(create_group(mugron.cohort, "Pau", **NOBODY), day=NEXT)
    accept_catch_up(other, enrolment_of(zoe), today=DAY - timedelta(7), **NOBODY)
    freed = change_session(other, **half_day(), **NOBODY)
    assert [each.session for each in freed] == [other]
    assert is_caught_up(caught_up, database)


def test_who_is_freed_by_their_own_half_day_is_told_of_the_one_they_lose(
    administrator: Browser, caught_up: TrainingSession, group: Group, zoe: Advisor, postbox: Postbox
) -> None:
    own = plan(group, day=NEXT)
    administrator.get(f"{LANDES}/seances/{own.id}/modifier")
    page = administrator.submit("Enregistrer", {"day": DAY.isoformat()})
    assert "retirés de la séance qu’ils rattrapaient : Zoe Martin" in page.text
    assert "Vous n’y êtes plus inscrit" in postbox.bodies()[zoe.person.email]
    told = [each.body for each in postbox.letters if "Vous n’y êtes plus inscrit" in each.body]
    assert ["du groupe «\N{NO-BREAK SPACE}Mugron\N{NO-BREAK SPACE}»" in body for body in told] == [True]


def test_who_is_freed_and_who_no_longer_gives_it_get_a_letter_and_the_page_names_them(
    administrator: Browser,
    caught_up: TrainingSession,
    group: Group,
    paul: Person,
    zoe: Advisor,
    postbox: Postbox,
    database: Session,
) -> None:
    change_session(caught_up, **half_day(trainers=[paul]), **NOBODY)
    plan(group, day=NEXT)
    administrator.get(f"{LANDES}/seances/{caught_up.id}/modifier")
    page = administrator.submit("Enregistrer", {"day": NEXT.isoformat(), "trainer_ids": []})
    assert "retirés de la séance qu’ils rattrapaient : Zoe Martin" in page.text
    letters = postbox.bodies()
    assert "vous ne donnez plus la séance" in letters[paul.email]
    assert "Vous n’y êtes plus inscrit" in letters[zoe.person.email]
    assert database.query(CatchUp).count() == 1


def test_a_copy_says_which_trainers_and_competences_it_leaves_behind(
    administrator: Browser, landes: Network, group: Group, paul: Person
) -> None:
    plan(group, trainers=[paul], competences=[SECOND])
    withdraw_role(landes, paul, Role.TRAINER, now=NOON, by=paul)
    other = create_group(
        open_cohort(landes, name="Automne", block_code="CCP2", late_after=date(2022, 6, 1)), "Pau", **NOBODY
    )
    administrator.get(f"{LANDES}/groupes/{other.id}/seances/copier")
    page = administrator.submit("Voir les séances", source_id=str(group.id), first="2022-05-04")
    assert "n’est plus formateur du réseau" in page.text
    assert "Les compétences ne sont pas reprises" in page.text
