"""Writes about the e-mail address of a person: a new one counts once its owner has opened the link sent there.

Whoever has the address of an account is given the roles that an administrator gives to that address. Typing it must
therefore never be enough.
"""

from datetime import datetime

from app.audit.services import wait_for_turn
from app.database import transaction
from app.extensions import db
from app.people.models import LinkPurpose, OneTimeLink, Person
from app.people.queries import person_by_email, usable_link
from app.people.rules import PASSWORD_RESET_LASTS, LinkUnusable
from app.people.services.links import claim_link, keep_link
from app.people.services.persons import keep_details
from app.people.services.roles import take_waiting_roles_away


@transaction
def make_link_to_new_address(person_id: int, email: str, *, now: datetime) -> str | None:
    """Return the token of the link to send to ``email``; None when somebody has this address already."""
    wait_for_turn()
    if person_by_email(email) is not None:
        return None
    person = db.session.get_one(Person, person_id)
    link = OneTimeLink(person=person, purpose=LinkPurpose.NEW_ADDRESS, new_email=email.strip().lower())
    return keep_link(link, PASSWORD_RESET_LASTS, now=now, by=person)


@transaction
def confirm_address(token: str, person: Person, *, now: datetime) -> None:
    """Let somebody who is signed in be reached at the address to which their link was sent.

    Networks that they have been invited to, and have not joined, invite the new address again if they mean it.

    :raises LinkUnusable: when the link was used, has expired, or is somebody else's.
    :raises EmailTaken: when somebody else was given the address meanwhile.
    """
    wait_for_turn()
    link = usable_link(token, now)
    if link is None or link.new_email is None or link.person_id != person.id:
        raise LinkUnusable
    claim_link(link, now=now)
    take_waiting_roles_away(person, now=now, by=person)
    keep_details(person, link.new_email, person.given_name, person.family_name, now=now, by=person)
