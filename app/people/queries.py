"""Reads of networks, people and sign-ins."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, or_, select

from app.core.roles import Role
from app.extensions import db
from app.people.models import (
    FailedSignIn,
    Membership,
    Network,
    OneTimeLink,
    Person,
    SignIn,
)

THROTTLE_WINDOW: Final = timedelta(minutes=15)
FAILURES_PER_ACCOUNT: Final = 5
FAILURES_PER_ADDRESS: Final = 30
"""Several people of one office share an address."""


def digest_of(token: str) -> str:
    """Return what is kept of a secret token: its SHA-256. A token has 256 random bits and needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def network_by_code(code: str) -> Network | None:
    """Return the network with this code, if there is one."""
    return db.session.scalar(select(Network).where(Network.code == code))


def networks() -> list[Network]:
    """Return all networks, by name."""
    return list(db.session.scalars(select(Network).order_by(Network.name)))


def person_by_email(email: str) -> Person | None:
    """Return the person with this address, in whatever case it is written."""
    return db.session.scalar(
        select(Person).where(Person.email == email.strip().lower())
    )


def person_signed_in_with(token: str, now: datetime) -> Person | None:
    """Return the person whose browser holds ``token``, while the sign-in lasts and the account is open."""
    statement = select(SignIn).where(
        SignIn.token_digest == digest_of(token),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > now,
    )
    found = db.session.scalar(statement)
    return found.person if found is not None and found.person.is_active else None


def usable_link(token: str, now: datetime) -> OneTimeLink | None:
    """Return the one-time link with this token while it can still be used."""
    statement = select(OneTimeLink).where(
        OneTimeLink.token_digest == digest_of(token),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > now,
    )
    link = db.session.scalar(statement)
    return link if link is not None and link.person.disabled_at is None else None


def is_throttled(email: str, address: str, now: datetime) -> bool:
    """Return whether too many sign-ins failed lately for this account or from this address."""
    since = now - THROTTLE_WINDOW
    by_account = func.count().filter(FailedSignIn.email == email)
    by_address = func.count().filter(FailedSignIn.address == address)
    statement = select(by_account, by_address).where(
        FailedSignIn.at > since,
        or_(FailedSignIn.email == email, FailedSignIn.address == address),
    )
    failures = db.session.execute(statement).one()
    return failures[0] >= FAILURES_PER_ACCOUNT or failures[1] >= FAILURES_PER_ADDRESS


def members(network: Network, *roles: Role) -> list[Person]:
    """Return the people who hold one of ``roles`` (any role when none is named) in ``network``, by name."""
    statement = (
        select(Person).join(Membership).where(Membership.network_id == network.id)
    )
    if roles:
        statement = statement.where(Membership.role.in_(roles))
    return list(
        db.session.scalars(statement.order_by(Person.sort_name, Person.id).distinct())
    )


def member(network: Network, person_id: int) -> Person | None:
    """Return a person of ``network``, or None when they hold no role in it."""
    statement = select(Person).join(Membership)
    return db.session.scalar(
        statement.where(
            Membership.network_id == network.id, Person.id == person_id
        ).limit(1)
    )
