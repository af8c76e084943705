"""Reads of networks, people and sign-ins."""

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import ColumnElement, Select, bindparam, func, inspect, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.audit.models import AuditEntry
from app.core.identifiers import folded
from app.core.roles import Role
from app.extensions import db
from app.people.models import Attempt, Membership, Network, OneTimeLink, Person, SignIn
from app.people.rules import AttemptKind, Attempts

_OPENS_AN_ACCOUNT: Final = ("link.made", "person.renamed", "role.granted")


def digest_of(token: str) -> str:
    """Return what is kept of a secret token: its SHA-256. A token has 256 random bits and needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def network_by_code(code: str) -> Network | None:
    """Return the network with this code, if there is one."""
    return db.session.scalar(select(Network).where(Network.code == code))


def networks() -> list[Network]:
    """Return all networks, by name."""
    return list(db.session.scalars(select(Network).order_by(Network.name)))


def holds_demonstration() -> bool:
    """Return whether this database holds a demonstration network; one without tables holds none."""
    if not inspect(db.engine).has_table(Network.__tablename__):
        return False
    return db.session.scalar(select(Network.id).where(Network.pinned_today.is_not(None)).limit(1)) is not None


def person_by_email(email: str) -> Person | None:
    """Return the person with this address, in whatever case it is written."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def person_signed_in_with(token: str, now: datetime) -> Person | None:
    """Return the person whose browser holds ``token``, while the sign-in lasts and the account is open.

    Every page asks this first, and then what the person is in which network: it is one statement, written once.
    """
    values = {"digest": digest_of(token), "now": now}
    found = db.session.scalars(_sign_in(), values).unique().one_or_none()
    return found.person if found is not None and found.person.is_active else None


@cache
def _sign_in() -> Select[SignIn]:
    usable = select(SignIn).where(
        SignIn.token_digest == bindparam("digest"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("now"),
    )
    return usable.options(joinedload(SignIn.person).joinedload(Person.memberships))


def usable_link(token: str, now: datetime) -> OneTimeLink | None:
    """Return the one-time link with this token while it can still be used."""
    statement = select(OneTimeLink).where(
        OneTimeLink.token_digest == digest_of(token),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > now,
    )
    link = db.session.scalar(statement)
    return link if link is not None and link.person.disabled_at is None else None


def attempts_since(kind: AttemptKind, email: str, source: str, since: datetime) -> Attempts:
    """Return how many attempts were made after ``since`` at this account and from this source."""
    at_account, from_source = Attempt.email == email, Attempt.source == source
    statement = select(
        func.count().filter(at_account & from_source),
        func.count().filter(at_account),
        func.count().filter(from_source),
    ).where(Attempt.kind == kind, Attempt.at > since, at_account | from_source)
    return Attempts(*db.session.execute(statement).one())


def members(network: Network, *roles: Role) -> list[Person]:
    """Return the people who hold one of ``roles`` (any role when none is named) in ``network``, by name."""
    statement = select(Person).where(_holds_role(network, *roles)).options(selectinload(Person.memberships))
    return list(db.session.scalars(statement.order_by(Person.sort_name, Person.id)))


def member(network: Network, person_id: int) -> Person | None:
    """Return a person of ``network``, or None when they hold no role in it."""
    return db.session.scalar(select(Person).where(Person.id == person_id, _holds_role(network)))


def found_members(
    network: Network, *, role: Role | None, words: str, offset: int, limit: int
) -> tuple[int, list[Person]]:
    """Return how many people of ``network`` are looked for, and one page of them, by name.

    :param role: the role they hold; any when None.
    :param words: parts of their name or address; each must be found.
    """
    sought = [_holds_role(network, *([role] if role else []))]
    sought += [
        or_(Person.sort_name.contains(word, autoescape=True), Person.email.contains(word, autoescape=True))
        for word in folded(words).split()
    ]
    total = db.session.scalar(select(func.count()).select_from(Person).where(*sought)) or 0
    page = select(Person).where(*sought).options(selectinload(Person.memberships))
    ordered = page.order_by(Person.sort_name, Person.id).offset(offset).limit(limit)
    return total, list(db.session.scalars(ordered))


def count_by_role(network: Network) -> dict[Role, int]:
    """Return how many people hold each role in ``network``."""
    statement = (
        select(Membership.role, func.count())
        .where(Membership.network_id == network.id)
        .group_by(Membership.role)
    )
    counted = {role: count for role, count in db.session.execute(statement)}  # noqa: C416 - rows, not pairs.
    return {role: counted.get(role, 0) for role in Role}


def other_administrators(network_id: int, person: Person) -> int:
    """Return how many people who can sign in administer a network beside ``person``."""
    statement = (
        select(func.count())
        .select_from(Membership)
        .join(Person)
        .where(
            Membership.network_id == network_id,
            Membership.role == Role.ADMINISTRATOR,
            Membership.opened_at.is_not(None),
            Membership.person_id != person.id,
            Person.disabled_at.is_(None),
            Person.password_hash.is_not(None),
        )
    )
    return db.session.scalar(statement) or 0


def _holds_role(network: Network, *roles: Role) -> ColumnElement[bool]:
    held = select(Membership.id).where(Membership.person_id == Person.id, Membership.network_id == network.id)
    return (held.where(Membership.role.in_(roles)) if roles else held).exists()


def last_act_in_one_hand(one: Person, other: Person, network: Network, *, since: datetime) -> datetime | None:
    """Return when the last thing happened because of which somebody could be signed in as both people, or None.

    Whoever has made a link for a person, changed their address or made them an administrator of ``network`` could be
    signed in as them, and so could who has done so to one of those. The command line is nobody: who uses it holds
    every account anyway.
    """
    statement = select(AuditEntry).where(
        AuditEntry.action.in_(_OPENS_AN_ACCOUNT), AuditEntry.actor_id.is_not(None), AuditEntry.at >= since
    )
    acts = [act for act in db.session.scalars(statement.order_by(AuditEntry.at)) if _opens(act, network)]
    # The oldest act is forgotten first, as time will do. Who has invited thousands lately is not asked of each of them:
    # fewer acts put nothing more into one hand, so that the first that keeps two people apart is found by halves.
    first_apart = bisect_left(
        range(len(acts)),
        True,
        key=lambda oldest: _who_may_hold(one, acts[oldest:]).isdisjoint(_who_may_hold(other, acts[oldest:])),
    )
    return acts[first_apart - 1].at if first_apart else None


def _who_may_hold(person: Person, acts: Sequence[AuditEntry]) -> set[int]:
    given = {(act.actor_id, act.subject_id) for act in acts}
    holders = {person.id}
    while more := {giver for giver, taker in given if giver is not None and taker in holders} - holders:
        holders |= more
    return holders


def _opens(act: AuditEntry, network: Network) -> bool:
    before, after = act.before or {}, act.after or {}
    if act.action == "role.granted":
        return act.network_id == network.id and after.get("role") == Role.ADMINISTRATOR
    return act.action == "link.made" or before.get("email") != after.get("email")
