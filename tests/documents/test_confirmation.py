"""In a network that wants two people nothing is issued, replaced or revoked by one alone, in whatever order."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.documents.background import wait_for_background
from app.documents.confirmation import (
    CONFIRMED,
    AlreadyDecided,
    ConfirmationState,
    ConfirmedByOneself,
    SecondPersonNeeded,
)
from app.documents.models import ConfirmationRequest, DocumentState, IssuedDocument
from app.documents.queries import (
    confirmation_requests,
    document_problems,
    documents_in_force,
    due_results,
    register_of_certificates,
)
from app.documents.rules import RESERVED, REVOKED, SeveralRefused
from app.documents.services import (
    ask_to_issue,
    ask_to_replace,
    ask_to_revoke,
    complete_run,
    confirm,
    refuse,
    replace,
    reserve_certificates,
    revoke,
    switch_two_people,
)
from app.people.models import Person
from app.people.services import invite
from tests.browser_client import Browser
from tests.documents.ceremony import BASE_URL, NOON, TODAY, Ceremony, noon
from tests.installation import Installation

pytestmark = pytest.mark.usefixtures("quick_paper")


class TwoPeople(Ceremony):
    """The ceremony of a network in which nobody acts alone; Paul is its second administrator."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.paul = invite(
            self.network, "paul@landes.example.org", "Paul", "Duhart", [Role.ADMINISTRATOR], now=NOON
        ).person
        switch_two_people(self.network, is_on=True, now=NOON, by=self.odile)

    def ask(self, by: Person) -> ConfirmationRequest:
        """Ask that all that is due be issued."""
        due = due_results(self.network)
        return ask_to_issue(self.network, due, today=TODAY, now=NOON, by=by, base_url=BASE_URL)

    def confirm(self, request: ConfirmationRequest, by: Person) -> list[IssuedDocument]:
        """Confirm, print, and return what is in force."""
        run = confirm(request, self.network, today=TODAY, now=NOON, by=by, base_url=BASE_URL)
        if run is not None:
            complete_run(run, now=noon)
        return documents_in_force(self.network)


@pytest.fixture
def two(begin_with: Callable[..., TwoPeople]) -> TwoPeople:
    return begin_with(TwoPeople)


def test_one_asks_and_another_confirms(two: TwoPeople, database: Session) -> None:
    request = two.ask(two.odile)
    assert register_of_certificates(two.network) == []
    with pytest.raises(ConfirmedByOneself):
        two.confirm(request, two.odile)
    assert request.state is ConfirmationState.PENDING

    issued = two.confirm(request, two.paul)

    assert len(issued) == 3
    assert {each.issued_by_id for each in issued} == {two.odile.id}
    assert (request.state, request.decided_by) == (ConfirmationState.CONFIRMED, two.paul)
    with pytest.raises(AlreadyDecided):
        two.confirm(request, two.paul)
    assert list(document_problems()) == []


def test_what_is_refused_is_not_done_and_whoever_asks_may_take_it_back(two: TwoPeople) -> None:
    for decides in (two.paul, two.odile):
        request = two.ask(two.odile)
        refuse(request, now=NOON, by=decides)
        with pytest.raises(AlreadyDecided):
            two.confirm(request, two.paul)

    assert register_of_certificates(two.network) == []


def test_what_has_changed_since_it_was_asked_for_waits_on(two: TwoPeople, database: Session) -> None:
    request = two.ask(two.odile)
    two.advisors[0].person.family_name = "Aubert-Dupuy"
    database.commit()

    with pytest.raises(SeveralRefused, match="Rien n’a été émis"):
        two.confirm(request, two.paul)

    assert request.state is ConfirmationState.PENDING
    assert register_of_certificates(two.network) == []


def test_replacing_and_revoking_need_two_and_so_does_switching_it_off(two: TwoPeople) -> None:
    first, second, _third = two.confirm(two.ask(two.odile), two.paul)
    revocation = ask_to_revoke(two.network, first, "Fraude", now=NOON, by=two.paul)
    replacement = ask_to_replace(
        two.network, second, "Mariage", today=TODAY, now=NOON, by=two.paul, base_url=BASE_URL
    )
    assert not switch_two_people(two.network, is_on=False, now=NOON, by=two.paul)
    assert {first.state, second.state} == {DocumentState.VALID}

    two.confirm(revocation, two.odile)
    in_force = two.confirm(replacement, two.odile)

    assert (first.state, second.state) == (DocumentState.REVOKED, DocumentState.REVOKED)
    assert [each.number for each in in_force] == ["LANDES-2022-0004", "LANDES-2022-0003"]
    assert two.network.needs_two_people
    two.confirm(confirmation_requests(two.network, is_pending=True)[0], two.odile)
    assert not two.network.needs_two_people
    revoke(in_force[0], "Seule", now=NOON, by=two.odile)


