"""Writes about networks, people and their roles."""

from datetime import date, datetime

from app.audit.services import record_act
from app.core.roles import Role
from app.database import lock_until_commit, transaction
from app.extensions import db
from app.people.models import Membership, Network, Person
from app.people.queries import network_by_code, other_administrators, person_by_email
from app.people.rules import (
    AlreadyMember,
    EmailTaken,
    NetworkCodeTaken,
    check_account_is_theirs,
    check_administrators_remain,
    check_network_code,
)


@transaction
def create_network(
    code: str,
    name: str,
    *,
    now: datetime,
    by: Person | None = None,
    pinned_today: date | None = None,
) -> Network:
    """Open a network.

    :raises BadNetworkCode: when the code cannot stand in an address.
    :raises NetworkCodeTaken: when another network has it.
    """
    check_network_code(code)
    if network_by_code(code) is not None:
        raise NetworkCodeTaken(code=code)
    network = Network(code=code, name=name, pinned_today=pinned_today, created_at=now)
    db.session.add(network)
    record_act(
        "network.created",
        network,
        network_id=None,
        by_id=_id_of(by),
        now=now,
        after={"code": code, "name": name},
    )
    return network


@transaction
def find_or_create_person(
    email: str,
    given_name: str,
    family_name: str,
    *,
    now: datetime,
    by: Person | None = None,
) -> Person:
    """Return the person with this address; somebody new gets a record, whose account an invitation opens later."""
    found = person_by_email(email)
    if found is not None:
        return found
    person = Person(
        email=email.lower(),
        given_name=given_name,
        family_name=family_name,
        created_at=now,
    )
    db.session.add(person)
    record_act(
        "person.created",
        person,
        network_id=None,
        by_id=_id_of(by),
        now=now,
        after={"email": person.email},
    )
    return person


@transaction
def rename_person(
    person: Person,
    *,
    email: str,
    given_name: str,
    family_name: str,
    now: datetime,
    by: Person | None,
) -> None:
    """Change how a person is called and reached; documents already issued keep the name they bear.

    :param by: the person themselves, somebody who administers all their networks, or None for the command line.
    :raises EmailTaken: when somebody else has the address.
    :raises AccountOfAnotherNetwork: when ``by`` may not: who changes the address can ask for a new password.
    """
    holder = person_by_email(email)
    if holder is not None and holder.id != person.id:
        raise EmailTaken(email=email)
    before = {
        "email": person.email,
        "given_name": person.given_name,
        "family_name": person.family_name,
    }
    after = {
        "email": email.lower(),
        "given_name": given_name,
        "family_name": family_name,
    }
    if before == after:
        return
    if by is not None and by.id != person.id:
        check_account_is_theirs(person.email, person.network_ids, by.administered_ids)
    person.email, person.given_name, person.family_name = (
        email.lower(),
        given_name,
        family_name,
    )
    record_act(
        "person.renamed",
        person,
        network_id=None,
        by_id=_id_of(by),
        now=now,
        before=before,
        after=after,
    )


@transaction
def grant_role(
    network: Network, person: Person, role: Role, *, now: datetime, by: Person | None
) -> Membership:
    """Give a person a role in a network.

    :raises AlreadyMember: when they hold it.
    """
    if role in person.roles_in(network):
        raise AlreadyMember(email=person.email)
    membership = Membership(network_id=network.id, person=person, role=role)
    db.session.add(membership)
    record_act(
        "role.granted",
        person,
        network_id=network.id,
        by_id=_id_of(by),
        now=now,
        after={"role": role.value},
    )
    return membership


@transaction
def withdraw_role(network: Network, person: Person, role: Role, *, now: datetime, by: Person) -> None:
    """Take a role of a person in a network away; nothing happens when they do not hold it.

    :raises LastAdministrator: when nobody would administer the network any more.
    """
    lock_until_commit(f"members of {network.id}")
    held = [each for each in person.memberships if (each.network_id, each.role) == (network.id, role)]
    if not held:
        return
    if role is Role.ADMINISTRATOR:
        check_administrators_remain(other_administrators(network.id, person))
    person.memberships.remove(held[0])
    db.session.delete(held[0])
    record_act(
        "role.withdrawn",
        person,
        network_id=network.id,
        by_id=by.id,
        now=now,
        before={"role": role.value},
    )


@transaction
def choose_language(person: Person, language: str) -> None:
    """Keep the language in which a person reads the pages."""
    person.language = language


@transaction
def set_sort_order(network: Network, sort_order: str, *, now: datetime, by: Person) -> None:
    """Decide in which order the network lists advisors and prints certificates."""
    before = {"sort_order": network.sort_order}
    network.sort_order = type(network.sort_order)(sort_order)
    record_act(
        "network.sorted", network, network_id=network.id, by_id=by.id, now=now,
        before=before, after={"sort_order": sort_order},
    )  # fmt: skip


def _id_of(person: Person | None) -> int | None:
    return person.id if person is not None else None
