"""What holds for networks, accounts and roles."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from typing import Final

from app.core.errors import RuleBroken
from app.core.language import N_

INVITATION_LASTS: Final = timedelta(days=14)
PASSWORD_RESET_LASTS: Final = timedelta(hours=2)
SIGN_IN_LASTS: Final = timedelta(hours=12)
SILENCE: Final = timedelta(minutes=2)
"""After so long without a sign nobody is at the letters any more: a mail server is given ten seconds for an answer."""


class AttemptKind(StrEnum):
    """What somebody may try by the thousand, and is therefore counted."""

    SIGN_IN = "sign_in"
    PASSWORD_REQUEST = "password_request"  # noqa: S105 - the name of a request, not a password.
    CALENDAR = "calendar"
    REGISTER_CODE = "register_code"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an attempt comes from: a network address, or a browser known to have signed in to this very account."""

    key: str
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Attempts:
    """How many attempts were made lately."""

    from_source_at_account: int
    at_account: int
    from_source: int


@dataclass(frozen=True, slots=True)
class Limit:
    """How many attempts pass within ``window``: from one source at one account, at one account, from one source."""

    window: timedelta
    per_account_and_source: int
    per_account: int
    per_source: int


# Several people of one office share an address, so that it is given more than an account. What others try at an
# account is given much more again: five wrong passwords must not keep its owner out.
LIMITS: Final = {
    AttemptKind.SIGN_IN: Limit(timedelta(minutes=15), 5, 50, 30),
    AttemptKind.PASSWORD_REQUEST: Limit(timedelta(hours=1), 5, 5, 30),
    # Only secret addresses that nobody has are counted; a calendar asks for the one it was given for years.
    AttemptKind.CALENDAR: Limit(timedelta(minutes=15), 30, 30, 30),
    # A whole room shares an address; what others try must not keep it from signing.
    AttemptKind.REGISTER_CODE: Limit(timedelta(minutes=5), 30, 1_000, 60),
}


class AccountState(StrEnum):
    """Whether a person can sign in."""

    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


_NETWORK_CODE = re.compile(r"[a-z][a-z0-9-]{1,38}")


class WrongCredentials(RuleBroken):
    """The address and the password do not go together; which of them is wrong is not said."""

    message = N_("L’adresse e-mail ou le mot de passe ne convient pas.")


class TooManyAttempts(RuleBroken):
    """Too many sign-ins failed lately."""

    message = N_("Trop d’essais en peu de temps. Attendez %(minutes)s minutes, puis recommencez.")


class LinkUnusable(RuleBroken):
    """The one-time link was used, has expired, or never existed."""

    message = N_("Ce lien a déjà servi ou a expiré. Demandez-en un nouveau.")


class WrongPassword(RuleBroken):
    """The current password is not the one that was typed."""

    message = N_("Le mot de passe actuel ne convient pas.")


class LastAdministrator(RuleBroken):
    """The network would be left without an administrator."""

    message = N_("Un réseau garde au moins une personne qui l’administre.")


class NoRole(RuleBroken):
    """An account is opened for a role."""

    message = N_("Choisissez au moins un rôle.")


class EmailTaken(RuleBroken):
    """Another person has this address, in whatever case it is written."""

    message = N_("L’adresse %(email)s est déjà celle d’une autre personne.")


class AlreadyMember(RuleBroken):
    """The person already holds this role in the network."""

    message = N_("%(email)s a déjà ce rôle dans le réseau.")


class BadNetworkCode(RuleBroken):
    """The code of a network stands in addresses."""

    message = N_("Le code « %(code)s » ne convient pas : de 2 à 39 lettres minuscules, chiffres ou tirets.")


class NetworkCodeTaken(RuleBroken):
    """Another network has this code."""

    message = N_("Le réseau « %(code)s » existe déjà.")


class AccountOfAnotherNetwork(RuleBroken):
    """Who holds a link or closes an account decides about every network in which the person has a role."""

    message = N_(
        "%(email)s a aussi un rôle dans un réseau que vous n’administrez pas : "
        "son compte ne peut être ni modifié ni fermé d’ici. Vous pouvez lui retirer ses rôles dans ce réseau."
    )


class AccountNotJoined(RuleBroken):
    """Somebody who had an account before is not in the hands of a network that has only invited them."""

    message = N_(
        "%(email)s n’a pas encore rejoint votre réseau avec son compte : "
        "ce compte ne peut être ni modifié ni fermé d’ici. Vous pouvez lui retirer ses rôles dans ce réseau."
    )


class OwnAccount(RuleBroken):
    """Somebody would lock themselves out."""

    message = N_("Vous ne pouvez pas fermer votre propre compte.")


class AccountClosed(RuleBroken):
    """A closed account is reopened before it is given a link."""

    message = N_("Le compte de %(email)s est fermé : rouvrez-le d’abord.")


class DemonstrationRefused(RuleBroken):
    """The demonstration and its known passwords must not exist where people rely on the application."""

    message = N_("La démonstration ne se charge pas en production.")


def check_network_code(code: str) -> None:
    """Let only a code pass that can stand in an address.

    :raises BadNetworkCode: otherwise.
    """
    if not _NETWORK_CODE.fullmatch(code):
        raise BadNetworkCode(code=code)


def check_administrators_remain(others: int) -> None:
    """Let an administrator go only while ``others`` with an open account remain.

    :raises LastAdministrator: when there are none.
    """
    if others < 1:
        raise LastAdministrator


def check_attempts(kind: AttemptKind, made: Attempts, *, is_known: bool) -> None:
    """Let one more attempt pass while few were made lately.

    :param is_known: whether a browser tries that has signed in to the account before; what others try does not count.
    :raises TooManyAttempts: when a share is used up.
    """
    limit = LIMITS[kind]
    is_shut = made.at_account >= limit.per_account and not is_known
    has_tried_enough = made.from_source_at_account >= limit.per_account_and_source
    if is_shut or has_tried_enough or made.from_source >= limit.per_source:
        raise TooManyAttempts(minutes=int(limit.window.total_seconds()) // 60)


def check_account_is_theirs(email: str, networks: frozenset[int], administered: frozenset[int]) -> None:
    """Let an account be taken in hand only by who administers every one of the ``networks`` in which it has a role.

    :raises AccountOfAnotherNetwork: otherwise.
    """
    if not networks <= administered:
        raise AccountOfAnotherNetwork(email=email)


def check_account_has_joined(email: str, *, has_password: bool, has_joined: bool) -> None:
    """Let an account be taken in hand only while it was never opened, or once it has joined a network.

    :raises AccountNotJoined: otherwise: the person had it before, and has not answered any invitation with it.
    """
    if has_password and not has_joined:
        raise AccountNotJoined(email=email)


def counted_address(address: str | None) -> str:
    """Return the address under which attempts are counted.

    A subscriber of IPv6 owns 2⁶⁴ addresses, which are counted as one.
    """
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)
