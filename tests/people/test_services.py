"""Networks, roles and who may decide about an account."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.roles import Role
from app.people.models import Network, Person
from app.people.queries import count_by_role, found_members, member
from app.people.rules import (
    AccountClosed,
    AccountOfAnotherNetwork,
    AccountState,
    AlreadyMember,
    EmailTaken,
    LastAdministrator,
    NetworkCodeTaken,
    NoRole,
    OwnAccount,
)
from app.people.services import (
    close_account,
    create_network,
    grant_role,
    invite,
    make_link_to_hand_over,
    make_link_to_mail,
    rename_person,
    reopen_account,
    set_roles,
    withdraw_role,
)
from tests.people.conftest import NOON
from tests.statements import counted_statements

MakePerson = Callable[..., Person]


def actions(database: Session) -> list[str]:
    return list(database.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def rename(person: Person, email: str, by: Person | None) -> None:
    rename_person(person, email=email, given_name="Léa", family_name="Martin", now=NOON, by=by)


def test_a_network_is_opened_once(landes: Network, database: Session) -> None:
    with pytest.raises(NetworkCodeTaken):
        create_network("landes", "Une autre", now=NOON)
    assert actions(database) == ["network.created"]


def test_somebody_new_is_invited_with_a_link(landes: Network, odile: Person) -> None:
    invitation = invite(landes, "Lea@Example.org", "Léa", "Martin", [Role.TRAINER], now=NOON, by=odile)
    assert invitation.token
    assert invitation.person.email == "lea@example.org"
    assert invitation.person.roles_given_in(landes) == {Role.TRAINER}
    assert invitation.person.account_state is AccountState.WAITING


def test_an_invitation_names_a_role(landes: Network) -> None:
    with pytest.raises(NoRole):
        invite(landes, "lea@example.org", "Léa", "Martin", [], now=NOON)


def test_inviting_twice_changes_nothing_but_the_link(landes: Network, odile: Person) -> None:
    first = invite(landes, "lea@example.org", "Léa", "Martin", [Role.TRAINER], now=NOON, by=odile)
    second = invite(landes, "LEA@example.org", "Autre", "Nom", [Role.TRAINER], now=NOON, by=odile)
    assert second.person.id == first.person.id
    assert second.person.display_name == "Léa Martin"
    assert second.token not in {None, first.token}


def test_inviting_somebody_who_has_an_account_leaves_their_name_alone(
    landes: Network, gers: Network, odile: Person, gaston: Person
) -> None:
    invitation = invite(landes, gaston.email, "Faux", "Nom", [Role.TRAINER], now=NOON, by=odile)
    assert invitation.person.display_name == "Gaston Dupont"
    assert invitation.person.roles_given_in(landes) == {Role.TRAINER}


def test_nobody_of_another_network_is_taken_over_by_a_link(
    landes: Network, gers: Network, odile: Person, gaston: Person, make_person: MakePerson
) -> None:
    shared = make_person("rose@example.org", gers, Role.ADVISOR)
    make_person(shared.email, landes, Role.TRAINER)
    for network, administrator in ((landes, odile), (gers, gaston)):
        with pytest.raises(AccountOfAnotherNetwork):
            make_link_to_hand_over(network, shared, now=NOON, by=administrator)
        assert make_link_to_mail(network, shared, now=NOON, by=administrator)


def test_an_administrator_hands_a_link_to_who_is_theirs_alone(
    landes: Network, odile: Person, make_person: MakePerson
) -> None:
    lea = make_person("lea@example.org", landes, Role.TRAINER)
    assert make_link_to_hand_over(landes, lea, now=NOON, by=odile)


def test_an_administrator_of_both_networks_decides_about_both(
    landes: Network, gers: Network, odile: Person, gaston: Person, make_person: MakePerson
) -> None:
    shared = make_person("rose@example.org", gers, Role.ADVISOR)
    make_person(shared.email, landes, Role.TRAINER)
    make_person(odile.email, gers, Role.ADMINISTRATOR)
    assert make_link_to_hand_over(landes, shared, now=NOON, by=odile)
    close_account(shared, now=NOON, by=odile)
    assert shared.account_state is AccountState.CLOSED


def test_nobody_of_another_network_is_closed_or_reopened(
    landes: Network, gers: Network, odile: Person, gaston: Person, make_person: MakePerson
) -> None:
    shared = make_person("rose@example.org", gers, Role.ADVISOR)
    grant_role(landes, shared, Role.TRAINER, now=NOON, by=odile)
    for act in (close_account, reopen_account):
        with pytest.raises(AccountOfAnotherNetwork):
            act(shared, now=NOON, by=odile)
    assert shared.account_state is AccountState.OPEN


def test_nobody_of_another_network_is_renamed(
    landes: Network, gers: Network, odile: Person, gaston: Person, make_person: MakePerson
) -> None:
    """Who has the address can ask for a new password."""
    shared = make_person("rose@example.org", gers, Role.ADVISOR)
    grant_role(landes, shared, Role.TRAINER, now=NOON, by=odile)
    with pytest.raises(AccountOfAnotherNetwork):
        rename(shared, "evil@example.org", by=odile)
    with pytest.raises(AccountOfAnotherNetwork):
        rename(shared, shared.email, by=odile)
    rename(shared, shared.email, by=shared)
    assert shared.display_name == "Léa Martin"


def test_nobody_takes_an_address_by_typing_it(
    landes: Network, odile: Person, make_person: MakePerson
) -> None:
    """An administrator may be about to give that address a role: its owner answers a letter first."""
    lea = make_person("lea@example.org", landes, Role.TRAINER)
    with pytest.raises(AccountOfAnotherNetwork):
        rename(lea, "claire@example.org", by=lea)
    rename(lea, "claire@example.org", by=odile)
    assert lea.email == "claire@example.org"


def test_two_people_never_share_an_address(odile: Person, gaston: Person) -> None:
    with pytest.raises(EmailTaken):
        rename(odile, "GASTON@example.org", by=odile)


def test_nobody_closes_their_own_account(odile: Person) -> None:
    with pytest.raises(OwnAccount):
        close_account(odile, now=NOON, by=odile)


def test_a_closed_account_gets_no_link_and_opens_again(
    landes: Network, odile: Person, make_person: MakePerson
) -> None:
    lea = make_person("lea@example.org", landes, Role.TRAINER)
    close_account(lea, now=NOON, by=odile)
    with pytest.raises(AccountClosed):
        make_link_to_hand_over(landes, lea, now=NOON, by=odile)
    reopen_account(lea, now=NOON, by=odile)
    assert lea.account_state is AccountState.OPEN


def test_the_last_administrator_keeps_the_role(
    landes: Network, odile: Person, make_person: MakePerson
) -> None:
    """Somebody who was invited but has not come yet cannot administer anything."""
    make_person("rose@example.org", landes, Role.ADMINISTRATOR, is_open=False)
    with pytest.raises(LastAdministrator):
        withdraw_role(landes, odile, Role.ADMINISTRATOR, now=NOON, by=odile)
    make_person("lea@example.org", landes, Role.ADMINISTRATOR)
    withdraw_role(landes, odile, Role.ADMINISTRATOR, now=NOON, by=odile)
    assert odile.roles_in(landes) == frozenset()


def test_a_role_is_held_once(landes: Network, odile: Person) -> None:
    with pytest.raises(AlreadyMember):
        grant_role(landes, odile, Role.ADMINISTRATOR, now=NOON, by=odile)


def test_setting_roles_leaves_the_others_alone(
    landes: Network, odile: Person, make_person: MakePerson, database: Session
) -> None:
    lea = make_person("lea@example.org", landes, Role.ADVISOR, Role.TRAINER)
    among = [Role.TRAINER, Role.ADMINISTRATOR]
    set_roles(landes, lea, [Role.ADMINISTRATOR], among=among, now=NOON, by=odile)
    assert lea.roles_in(landes) == {Role.ADVISOR, Role.ADMINISTRATOR}
    assert actions(database)[-2:] == ["role.granted", "role.withdrawn"]


def test_people_are_found_by_name_without_accents_and_by_address(
    landes: Network, gers: Network, make_person: MakePerson
) -> None:
    make_person("zoé@example.org", landes, Role.TRAINER)
    make_person("lea@example.org", landes, Role.ADVISOR)
    make_person("autre@example.org", gers, Role.ADVISOR)

    def found(words: str, role: Role | None = None) -> list[str]:
        return [each.email for each in found_members(landes, role=role, words=words, offset=0, limit=9)[1]]

    assert found("dupont ZOE") == ["zoé@example.org"]
    assert found("lea@ex") == ["lea@example.org"]
    assert found("%") == []
    assert found("", Role.ADVISOR) == ["lea@example.org"]
    assert found_members(landes, role=None, words="", offset=1, limit=9)[0] == 2


def test_a_person_is_a_member_only_where_they_hold_a_role(
    landes: Network, gers: Network, odile: Person
) -> None:
    assert member(landes, odile.id) is odile
    assert member(gers, odile.id) is None
    assert count_by_role(landes) == {Role.ADVISOR: 0, Role.TRAINER: 0, Role.ADMINISTRATOR: 1}


def test_a_row_that_is_to_be_read_again_keeps_its_id_alone(database: Session, odile: Person) -> None:
    number = odile.id
    database.rollback()
    with counted_statements(database.get_bind().engine) as statements:
        assert odile.id == number
        assert statements == []
        assert odile.given_name == "Odile"
        assert "FROM people" in statements[-1]
