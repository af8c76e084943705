"""The two people of a confirmation are two: nobody confirms with an account that the asker could have opened."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from threading import Thread
from time import monotonic, sleep
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.roles import Role
from app.documents.confirmation import AccountsInOneHand, AskerLeft, ConfirmationState, SecondPersonNeeded
from app.documents.models import ConfirmationRequest, DocumentState
from app.documents.queries import confirmation_requests, register_of_certificates
from app.documents.services import (
    ask_to_replace,
    confirm,
    issuing,
    refuse_one_hand,
    revoke,
    switch_two_people,
)
from app.extensions import db
from app.people import queries
from app.people.models import Network, Person
from app.people.services import invite, make_link, rename_person, withdraw_role
from tests.browser_client import Browser
from tests.documents.ceremony import BASE_URL, NOON, TODAY, Ceremony
from tests.documents.test_confirmation import TwoPeople
from tests.html_page import text_of

pytestmark = pytest.mark.usefixtures("quick_paper")
LATELY = NOON - timedelta(days=29)
LONG_AGO = NOON - timedelta(days=31)


@pytest.fixture
def two(begin_with: Callable[..., TwoPeople]) -> TwoPeople:
    return begin_with(TwoPeople)


def third(two: TwoPeople, by: Person | None) -> Person:
    """One more administrator, invited lately."""
    address = "zoe@landes.example.org"
    return invite(two.network, address, "Zoé", "Sore", [Role.ADMINISTRATOR], now=LATELY, by=by).person


def link_for_paul(two: TwoPeople) -> None:
    make_link(two.paul, now=LATELY, by=two.odile)


def link_for_odile(two: TwoPeople) -> None:
    make_link(two.odile, now=LATELY, by=two.paul)


def other_address_for_paul(two: TwoPeople) -> None:
    two.paul.memberships[0].opened_at = two.odile.memberships[0].opened_at = NOON
    db.session.commit()
    rename_person(
        two.paul,
        email="odile.bis@landes.example.org",
        given_name="Paul",
        family_name="Duhart",
        now=LATELY,
        by=two.odile,
    )


def link_by_somebody_whom_odile_has_invited(two: TwoPeople) -> None:
    make_link(two.paul, now=LATELY, by=third(two, two.odile))


def links_for_both_by_a_third(two: TwoPeople) -> None:
    zoe = third(two, None)
    make_link(two.paul, now=LATELY, by=zoe)
    make_link(two.odile, now=LATELY, by=zoe)


@pytest.mark.parametrize(
    "opens",
    [
        link_for_paul,
        link_for_odile,
        other_address_for_paul,
        link_by_somebody_whom_odile_has_invited,
        links_for_both_by_a_third,
    ],
)
def test_nobody_confirms_whose_account_one_person_could_hold_with_the_asker_s(
    two: TwoPeople, opens: Callable[[TwoPeople], None]
) -> None:
    opens(two)
    request = two.ask(two.odile)

    with pytest.raises(AccountsInOneHand):
        two.confirm(request, two.paul)

    assert request.state is ConfirmationState.PENDING
    assert register_of_certificates(two.network) == []


def test_a_new_administrator_does_not_confirm_what_their_host_asks_for(two: TwoPeople) -> None:
    zoe = third(two, two.odile)
    with pytest.raises(AccountsInOneHand):
        two.confirm(two.ask(two.odile), zoe)
    with pytest.raises(AccountsInOneHand):
        two.confirm(two.ask(zoe), two.odile)
    assert len(two.confirm(two.ask(two.paul), zoe)) == 3


def test_who_confirms_too_early_is_told_the_first_day_on_which_they_can(two: TwoPeople) -> None:
    make_link(two.paul, now=NOON - timedelta(days=40), by=two.odile)
    make_link(two.paul, now=NOON - timedelta(days=20), by=two.odile)
    last = NOON - timedelta(days=10)
    make_link(two.odile, now=last, by=two.paul)
    request = two.ask(two.odile)

    with pytest.raises(AccountsInOneHand) as refused:
        two.confirm(request, two.paul)

    day = refused.value.facts["day"]
    assert day == date(2022, 12, 6)
    assert isinstance(day, date)
    refuse_one_hand(two.network, two.odile, two.paul, datetime.combine(day, time(), ZoneInfo("Europe/Paris")))
    with pytest.raises(AccountsInOneHand):
        refuse_one_hand(two.network, two.odile, two.paul, last + timedelta(days=30))


def test_who_has_lately_invited_thousands_is_not_asked_of_each_of_them(
    two: TwoPeople, database: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = [_link_by(two.odile, made, to=two.paul.id if made == 700 else None) for made in range(1000)]
    database.execute(insert(AuditEntry), links)
    asked: list[Person] = []

    def counted(person: Person, acts: Sequence[AuditEntry]) -> set[int]:
        asked.append(person)
        return who_may_hold(person, acts)

    who_may_hold = queries._who_may_hold
    monkeypatch.setattr(queries, "_who_may_hold", counted)

    last = queries.last_act_in_one_hand(two.odile, two.paul, two.network, since=LATELY)

    assert last == LATELY + timedelta(seconds=700)
    assert len(asked) < 30


def _link_by(person: Person, made: int, *, to: int | None) -> dict[str, object]:
    act = {"actor_id": person.id, "action": "link.made", "subject_type": "Person", "subject_id": to}
    hashes = {"previous_hash": f"before {made}", "hash": f"of {made}"}
    return {"at": LATELY + timedelta(seconds=made), **act, **hashes}


def test_what_was_opened_long_ago_or_by_the_command_line_or_says_a_name_hinders_nobody(
    two: TwoPeople,
) -> None:
    make_link(two.paul, now=LONG_AGO, by=two.odile)
    make_link(two.paul, now=LATELY, by=None)
    names = {"given_name": "Odile", "family_name": "Lafitte-Sore"}
    rename_person(two.odile, email=two.odile.email, **names, now=NOON, by=two.odile)

    assert len(two.confirm(two.ask(two.odile), two.paul)) == 3


def test_what_was_asked_by_who_administers_no_more_is_not_confirmed(
    two: TwoPeople, database: Session
) -> None:
    withdrawn = two.ask(two.odile)
    zoe = third(two, None)
    closed = two.ask(zoe)
    for each in (two.paul, two.odile):
        each.memberships[0].opened_at, each.password_hash = NOON, "x"
    database.commit()
    withdraw_role(two.network, two.odile, Role.ADMINISTRATOR, now=NOON, by=two.paul)
    zoe.disabled_at = NOON
    database.commit()

    for request in (withdrawn, closed):
        with pytest.raises(AskerLeft, match="n’administre plus ce réseau"):
            two.confirm(request, two.paul)

    assert register_of_certificates(two.network) == []


def test_an_administrator_alone_does_not_pass_with_the_account_of_the_other(
    two: TwoPeople, browser_of: Callable[[Person], Browser], database: Session
) -> None:
    paul = browser_of(two.paul)
    assert not switch_two_people(two.network, is_on=False, now=NOON, by=two.odile)
    # A page takes the time of day of this machine.
    make_link(two.paul, now=datetime.now(UTC), by=two.odile)
    (request,) = confirmation_requests(two.network, is_pending=True)
    path = f"/reseau/landes/certificats/confirmations/{request.id}"
    database.rollback()

    page = paul.post(path, {"decision": "confirm"})

    assert "Ce que demande Odile Lafitte, Paul Duhart pourra le confirmer à partir du" in page.text
    assert "un administrateur que ni l’un ni l’autre n’a invité peut la confirmer" in page.text
    assert "Confirmer" not in [text_of(each) for form in page.forms for each in form.buttons]
    database.rollback()
    assert two.network.needs_two_people


def test_only_what_the_gate_has_shown_is_asked_for(
    two: TwoPeople, browser_of: Callable[[Person], Browser], database: Session
) -> None:
    odile = browser_of(two.odile)
    odile.get("/reseau/landes/certificats/controle")
    two.advisors[0].person.family_name = "Aubert-Dupuy"
    database.commit()

    page = odile.submit("Émettre et imprimer les 3 certificats", status=422)

    assert "Camille Aubert-Dupuy : ce que le certificat dira a changé" in page.text
    database.rollback()
    assert confirmation_requests(two.network, is_pending=True) == []


@pytest.mark.parametrize("act", ["issue", "revoke"])
def test_two_people_are_needed_when_that_was_switched_on_while_the_lock_was_waited_for(
    act: str, ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = ceremony.issue() if act == "revoke" else []

    def wait(name: str) -> None:
        # Somebody else has had the lock meanwhile; what was read before says otherwise.
        assert name == f"certificates of network {ceremony.network.id}"
        db.session.execute(
            update(Network).values(needs_two_people=True), execution_options={"synchronize_session": False}
        )

    def alone() -> None:
        if documents:
            revoke(documents[0], "Essai", now=NOON, by=ceremony.odile)
        else:
            ceremony.issue()

    monkeypatch.setattr(issuing, "lock_until_commit", wait)
    with pytest.raises(SecondPersonNeeded):
        alone()
    assert [each.state for each in documents] == [DocumentState.VALID] * len(documents)


@pytest.mark.parametrize("act", ["issue", "replace"])
def test_who_waits_for_a_result_keeps_nobody_from_recording_an_act(
    act: str, app: Flask, two: TwoPeople, database: Session
) -> None:
    if database.get_bind().dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time.")
    request = two.ask(two.odile)
    if act == "replace":
        first = two.confirm(request, two.paul)[0]
        request = ask_to_replace(
            two.network, first, "Nom", today=TODAY, now=NOON, by=two.odile, base_url=BASE_URL
        )
    ids = (request.id, two.network.id, two.paul.id)
    database.rollback()

    # As a judge who records a result: the row first, then their turn among the acts.
    database.execute(text("SELECT id FROM results FOR UPDATE"))
    somebody_else = Thread(target=confirm_here, args=(app, *ids))
    somebody_else.start()
    waits = text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )
    latest = monotonic() + 20
    while not database.scalar(waits) and monotonic() < latest:
        sleep(0.01)
    gets_a_turn = database.scalar(text("SELECT pg_try_advisory_xact_lock(hashtext('audit'))"))
    database.rollback()
    somebody_else.join(timeout=60)

    assert gets_a_turn
    request = database.get_one(ConfirmationRequest, ids[0])
    assert request.state is ConfirmationState.CONFIRMED


def confirm_here(app: Flask, request_id: int, network_id: int, person_id: int) -> None:
    """Confirm in the context of this thread."""
    with app.app_context():
        request = db.session.get_one(ConfirmationRequest, request_id)
        network, by = db.session.get_one(Network, network_id), db.session.get_one(Person, person_id)
        confirm(request, network, today=TODAY, now=NOON, by=by, base_url=BASE_URL)
