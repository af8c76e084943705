"""Writes about people: who they are and how they are reached, whatever their roles."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.audit.services import record_act, wait_for_turn
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Person
from app.people.queries import person_by_email
from app.people.rules import (
    EmailTaken,
    check_account_has_joined,
    check_account_is_theirs,
)
from app.people.services.sign_in import end_links


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
        # Somebody new holds no role: nobody has to ask the database for them.
        memberships=[],
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

    Somebody changes their own name like this, and their address by a link (``addresses.py``): what another
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
def choose_language(person: Person, language: str) -> None:
    """Keep the language in which a person reads the pages."""
    person.language = language


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


def _details(person: Person) -> dict[str, str]:
    return {"email": person.email, "given_name": person.given_name, "family_name": person.family_name}
