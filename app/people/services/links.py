"""Writes about one-time links, with which people open their account, join a network or choose a new password."""

from datetime import datetime, timedelta

from sqlalchemy import update

from app.audit.services import record_act, wait_for_turn
from app.core.identifiers import new_secret_token
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import LinkPurpose, Network, OneTimeLink, Person
from app.people.passwords import check_password_strength, hash_password
from app.people.queries import digest_of, person_by_email, usable_link
from app.people.rules import INVITATION_LASTS, PASSWORD_RESET_LASTS, AttemptKind, LinkUnusable
from app.people.services.attempts import forgive_attempts
from app.people.services.roles import open_roles
from app.people.services.sign_in import end_links, keep_password


@transaction
def make_link(
    person: Person, *, now: datetime, by: Person | None = None, network: Network | None = None
) -> str:
    """Return the token of a new one-time link; the earlier one of the same kind stops working.

    It is an invitation while the account has no password, or while the person has not joined ``network``; otherwise it
    lets them choose a new password. Whoever holds such a link may hold the account: what an administrator may do is
    decided in ``app.people.services.members``.

    :param network: the network that invites. Without one the link opens the roles of every network, and is therefore
        only ever mailed.
    """
    has_account = person.password_hash is not None
    is_reset = has_account and (network is None or bool(person.roles_in(network)))
    return keep_link(
        OneTimeLink(
            person=person,
            purpose=LinkPurpose.PASSWORD_RESET if is_reset else LinkPurpose.INVITATION,
            network_id=network.id if network is not None and not is_reset else None,
        ),
        PASSWORD_RESET_LASTS if is_reset else INVITATION_LASTS,
        now=now,
        by=by,
    )


def use_link(token: str, password: str, *, now: datetime) -> Person:
    """Set the password of the person whose link this is; every browser of theirs is signed out.

    An invitation opens the roles of its network too.

    :raises LinkUnusable: when the link was used, has expired, never existed, or is not one that gives a password.
    :raises PasswordTooShort: and its siblings, when the password is weak.
    """
    link = usable_link(token, now)
    if link is None or not link.sets_password:
        raise LinkUnusable
    check_password_strength(password, link.person.email)
    # Hashed before the transaction begins: it takes long on purpose, and others would wait for the lock.
    return _use_link(token, hash_password(password), now=now)


@transaction
def join_network(token: str, person: Person, *, now: datetime) -> Network:
    """Let somebody who is signed in join the network that has invited them; its roles count from now on.

    :raises LinkUnusable: when the link was used, has expired, or invites somebody else.
    """
    wait_for_turn()
    link = usable_link(token, now)
    if link is None or not link.joins_network or link.network is None or link.person_id != person.id:
        raise LinkUnusable
    claim_link(link, now=now)
    open_roles(person, link.network_id, now=now)
    # Another network's administrator may still hold a link to a new password.
    end_links(person, OneTimeLink.network_id.is_(None), now=now)
    return link.network


@transaction
def make_link_for_address(email: str, *, now: datetime) -> tuple[Person, str] | None:
    """Return the person with this address and the token of a new link; None when nobody could sign in with it."""
    person = person_by_email(email)
    if person is None or person.disabled_at is not None:
        return None
    return person, make_link(person, now=now)


@transaction
def keep_link(link: OneTimeLink, lasts: timedelta, *, now: datetime, by: Person | None) -> str:
    """Keep a new link in the place of the person's earlier one of the same kind, and return its token."""
    token = new_secret_token()
    same_kind = (
        OneTimeLink.purpose == link.purpose,
        OneTimeLink.network_id.is_not_distinct_from(link.network_id),
    )
    end_links(link.person, *same_kind, now=now)
    link.token_digest, link.created_at, link.expires_at = digest_of(token), now, now + lasts
    db.session.add(link)
    record_act(
        "link.made",
        link.person,
        network_id=link.network_id,
        by_id=id_of(by),
        now=now,
        after={"purpose": link.purpose},
    )
    return token


@transaction
def _use_link(token: str, password_hash: str, *, now: datetime) -> Person:
    wait_for_turn()
    link = usable_link(token, now)
    if link is None or not link.sets_password:
        raise LinkUnusable
    is_invitation = link.purpose is LinkPurpose.INVITATION
    claim_link(link, now=now)
    keep_password(link.person, password_hash, now=now)
    if is_invitation:
        open_roles(link.person, link.network_id, now=now)
    # Who forgot their password has just failed to sign in a few times.
    forgive_attempts(AttemptKind.SIGN_IN, link.person.email)
    return link.person


@transaction
def claim_link(link: OneTimeLink, *, now: datetime) -> None:
    """Use a link up.

    :raises LinkUnusable: when another request was quicker.
    """
    # Two requests with one link: the update tells which of them came first.
    claimed = db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
        .returning(OneTimeLink.id)
    )
    if claimed.first() is None:
        raise LinkUnusable
