"""Writes about one-time links, with which people open their account or choose a new password."""

from datetime import datetime

from sqlalchemy import update

from app.audit.services import record_act
from app.core.identifiers import new_secret_token
from app.database import transaction
from app.extensions import db
from app.people.attempts import forgive_attempts
from app.people.models import LinkPurpose, OneTimeLink, Person
from app.people.passwords import check_password_strength, hash_password
from app.people.queries import digest_of, person_by_email, usable_link
from app.people.rules import INVITATION_LASTS, PASSWORD_RESET_LASTS, AttemptKind, LinkUnusable
from app.people.sign_in import end_links, keep_password


@transaction
def make_link(person: Person, *, now: datetime, by: Person | None = None) -> str:
    """Return the token of a new one-time link; earlier links of the person stop working.

    It is an invitation while the account has no password yet. Whoever holds the link holds the account: what an
    administrator may do is decided in ``app.people.members``.
    """
    is_open = person.password_hash is not None
    purpose = LinkPurpose.PASSWORD_RESET if is_open else LinkPurpose.INVITATION
    end_links(person, now=now)
    token = new_secret_token()
    db.session.add(
        OneTimeLink(
            person=person,
            purpose=purpose,
            token_digest=digest_of(token),
            created_at=now,
            expires_at=now + (PASSWORD_RESET_LASTS if is_open else INVITATION_LASTS),
        )
    )
    record_act(
        "link.made",
        person,
        network_id=None,
        by_id=by.id if by is not None else None,
        now=now,
        after={"purpose": purpose},
    )
    return token


def use_link(token: str, password: str, *, now: datetime) -> Person:
    """Set the password of the person whose link this is; every browser of theirs is signed out.

    :raises LinkUnusable: when the link was used, has expired or never existed.
    :raises PasswordTooShort: and its siblings, when the password is weak.
    """
    link = usable_link(token, now)
    if link is None:
        raise LinkUnusable
    check_password_strength(password, link.person.email)
    # Hashed before the transaction begins: it takes long on purpose, and others would wait for the lock.
    return _use_link(token, hash_password(password), now=now)


@transaction
def _use_link(token: str, password_hash: str, *, now: datetime) -> Person:
    link = usable_link(token, now)
    if link is None:
        raise LinkUnusable
    # Two requests with one link: the update tells which of them came first.
    claimed = db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
        .returning(OneTimeLink.id)
    )
    if claimed.first() is None:
        raise LinkUnusable
    keep_password(link.person, password_hash, now=now)
    # Who forgot their password has just failed to sign in a few times.
    forgive_attempts(AttemptKind.SIGN_IN, link.person.email)
    return link.person


@transaction
def make_link_for_address(email: str, *, now: datetime) -> tuple[Person, str] | None:
    """Return the person with this address and the token of a new link; None when nobody could sign in with it."""
    person = person_by_email(email)
    if person is None or person.disabled_at is not None:
        return None
    return person, make_link(person, now=now)
