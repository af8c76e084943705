"""A half-day that moves or is cancelled: where it was stays known, and those concerned are told."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.roles import Role
from app.people.models import Network, Person
from app.people.services import grant_role
from app.training import queries
from app.training.models import Advisor, Group, SessionMove, TrainingSession
from app.training.rules import SessionIsRecorded
from app.training.services import cancel_session, change_session, enrol
from tests.browser_client import Browser
from tests.postbox import Postbox
from tests.training.conftest import NOBODY, ODILE
from tests.training.test_sessions import DAY, half_day, plan, record_register

LANDES = "/reseau/landes"
NEXT = DAY + timedelta(1)


@pytest.fixture
def paul(make_trainer: Callable[[str], Person], new_browser: Callable[[], Browser]) -> Person:
    person = make_trainer("paul")
    new_browser().enter(person.email)
    return person


@pytest.fixture
def zoe(group: Group, make_advisor: Callable[..., Advisor], new_browser: Callable[[], Browser]) -> Advisor:
    advisor = make_advisor("zoe")
    enrol(advisor, group.cohort, group=group, **NOBODY)
    new_browser().enter(advisor.person.email)
    return advisor


def move(session: TrainingSession, **changes: Any) -> None:
    change_session(session, **half_day(**changes), **NOBODY)


def test_a_move_keeps_where_the_half_day_was_and_why_it_moved(database: Session, group: Group) -> None:
    session = plan(group, place="Salle 4")
    change_session(session, **half_day(day=NEXT, place="Salle 4"), reason="Neige", **NOBODY)
    change_session(session, **half_day(day=NEXT, place="Médiathèque"), **NOBODY)
    told = [
        (move.day, move.place, led_to.day, led_to.place, move.reason)
        for move, led_to in queries.moves_of(session)
    ]
    assert told == [
        (DAY, "Salle 4", NEXT, "Salle 4", "Neige"),
        (NEXT, "Salle 4", NEXT, "Médiathèque", None),
    ]
    changes = select(AuditEntry).where(AuditEntry.action == "session.changed").order_by(AuditEntry.id)
    acts = database.scalars(changes).all()
    assert [(act.before or {})["day"] for act in acts] == [DAY.isoformat(), NEXT.isoformat()]
    assert (acts[0].after or {})["reason"] == "Neige"
    assert session.revision == 2


def test_what_changes_without_moving_is_no_move_and_what_does_not_change_is_nothing(
    database: Session, group: Group
) -> None:
    session = plan(group)
    move(session, module="Concevoir")
    move(session, module="Concevoir")
    assert (session.revision, session.moves) == (1, [])
    assert database.scalars(select(SessionMove)).all() == []


def test_a_half_day_with_its_register_moves_no_more(database: Session, group: Group) -> None:
    session = plan(group)
    record_register(database, session)
    with pytest.raises(SessionIsRecorded):
        move(session, day=NEXT)
    assert queries.moves_of(session) == []


def test_those_concerned_see_what_changed_until_its_day_has_passed(
    landes: Network, group: Group, zoe: Advisor, paul: Person, make_advisor: Callable[..., Advisor]
) -> None:
    ana = make_advisor("ana")
    moved, cancelled, unchanged = (
        plan(group, day=DAY + timedelta(7 * week), trainers=[paul]) for week in range(3)
    )
    move(moved, day=NEXT, trainers=[paul])
    cancel_session(cancelled, "Grève", **NOBODY)
    for person in (zoe.person, paul):
        assert queries.changed_sessions(person, landes, DAY) == [moved, cancelled]
        assert queries.changed_sessions(person, landes, NEXT + timedelta(1)) == [cancelled]
    assert queries.changed_sessions(ana.person, landes, DAY) == []
    assert unchanged.revision == 0
    assert {person.id for person in queries.people_of(cancelled)} == {zoe.person.id, paul.id}


def test_an_administrator_moves_a_half_day_and_its_page_tells_the_story(
    administrator: Browser, group: Group
) -> None:
    session = plan(group)
    administrator.get(f"{LANDES}/seances/{session.id}/modifier")
    administrator.submit("Enregistrer", day=NEXT.isoformat(), place="Salle 4", reason="Neige")
    page = administrator.get(f"{LANDES}/calendrier/{session.id}")
    (row,) = page.rows(0)
    assert row[1:] == [
        "lundi 14 mars 2022, 09:00 – 12:30",
        "mardi 15 mars 2022, 09:00 – 12:30, Salle 4",
        "Neige",
        "Odile Dupont",
    ]


@pytest.mark.parametrize("first_page", ["mon-parcours", "calendrier"])
def test_an_advisor_reads_it_on_their_first_page(
    new_browser: Callable[[], Browser], group: Group, zoe: Advisor, first_page: str
) -> None:
    moved, cancelled = plan(group, module="Concevoir"), plan(group, day=DAY + timedelta(7))
    change_session(moved, **half_day(day=NEXT, module="Concevoir"), reason="Neige", **NOBODY)
    cancel_session(cancelled, "Grève", **NOBODY)
    browser = new_browser()
    browser.enter("zoe@example.org")
    page = browser.get(f"{LANDES}/{first_page}")
    assert "2 séances ont changé" in page.text
    assert "déplacée, mardi 15 mars 2022, 09:00 – 12:30. Était : lundi 14 mars 2022" in " ".join(
        page.text.split()
    )
    assert "Grève" in page.text
    assert browser.follow("Concevoir").heading.startswith("Mardi 15 mars 2022")


def test_a_trainer_reads_it_on_their_first_page(
    new_browser: Callable[[], Browser], group: Group, paul: Person
) -> None:
    cancel_session(plan(group, trainers=[paul]), "Grève", **NOBODY)
    browser = new_browser()
    browser.enter(paul.email)
    assert "1 séance a changé" in browser.get(f"{LANDES}/seances").text


def test_those_concerned_get_a_letter_and_nobody_else_does(
    administrator: Browser,
    group: Group,
    zoe: Advisor,
    paul: Person,
    make_advisor: Callable[..., Advisor],
    postbox: Postbox,
) -> None:
    enrol(make_advisor("ana"), group.cohort, group=group, **NOBODY)  # Ana has no account yet.
    session = plan(group, trainers=[paul])
    administrator.get(f"{LANDES}/seances/{session.id}/modifier")
    administrator.submit("Enregistrer", starts_at="09:30", reason="Transports")
    letters = postbox.bodies()
    assert set(letters) == {"zoe@example.org", paul.email}
    body = letters["zoe@example.org"]
    assert "Avant : lundi 14 mars 2022, 09:00 – 12:30" in body
    assert "Maintenant : lundi 14 mars 2022, 09:30 – 12:30" in body
    assert "Motif : Transports" in body
    assert f"/reseau/landes/calendrier/{session.id}" in body


def test_a_cancellation_is_told_by_letter_but_to_who_does_it(
    administrator: Browser, database: Session, landes: Network, group: Group, zoe: Advisor, postbox: Postbox
) -> None:
    odile = database.scalars(select(Person).where(Person.email == ODILE)).one()
    grant_role(landes, odile, Role.TRAINER, **NOBODY)
    session = plan(group, trainers=[odile])
    administrator.get(f"{LANDES}/seances/{session.id}/annuler")
    administrator.submit("Annuler la séance", reason="Grève")
    assert set(postbox.bodies()) == {zoe.person.email}
    assert "Motif : Grève" in postbox.bodies()[zoe.person.email]


def test_what_is_past_or_stays_where_it_is_sends_no_letter(
    administrator: Browser, database: Session, landes: Network, group: Group, zoe: Advisor, postbox: Postbox
) -> None:
    past, to_come = plan(group), plan(group, day=DAY + timedelta(14))
    landes.pinned_today = DAY + timedelta(7)
    database.commit()
    administrator.get(f"{LANDES}/seances/{to_come.id}/modifier")
    administrator.submit("Enregistrer", module="Concevoir")
    administrator.get(f"{LANDES}/seances/{past.id}/modifier")
    administrator.submit("Enregistrer", ends_at="12:00")
    assert past.ends_at == time(12)
    assert postbox.bodies() == {}
