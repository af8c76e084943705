"""Writes about accounts: one-time links, passwords, and the browsers in which people are signed in."""

from datetime import datetime

from sqlalchemy import select

from app.audit.services import record_act
from app.core.identifiers import new_secret_token
from app.database import transaction
from app.extensions import db
from app.people.models import FailedSignIn, LinkPurpose, OneTimeLink, Person, SignIn
from app.people.passwords import (
    check_password_strength,
    hash_password,
    is_right_password,
)
from app.people.queries import digest_of, person_by_email, usable_link
from app.people.rules import (
    INVITATION_LASTS,
    PASSWORD_RESET_LASTS,
    SIGN_IN_LASTS,
    LinkUnusable,
    WrongPassword,
)


@transaction
def make_link(
    person: Person, purpose: LinkPurpose, *, now: datetime, by: Person | None = None
) -> str:
    """Return the token of a new one-time link; earlier links of the same purpose stop working."""
    lasts = (
        INVITATION_LASTS if purpose is LinkPurpose.INVITATION else PASSWORD_RESET_LASTS
    )
    for earlier in db.session.scalars(
        select(OneTimeLink).where(
            OneTimeLink.person_id == person.id,
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
        )
    ):
        earlier.used_at = now
    token = new_secret_token()
    link = OneTimeLink(
        person=person,
        purpose=purpose,
        token_digest=digest_of(token),
        created_at=now,
        expires_at=now + lasts,
    )
    db.session.add(link)
    by_id = by.id if by is not None else None
    record_act(
        "link.made",
        person,
        network_id=None,
        by_id=by_id,
        now=now,
        after={"purpose": purpose.value},
    )
    return token


@transaction
def use_link(token: str, password: str, *, now: datetime) -> Person:
    """Set the password of the person whose link this is; every browser of theirs is signed out.

    :raises LinkUnusable: when the link was used, has expired or never existed.
    :raises PasswordTooShort: and its siblings, when the password is weak.
    """
    link = usable_link(token, now)
    if link is None:
        raise LinkUnusable
    check_password_strength(password, link.person.email)
    # Two requests with one link: the update tells which of them came first.
    claimed = db.session.execute(
        OneTimeLink.__table__.update()  # type: ignore[attr-defined]
        .where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
    if claimed.rowcount != 1:
        raise LinkUnusable
    _set_password(link.person, password, now)
    record_act(
        "password.set", link.person, network_id=None, by_id=link.person.id, now=now
    )
    return link.person


@transaction
def change_password(person: Person, current: str, new: str, *, now: datetime) -> None:
    """Change a person's own password; every browser of theirs is signed out.

    :raises WrongPassword: when ``current`` is not the password.
    :raises PasswordTooShort: and its siblings, when the new one is weak.
    """
    if not is_right_password(current, person.password_hash):
        raise WrongPassword
    check_password_strength(new, person.email)
    _set_password(person, new, now)
    record_act("password.changed", person, network_id=None, by_id=person.id, now=now)


@transaction
def start_sign_in(
    email: str, password: str, address: str, *, now: datetime
) -> str | None:
    """Return the token of a new sign-in, or None when address and password do not go together.

    A failure is counted in the same transaction. Whether the account exists shows neither in the answer nor in its time.
    """
    person = person_by_email(email)
    is_right = is_right_password(
        password, person.password_hash if person is not None else None
    )
    if person is None or not is_right or not person.is_active:
        db.session.add(
            FailedSignIn(
                email=email.strip().lower()[:254], address=address[:64], at=now
            )
        )
        return None
    token = new_secret_token()
    sign_in = SignIn(
        person=person,
        token_digest=digest_of(token),
        started_at=now,
        expires_at=now + SIGN_IN_LASTS,
    )
    db.session.add(sign_in)
    record_act("person.signed_in", person, network_id=None, by_id=person.id, now=now)
    return token


@transaction
def end_sign_in(token: str, *, now: datetime) -> None:
    """Sign one browser out."""
    sign_in = db.session.scalar(
        select(SignIn).where(SignIn.token_digest == digest_of(token))
    )
    if sign_in is not None:
        sign_in.ended_at = sign_in.ended_at or now


@transaction
def close_account(person: Person, *, now: datetime, by: Person) -> None:
    """Let a person sign in no more, from this very moment; nothing about them is deleted."""
    person.disabled_at = person.disabled_at or now
    _end_all_sign_ins(person, now)
    record_act("account.closed", person, network_id=None, by_id=by.id, now=now)


@transaction
def reopen_account(person: Person, *, now: datetime, by: Person) -> None:
    """Let a person sign in again with the password they had."""
    person.disabled_at = None
    record_act("account.reopened", person, network_id=None, by_id=by.id, now=now)


def _set_password(person: Person, password: str, now: datetime) -> None:
    person.password_hash = hash_password(password)
    _end_all_sign_ins(person, now)


def _end_all_sign_ins(person: Person, now: datetime) -> None:
    statement = select(SignIn).where(
        SignIn.person_id == person.id, SignIn.ended_at.is_(None)
    )
    for sign_in in db.session.scalars(statement):
        sign_in.ended_at = now
