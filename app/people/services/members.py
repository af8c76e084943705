"""Writes of administrators about the people of their network.

An account may serve several networks. A link to a new password is therefore handed over only by who administers every
network that the person has joined, and an account is closed by who administers every one that has given a role. An
invitation opens the roles of its own network alone, and any administrator makes one (``docs/decisions/0008``).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app.audit.services import record_act, wait_for_turn
from app.core.roles import Role
from app.database import transaction
from app.people.models import Network, Person
from app.people.queries import other_administrators
from app.people.rules import (
    AccountClosed,
    AccountOfAnotherNetwork,
    AccountState,
    NoRole,
    OwnAccount,
    check_administrators_remain,
)
from app.people.services.links import make_link
from app.people.services.persons import check_in_hands_of, find_or_create_person
from app.people.services.roles import grant_role, withdraw_role
from app.people.services.sign_in import end_all_sign_ins, end_links


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who was invited and, until they have joined the network, the token of the link by which they do."""

    person: Person
    token: str | None


@transaction
def invite(
    network: Network,
    email: str,
    given_name: str,
    family_name: str,
    roles: Collection[Role],
    *,
    now: datetime,
    by: Person | None = None,
) -> Invitation:
    """Give somebody roles in a network, and a link by which they join it.

    Who has an account keeps their password and their name, and signs in to use the link. Who has joined the network
    already needs none: another role counts at once. A closed account gets none either, until it is reopened.

    :raises NoRole: when no role is named.
    """
    if not roles:
        raise NoRole
    person = find_or_create_person(email, given_name, family_name, now=now, by=by)
    for role in sorted(set(roles) - person.roles_given_in(network)):
        grant_role(network, person, role, now=now, by=by)
    is_waiting = person.state_in(network) is AccountState.WAITING
    return Invitation(person, make_link(person, network=network, now=now, by=by) if is_waiting else None)


@transaction
def set_roles(
    network: Network,
    person: Person,
    roles: Collection[Role],
    *,
    among: Collection[Role],
    now: datetime,
    by: Person,
) -> None:
    """Give a person exactly ``roles`` of those ``among``; roles outside of them stay as they are.

    :raises LastAdministrator: when nobody would administer the network any more.
    """
    wait_for_turn()
    held = person.roles_given_in(network)
    # Given before others are taken away: who holds none for a moment would have to join the network again.
    for role in sorted(set(among) & set(roles) - held):
        grant_role(network, person, role, now=now, by=by)
    for role in sorted(set(among) & held - set(roles)):
        withdraw_role(network, person, role, now=now, by=by)


@transaction
def make_link_to_hand_over(network: Network, person: Person, *, now: datetime, by: Person) -> str:
    """Return the token of a link that an administrator of ``network`` sees and hands over.

    :raises AccountOfAnotherNetwork: when it gives a new password, which is a takeover, and the person has joined a
        network that ``by`` does not administer.
    :raises AccountClosed: when the account is closed.
    """
    wait_for_turn()
    if not can_hand_over(network, person, by):
        raise AccountOfAnotherNetwork(email=person.email)
    return make_link_to_mail(network, person, now=now, by=by)


@transaction
def make_link_to_mail(network: Network, person: Person, *, now: datetime, by: Person | None) -> str:
    """Return the token of a link that nobody sees but the person, in their own mailbox.

    :raises AccountClosed: when the account is closed.
    """
    if person.account_state is AccountState.CLOSED:
        raise AccountClosed(email=person.email)
    return make_link(person, network=network, now=now, by=by)


def can_hand_over(network: Network, person: Person, by: Person) -> bool:
    """Return whether ``by``, who administers ``network``, may see a link of this person."""
    return not person.roles_in(network) or person.joined_ids <= by.administered_ids


@transaction
def close_account(person: Person, *, now: datetime, by: Person) -> None:
    """Let a person sign in no more, from this very moment; nothing about them is deleted.

    :raises OwnAccount: when it is one's own.
    :raises AccountOfAnotherNetwork: when the person has a role where ``by`` is no administrator.
    :raises AccountNotJoined: when they had the account before and have not joined the network with it.
    :raises LastAdministrator: when a network would have nobody left who can administer it.
    """
    if person.id == by.id:
        raise OwnAccount
    wait_for_turn()
    check_in_hands_of(person, by)
    for network_id in person.administered_ids:
        check_administrators_remain(other_administrators(network_id, person))
    person.disabled_at = person.disabled_at or now
    end_all_sign_ins(person, now=now)
    end_links(person, now=now)
    record_act("account.closed", person, network_id=None, by_id=by.id, now=now)


@transaction
def reopen_account(person: Person, *, now: datetime, by: Person) -> None:
    """Let a person sign in again with the password they had.

    :raises AccountOfAnotherNetwork: when the person has a role where ``by`` is no administrator.
    :raises AccountNotJoined: when they had the account before and have not joined the network with it.
    """
    wait_for_turn()
    check_in_hands_of(person, by)
    person.disabled_at = None
    record_act("account.reopened", person, network_id=None, by_id=by.id, now=now)
