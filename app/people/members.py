"""Writes of administrators about the people of their network.

A link or a closed account concerns every network in which a person has a role. Both are therefore left to who
administers all of them, and to the command line, which is nobody (``by=None``).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app.audit.services import record_act
from app.core.roles import Role
from app.database import lock_until_commit, transaction
from app.people.links import make_link
from app.people.models import Network, Person
from app.people.queries import other_administrators
from app.people.rules import (
    AccountClosed,
    AccountState,
    NoRole,
    OwnAccount,
    check_account_is_theirs,
    check_administrators_remain,
)
from app.people.services import find_or_create_person, grant_role, withdraw_role
from app.people.sign_in import end_all_sign_ins, end_links


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who was invited and, when they still have to open their account, the token of the link that does it."""

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
    """Give somebody roles in a network, and a link when they have no account yet.

    Who has an account keeps their password and their name, and finds the network when they sign in. An account
    that another network has prepared and nobody has opened gets no link either: the link would open that network.

    :raises NoRole: when no role is named.
    """
    if not roles:
        raise NoRole
    person = find_or_create_person(email, given_name, family_name, now=now, by=by)
    for role in sorted(set(roles) - person.roles_in(network)):
        grant_role(network, person, role, now=now, by=by)
    is_waiting = person.account_state is AccountState.WAITING
    is_theirs = by is None or person.network_ids <= by.administered_ids
    return Invitation(person, make_link(person, now=now, by=by) if is_waiting and is_theirs else None)


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
    held = person.roles_in(network)
    for role in sorted(set(among)):
        if role in roles and role not in held:
            grant_role(network, person, role, now=now, by=by)
        elif role in held and role not in roles:
            withdraw_role(network, person, role, now=now, by=by)


@transaction
def make_link_to_hand_over(person: Person, *, now: datetime, by: Person) -> str:
    """Return the token of a link that the administrator sees and hands over.

    :raises AccountOfAnotherNetwork: when the person has a role where ``by`` is no administrator: a link is a takeover.
    :raises AccountClosed: when the account is closed.
    """
    check_account_is_theirs(person.email, person.network_ids, by.administered_ids)
    return make_link_to_mail(person, now=now, by=by)


@transaction
def make_link_to_mail(person: Person, *, now: datetime, by: Person | None) -> str:
    """Return the token of a link that nobody sees but the person, in their own mailbox.

    :raises AccountClosed: when the account is closed.
    """
    if person.account_state is AccountState.CLOSED:
        raise AccountClosed(email=person.email)
    return make_link(person, now=now, by=by)


@transaction
def close_account(person: Person, *, now: datetime, by: Person) -> None:
    """Let a person sign in no more, from this very moment; nothing about them is deleted.

    :raises OwnAccount: when it is one's own.
    :raises AccountOfAnotherNetwork: when the person has a role where ``by`` is no administrator.
    :raises LastAdministrator: when a network would have nobody left who can administer it.
    """
    if person.id == by.id:
        raise OwnAccount
    for network_id in sorted(person.network_ids):
        lock_until_commit(f"members of {network_id}")
    check_account_is_theirs(person.email, person.network_ids, by.administered_ids)
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
    """
    check_account_is_theirs(person.email, person.network_ids, by.administered_ids)
    person.disabled_at = None
    record_act("account.reopened", person, network_id=None, by_id=by.id, now=now)
