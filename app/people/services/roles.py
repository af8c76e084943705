"""Writes about the roles of people in networks."""

from datetime import datetime

from app.audit.services import record_act, wait_for_turn
from app.core.roles import Role
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Membership, Network, Person
from app.people.queries import other_administrators
from app.people.rules import (
    AlreadyMember,
    check_administrators_remain,
)


@transaction
def grant_role(
    network: Network, person: Person, role: Role, *, now: datetime, by: Person | None
) -> Membership:
    """Give a person a role in a network. It counts at once when they have joined it already, else by its link.

    :raises AlreadyMember: when they hold it.
    """
    wait_for_turn()
    if role in person.roles_given_in(network):
        raise AlreadyMember(email=person.email)
    has_joined = bool(person.roles_in(network))
    membership = Membership(
        network_id=network.id,
        network=network,
        person=person,
        role=role,
        opened_at=now if has_joined else None,
    )
    db.session.add(membership)
    record_act(
        "role.granted",
        person,
        network_id=network.id,
        by_id=id_of(by),
        now=now,
        after={"role": role.value},
    )
    return membership


@transaction
def open_roles(person: Person, network_id: int | None, *, now: datetime) -> None:
    """Let the roles that a network has given a person count, or those of every network when none is named."""
    for joined_id in sorted(person.network_ids - person.joined_ids):
        if network_id not in {None, joined_id}:
            continue
        for held in person.memberships:
            if held.network_id == joined_id:
                held.opened_at = now
        record_act("network.joined", person, network_id=joined_id, by_id=person.id, now=now)


@transaction
def withdraw_role(network: Network, person: Person, role: Role, *, now: datetime, by: Person) -> None:
    """Take a role of a person in a network away; nothing happens when they do not hold it.

    :raises LastAdministrator: when nobody would administer the network any more.
    """
    wait_for_turn()
    held = [each for each in person.memberships if (each.network_id, each.role) == (network.id, role)]
    if not held:
        return
    if role is Role.ADMINISTRATOR:
        check_administrators_remain(other_administrators(network.id, person))
    _take_away(held[0], now=now, by=by)


@transaction
def take_waiting_roles_away(person: Person, *, now: datetime, by: Person) -> None:
    """Take the roles away that no network has seen opened: they were given to the address that the person had."""
    for membership in [held for held in person.memberships if not held.is_open]:
        _take_away(membership, now=now, by=by)


def _take_away(membership: Membership, *, now: datetime, by: Person) -> None:
    person = membership.person
    person.memberships.remove(membership)
    db.session.delete(membership)
    record_act(
        "role.withdrawn",
        person,
        network_id=membership.network_id,
        by_id=by.id,
        now=now,
        before={"role": membership.role.value},
    )