def test_the_database_lets_nobody_confirm_what_they_have_asked_for(two: TwoPeople, database: Session) -> None:
    request = two.ask(two.odile)
    with pytest.raises(IntegrityError):
        database.execute(
            text(
                "UPDATE confirmation_requests SET state = 'confirmed', decided_at = asked_at, "
                f"decided_by_id = asked_by_id WHERE id = {request.id}"
            )
        )
    database.rollback()


ACTS = ("ask", "confirm", "refuse", "issue", "revoke", "ask to revoke", "replace", "switch off")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.integers(0, 2)), max_size=8))
@example(
    [
        ("ask", 0, 0),
        ("confirm", 1, 0),
        ("revoke", 0, 0),
        ("replace", 0, 0),
        ("ask to revoke", 0, 0),
        ("confirm", 1, 0),
    ]
)
def test_whatever_is_tried_nothing_is_issued_or_revoked_by_one_alone(
    installation: Installation, database: Session, tries: list[tuple[str, int, int]]
) -> None:
    database.rollback()
    database.expunge_all()
    two = installation.begin_with(TwoPeople)
    people = [two.odile, two.paul, None]
    for act, one, other in tries:
        try:
            attempt(two, act, people[one], people[other])
        except (RuleBroken, IndexError):
            database.rollback()

    acts = database.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    for entry in acts:
        if entry.action in {RESERVED, REVOKED} and was_on(acts, entry):
            before = next(each for each in reversed(acts) if each.id < entry.id and each.action == CONFIRMED)
            assert None not in (entry.actor_id, before.actor_id)
            assert entry.actor_id != before.actor_id
    database.rollback()


def attempt(two: TwoPeople, act: str, one: Person | None, other: Person | None) -> None:
    """Try an act in the name of somebody, with a second person or without, as a page or a command would."""
    waiting = confirmation_requests(two.network, is_pending=True)
    if act == "issue":
        due = due_results(two.network)
        reserve_certificates(two.network, due, today=TODAY, now=NOON, by=one, base_url=BASE_URL)
    elif act == "revoke":
        revoke(documents_in_force(two.network)[0], "Essai", now=NOON, by=one)
    elif act == "replace":
        document = documents_in_force(two.network)[0]
        replace(two.network, document, "Essai", today=TODAY, now=NOON, by=one, base_url=BASE_URL, second=one)
    elif one is None:
        return
    elif act == "ask":
        two.ask(one)
    elif act == "ask to revoke":
        ask_to_revoke(two.network, documents_in_force(two.network)[0], "Essai", now=NOON, by=one)
    elif act == "confirm":
        two.confirm(waiting[0], one)
    elif act == "refuse":
        refuse(waiting[-1], now=NOON, by=one)
    else:
        switch_two_people(two.network, is_on=other is None, now=NOON, by=one)


def was_on(acts: Sequence[AuditEntry], entry: AuditEntry) -> bool:
    """Whether two people were needed when this act was recorded."""
    switches = [each for each in acts if each.action == "confirmation.switched" and each.id < entry.id]
    return bool((switches[-1].after or {})["is_on"])


def test_a_command_is_nobody(two: TwoPeople, command: Callable[..., Result], tmp_path: Path) -> None:
    with pytest.raises(SecondPersonNeeded):
        two.issue()
    done = command("documents", "issue", "--network", "landes", "--out", tmp_path)
    assert "un second administrateur doit confirmer" in done.output
    assert register_of_certificates(two.network) == []


def test_two_administrators_issue_and_revoke_on_the_pages(
    two: TwoPeople, browser_of: Callable[[Person], Browser], database: Session
) -> None:
    odile, paul = browser_of(two.odile), browser_of(two.paul)
    odile.get("/reseau/landes/certificats/controle")
    page = odile.submit("Émettre et imprimer les 3 certificats")
    assert page.heading == "Confirmation à deux"
    assert "un autre administrateur doit la confirmer" in page.text
    assert "Camille Aubert, Camille Barrère, Camille Castets" in page.text
    database.rollback()
    (request,) = confirmation_requests(two.network, is_pending=True)
    database.rollback()
    path = f"/reseau/landes/certificats/confirmations/{request.id}"
    assert "une autre personne doit la confirmer" in odile.post(path, {"decision": "confirm"}).text

    assert "1 demande attend une seconde personne" in paul.get("/reseau/landes/certificats").text
    paul.follow("Voir les demandes")
    page = paul.submit("Confirmer")
    wait_for_background()
    assert page.heading == "Impression des certificats"
    database.rollback()
    document = documents_in_force(two.network)[0]

    paul.get(f"/reseau/landes/certificats/{document.id}/revocation")
    paul.submit("Révoquer le certificat", reason="Fraude")
    odile.get("/reseau/landes/certificats/confirmations")
    odile.submit("Refuser")
    assert "Refusée" in odile.get("/reseau/landes/certificats/confirmations").text
    paul.get("/reseau/landes/certificats/confirmations")
    page = paul.submit("Demander qu’une seule personne suffise")
    assert "Un autre administrateur doit confirmer ce changement." in page.text
    paul.submit("Retirer ma demande")

    database.rollback()
    database.expire_all()
    assert document.state is DocumentState.VALID
    assert two.network.needs_two_people
