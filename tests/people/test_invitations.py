"""A role counts once its person has shown the network who they are: by the link that this very network made.

``docs/decisions/0008`` gives the reason. Gaston administers the Gers, Odile the Landes; Rose is invited by both.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.roles import Role
from app.extensions import db
from app.people.models import Network, OneTimeLink, Person
from app.people.queries import other_administrators, person_by_email, usable_link
from app.people.rules import (
    AccountNotJoined,
    AccountOfAnotherNetwork,
    AccountState,
    LastAdministrator,
    LinkUnusable,
)
from app.people.services import (
    close_account,
    invite,
    join_network,
    make_link,
    make_link_for_address,
    make_link_to_hand_over,
    make_link_to_mail,
    rename_person,
    reopen_account,
    set_roles,
    use_link,
    withdraw_role,
)
from tests.people.conftest import NOON, PASSWORD
from tests.together import all_at_once

MakePerson = Callable[..., Person]
ROSE = "rose@example.org"
ANOTHER = "une autre phrase"


def invited(network: Network, by: Person | None, role: Role = Role.TRAINER, email: str = ROSE) -> str:
    token = invite(network, email, "Rose", "Pin", [role], now=NOON, by=by).token
    assert token is not None
    return token


def rose() -> Person:
    person = person_by_email(ROSE)
    assert person is not None
    return person


def test_a_link_opens_the_roles_of_the_network_that_made_it_and_of_no_other(
    landes: Network, gers: Network, odile: Person, gaston: Person
) -> None:
    """Or who was shown the first link would hold what another network gives to the same address later."""
    seen_by_gaston = invited(gers, gaston)
    invited(landes, odile, Role.ADMINISTRATOR)
    use_link(seen_by_gaston, PASSWORD, now=NOON)

    assert rose().roles_in(gers) == {Role.TRAINER}
    assert rose().roles_in(landes) == frozenset()
    assert rose().roles_given_in(landes) == {Role.ADMINISTRATOR}
    assert rose().networks == [gers]
    assert rose().administered_ids == frozenset()


def test_an_account_that_exists_joins_a_network_by_its_link_and_its_own_sign_in(
    landes: Network, gers: Network, odile: Person, gaston: Person
) -> None:
    use_link(invited(gers, gaston), PASSWORD, now=NOON)
    token = invited(landes, odile)
    with pytest.raises(LinkUnusable):
        use_link(token, ANOTHER, now=NOON)
    for stranger in (odile, gaston):
        with pytest.raises(LinkUnusable):
            join_network(token, stranger, now=NOON)
    assert rose().roles_in(landes) == frozenset()

    join_network(token, rose(), now=NOON)

    assert rose().roles_in(landes) == {Role.TRAINER}
    with pytest.raises(LinkUnusable):
        join_network(token, rose(), now=NOON)


def test_both_invitations_stay_usable_in_whatever_order_they_are_opened(
    landes: Network, gers: Network, odile: Person, gaston: Person
) -> None:
    first, second = invited(gers, gaston), invited(landes, odile)
    use_link(second, PASSWORD, now=NOON)
    join_network(first, rose(), now=NOON)
    assert rose().joined_ids == {gers.id, landes.id}


def test_who_forgot_their_password_opens_what_waits_for_their_address(
    landes: Network, gers: Network, odile: Person, gaston: Person
) -> None:
    """Nobody has seen that link but the owner of the mailbox that both networks have named."""
    invited(gers, gaston)
    invited(landes, odile)
    found = make_link_for_address(ROSE, now=NOON)
    assert found is not None
    use_link(found[1], PASSWORD, now=NOON)
    assert rose().joined_ids == {gers.id, landes.id}


def test_a_new_password_by_mail_opens_no_role_of_an_account_that_is_open(
    landes: Network, gers: Network, odile: Person, gaston: Person
) -> None:
    """The address may have changed hands since the account was opened."""
    use_link(invited(gers, gaston), PASSWORD, now=NOON)
    token = invited(landes, odile)
    found = make_link_for_address(ROSE, now=NOON)
    assert found is not None
    use_link(found[1], ANOTHER, now=NOON)
    assert rose().roles_in(landes) == frozenset()
    join_network(token, rose(), now=NOON)
    assert rose().roles_in(landes) == {Role.TRAINER}


def test_another_role_of_a_network_that_was_joined_counts_at_once(
    landes: Network, odile: Person, make_person: MakePerson
) -> None:
    lea = make_person("lea@example.org", landes, Role.TRAINER)
    given = invite(landes, lea.email, "L", "D", [Role.ADMINISTRATOR], now=NOON, by=odile)
    assert given.token is None
    assert lea.roles_in(landes) == {Role.TRAINER, Role.ADMINISTRATOR}


def test_exchanging_the_only_role_leaves_somebody_in_the_network(
    landes: Network, odile: Person, make_person: MakePerson
) -> None:
    lea = make_person("lea@example.org", landes, Role.ADMINISTRATOR)
    among = [Role.TRAINER, Role.ADMINISTRATOR]
    set_roles(landes, lea, [Role.TRAINER], among=among, now=NOON, by=odile)
    assert lea.roles_in(landes) == {Role.TRAINER}


def test_who_left_every_network_is_in_nobodys_hands(
    landes: Network, gers: Network, odile: Person, gaston: Person, make_person: MakePerson
) -> None:
    """Or any network could invite them and be handed their open account."""
    lea = make_person("lea@example.org", landes, Role.TRAINER)
    withdraw_role(landes, lea, Role.TRAINER, now=NOON, by=odile)
    invited(gers, gaston, email=lea.email)

    token = make_link_to_hand_over(gers, lea, now=NOON, by=gaston)
    with pytest.raises(LinkUnusable):
        use_link(token, ANOTHER, now=NOON)
    with pytest.raises(AccountNotJoined):
        close_account(lea, now=NOON, by=gaston)
    with pytest.raises(AccountNotJoined):
        rename_person(lea, email="evil@example.org", given_name="L", family_name="D", now=NOON, by=gaston)
    join_network(token, lea, now=NOON)
    assert make_link_to_hand_over(gers, lea, now=NOON, by=gaston)


def test_who_comes_back_to_a_network_joins_it_again(
    landes: Network, odile: Person, make_person: MakePerson
) -> None:
    lea = make_person("lea@example.org", landes, Role.TRAINER)
    withdraw_role(landes, lea, Role.TRAINER, now=NOON, by=odile)
    token = invited(landes, odile, email=lea.email)
    assert lea.roles_in(landes) == frozenset()
    join_network(token, lea, now=NOON)
    assert lea.roles_in(landes) == {Role.TRAINER}


def test_joining_ends_the_links_that_another_administrator_may_hold(
    landes: Network, gers: Network, odile: Person, gaston: Person, make_person: MakePerson
) -> None:
    shared = make_person(ROSE, gers, Role.TRAINER)
    held_by_gaston = make_link_to_hand_over(gers, shared, now=NOON, by=gaston)
    join_network(invited(landes, odile), shared, now=NOON)
    assert usable_link(held_by_gaston, NOON) is None
    with pytest.raises(AccountOfAnotherNetwork):
        make_link_to_hand_over(gers, shared, now=NOON, by=gaston)
    assert make_link_to_mail(gers, shared, now=NOON, by=gaston)


def test_an_invitation_alone_takes_nobody_out_of_the_hands_of_their_network(
    landes: Network, gers: Network, odile: Person, gaston: Person, make_person: MakePerson
) -> None:
    shared = make_person(ROSE, gers, Role.TRAINER)
    invited(landes, odile)
    assert make_link_to_hand_over(gers, shared, now=NOON, by=gaston)
    # The address, however, is what the second network has named.
    with pytest.raises(AccountOfAnotherNetwork):
        rename_person(shared, email="a@b.fr", given_name="R", family_name="P", now=NOON, by=gaston)


def test_a_new_invitation_replaces_that_of_the_same_network(
    landes: Network, gers: Network, odile: Person, gaston: Person
) -> None:
    first, of_gers, second = invited(landes, odile), invited(gers, gaston), invited(landes, odile)
    assert usable_link(first, NOON) is None
    assert usable_link(of_gers, NOON)
    assert usable_link(second, NOON)


def test_changing_an_address_ends_every_link(landes: Network, odile: Person) -> None:
    """The letter went to the address of before."""
    token = invited(landes, odile)
    rename_person(rose(), email="rose@example.com", given_name="Rose", family_name="Pin", now=NOON, by=odile)
    assert usable_link(token, NOON) is None


def test_who_has_not_joined_administers_nothing(
    landes: Network, gers: Network, odile: Person, gaston: Person
) -> None:
    invite(landes, gaston.email, "G", "D", [Role.ADMINISTRATOR], now=NOON, by=odile)
    assert other_administrators(landes.id, odile) == 0
    with pytest.raises(LastAdministrator):
        withdraw_role(landes, odile, Role.ADMINISTRATOR, now=NOON, by=odile)


def test_the_guard_of_pages_finds_no_network_that_somebody_has_not_joined(
    landes: Network, gers: Network, odile: Person, gaston: Person
) -> None:
    invite(landes, gaston.email, "G", "D", [Role.ADMINISTRATOR], now=NOON, by=odile)
    assert gaston.joined_network(gers.code) is gers
    assert gaston.joined_network(landes.code) is None


def test_a_network_sees_an_account_as_waiting_until_it_is_joined(
    landes: Network, gers: Network, odile: Person, gaston: Person
) -> None:
    invited(gers, gaston)
    use_link(invited(landes, odile), PASSWORD, now=NOON)
    assert (rose().state_in(landes), rose().state_in(gers)) == (AccountState.OPEN, AccountState.WAITING)


def test_an_account_that_was_closed_before_it_joined_opens_again(landes: Network, odile: Person) -> None:
    token = invited(landes, odile)
    close_account(rose(), now=NOON, by=odile)
    assert usable_link(token, NOON) is None
    assert rose().state_in(landes) is AccountState.CLOSED
    assert invite(landes, ROSE, "R", "P", [Role.TRAINER], now=NOON, by=odile).token is None
    reopen_account(rose(), now=NOON, by=odile)
    assert invited(landes, odile)


def test_the_same_invitation_sent_six_times_at_once_makes_one_person(
    app: Flask, landes: Network, odile: Person, database: Session
) -> None:
    network_id, by_id = landes.id, odile.id
    database.commit()

    def send(_index: int) -> str:
        return invited(db.session.get_one(Network, network_id), db.session.get_one(Person, by_id))

    outcomes = all_at_once(app, send, count=6)

    assert [type(each) for each in outcomes] == [str] * 6
    usable = select(func.count()).select_from(OneTimeLink).where(OneTimeLink.used_at.is_(None))
    assert database.scalar(usable.where(OneTimeLink.person_id == rose().id)) == 1
    assert rose().roles_given_in(landes) == {Role.TRAINER}


def test_an_expired_invitation_joins_nothing(
    landes: Network, gers: Network, odile: Person, gaston: Person, make_person: MakePerson
) -> None:
    shared = make_person(ROSE, gers, Role.TRAINER)
    token = invited(landes, odile)
    with pytest.raises(LinkUnusable):
        join_network(token, shared, now=NOON.replace(year=2023))
    assert make_link(shared, now=NOON)
