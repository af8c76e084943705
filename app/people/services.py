"""Writes about networks, people and their roles."""

from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.audit.services import record_act, wait_for_turn
from app.core.roles import Role
from app.core.territories import Territory
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Membership, Network, Person
from app.people.queries import network_by_code, other_administrators, person_by_email
from app.people.rules import (
    AlreadyMember,
    EmailTaken,
    NetworkCodeTaken,
    check_account_has_joined,
    check_account_is_theirs,
    check_administrators_remain,
    check_network_code,
)
from app.people.sign_in import end_links


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
    wait_for_turn()
    if network_by_code(code) is not None:
        raise NetworkCodeTaken(code=code)
    network = Network(code=code, name=name, pinned_today=pinned_today, created_at=now)
    db.session.add(network)
    record_act(
        "network.created",
        network,
        network_id=None,
        by_id=id_of(by),
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
    wait_for_turn()
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
        by_id=id_of(by),
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

    Somebody changes their own name like this, and their address by a link (``app.people.addresses``): what another
    administrator gives to an address must never come to who has only typed it.

    :param by: the person themselves, somebody who administers all their networks, or None for the command line.
    :raises EmailTaken: when somebody else has the address.
    :raises AccountOfAnotherNetwork: when ``by`` may not: who changes the address can ask for a new password.
    :raises AccountNotJoined: when they had their account before and have not joined a network of ``by``.
    """
    email = email.lower()
    has_new_address = email != person.email
    if not has_new_address and (given_name, family_name) == (person.given_name, person.family_name):
        return
    wait_for_turn()
    if by is not None and (has_new_address or by.id != person.id):
        check_in_hands_of(person, by)
    keep_details(person, email, given_name, family_name, now=now, by=by)


@transaction
def keep_details(
    person: Person, email: str, given_name: str, family_name: str, *, now: datetime, by: Person | None
) -> None:
    """Keep how a person is called and reached, when it has been decided who may say so.

    :raises EmailTaken: when somebody else has the address.
    """
    before = _details(person)
    if email != person.email:
        if person_by_email(email) is not None:
            raise EmailTaken(email=email)
        # Letters to the address of before may be read by somebody else.
        end_links(person, now=now)
    person.email, person.given_name, person.family_name = email, given_name, family_name
    record_act(
        "person.renamed",
        person,
        network_id=None,
        by_id=id_of(by),
        now=now,
        before=before,
        after=_details(person),
    )


def check_in_hands_of(person: Person, by: Person) -> None:
    """Let an account be changed or closed by who administers every network that has given the person a role.

    :raises AccountOfAnotherNetwork: when there is one that ``by`` does not administer.
    :raises AccountNotJoined: when the person had the account before and has joined no network with it.
    """
    check_account_is_theirs(person.email, person.network_ids, by.administered_ids)
    check_account_has_joined(
        person.email, has_password=person.password_hash is not None, has_joined=bool(person.joined_ids)
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
def forget_unused_person(person: Person, *, now: datetime, by: Person) -> None:
    """Delete the account of somebody without any role who has never signed in, and whom nothing else names."""
    if person.password_hash is not None or person.memberships:
        return
    told = {"name": person.display_name, "email": person.email}
    try:
        with db.session.begin_nested():
            db.session.execute(delete(Person).where(Person.id == person.id))
    except IntegrityError:
        return
    record_act("person.forgotten", person, network_id=None, by_id=by.id, now=now, after=told)
    db.session.expunge(person)


@transaction
def take_waiting_roles_away(person: Person, *, now: datetime, by: Person) -> None:
    """Take the roles away that no network has seen opened: they were given to the address that the person had."""
    for membership in [held for held in person.memberships if not held.is_open]:
        _take_away(membership, now=now, by=by)


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


@transaction
def set_territory(network: Network, territory: Territory, *, now: datetime, by: Person) -> None:
    """Say where the network is, so that the public holidays of that place are left out of what is planned."""
    before = {"territory": network.territory}
    network.territory = territory
    record_act(
        "network.moved", network, network_id=network.id, by_id=by.id, now=now,
        before=before, after={"territory": territory},
    )  # fmt: skip


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


def _details(person: Person) -> dict[str, str]:
    return {"email": person.email, "given_name": person.given_name, "family_name": person.family_name}
