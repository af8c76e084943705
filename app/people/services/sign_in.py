"""Writes about the browsers in which people are signed in, and the passwords that let them in.

A password is hashed before the transaction begins: it takes as long on purpose, and others would wait for the lock.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, update

from app.audit.services import record_act
from app.core.identifiers import new_secret_token
from app.core.security_log import note
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import OneTimeLink, Person, SignIn
from app.people.passwords import check_password_strength, hash_password, is_right_password
from app.people.queries import digest_of, person_by_email
from app.people.rules import SIGN_IN_LASTS, AttemptKind, Source, WrongCredentials, WrongPassword
from app.people.services.attempts import count_attempt, forgive_attempts


def start_sign_in(email: str, password: str, source: Source, *, now: datetime) -> str:
    """Return the token of a new sign-in.

    Whether the account exists shows neither in the answer nor in its time.

    :raises TooManyAttempts: when too many sign-ins failed lately for this account or from this source.
    :raises WrongCredentials: when address and password do not go together, or the account is not open.
    """
    count_attempt(AttemptKind.SIGN_IN, email, source, now=now)
    person = person_by_email(email)
    checked_hash = person.password_hash if person is not None else None
    is_right = is_right_password(password, checked_hash)
    if person is None or checked_hash is None or not is_right:
        note("sign_in.failed", person=id_of(person), source=source.key)
        raise WrongCredentials
    return _open_sign_in(person, checked_hash, source, now=now)


def confirm_password(person: Person, password: str, source: Source, *, now: datetime) -> None:
    """Let somebody pass who knows the password of the account they are signed in to, not just the open browser.

    :raises TooManyAttempts: when it was tried too often lately; a stolen browser must not serve for guessing.
    :raises WrongPassword: when it is not the password.
    """
    count_attempt(AttemptKind.SIGN_IN, person.email, source, now=now)
    if not is_right_password(password, person.password_hash):
        note("password.wrong", person=person.id, source=source.key)
        raise WrongPassword
    forgive_attempts(AttemptKind.SIGN_IN, person.email, source)


def change_password(person: Person, new: str, source: Source, *, now: datetime) -> str:
    """Change a person's own password, once ``confirm_password`` has let them pass.

    Every browser of theirs is signed out; the token of a new sign-in is returned for the one they use.

    :raises PasswordTooShort: and its siblings, when the new one is weak.
    """
    check_password_strength(new, person.email)
    new_hash = hash_password(new)
    keep_password(person, new_hash, now=now)
    return _open_sign_in(person, new_hash, source, now=now)


@transaction
def end_sign_in(token: str, *, now: datetime) -> None:
    """Sign one browser out."""
    statement = update(SignIn).where(SignIn.token_digest == digest_of(token), SignIn.ended_at.is_(None))
    db.session.execute(statement.values(ended_at=now))


@transaction
def sign_out_everywhere(person: Person, *, now: datetime) -> None:
    """Sign a person out of every browser, as they have asked."""
    end_all_sign_ins(person, now=now)
    record_act("person.signed_out_everywhere", person, network_id=None, by_id=person.id, now=now)


@transaction
def end_all_sign_ins(person: Person, *, now: datetime) -> None:
    """Sign a person out of every browser."""
    statement = update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    db.session.execute(statement.values(ended_at=now))


@transaction
def keep_password(person: Person, password_hash: str, *, now: datetime) -> None:
    """Give a person a new password. Nothing that opened their account until now does so any more.

    Only an invitation of a network stays: to an account with a password it opens nothing without that password.
    """
    person.password_hash = password_hash
    end_all_sign_ins(person, now=now)
    end_links(person, OneTimeLink.network_id.is_(None), now=now)
    record_act("password.set", person, network_id=None, by_id=person.id, now=now)


@transaction
def end_links(person: Person, *which: ColumnElement[bool], now: datetime) -> None:
    """Let no one-time link of a person work any more, or none for which ``which`` holds."""
    unused = update(OneTimeLink).where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
    db.session.execute(unused.where(*which).values(used_at=now))


@transaction
def _open_sign_in(person: Person, checked_hash: str, source: Source, *, now: datetime) -> str:
    # The person is read again under the lock: the account may have been closed while the password was checked.
    db.session.refresh(person)
    if person.password_hash != checked_hash or not person.is_active:
        raise WrongCredentials
    forgive_attempts(AttemptKind.SIGN_IN, person.email, source)
    token = new_secret_token()
    db.session.add(
        SignIn(person=person, token_digest=digest_of(token), started_at=now, expires_at=now + SIGN_IN_LASTS)
    )
    record_act("person.signed_in", person, network_id=None, by_id=person.id, now=now)
    return token
