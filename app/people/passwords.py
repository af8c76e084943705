"""Passwords: hashed with argon2id, and checked in the same time whether or not there is an account."""

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.errors import RuleBroken
from app.core.language import N_

SHORTEST: Final = 12
LONGEST: Final = 128
"""Beyond this a password only costs time to hash."""

_HASHER: Final = PasswordHasher()


class PasswordTooShort(RuleBroken):
    """The password could be guessed by trying."""

    message = N_(
        "Le mot de passe doit compter au moins %(shortest)s caractères : une courte phrase convient bien."
    )


class PasswordTooLong(RuleBroken):
    """The password is longer than anybody types."""

    message = N_("Le mot de passe doit compter au plus %(longest)s caractères.")


class PasswordTooPlain(RuleBroken):
    """The password is the address or one character over and over."""

    message = N_("Ce mot de passe est trop facile à deviner : choisissez-en un autre.")


def check_password_strength(password: str, email: str) -> None:
    """Let only a password pass that is long and not the person's own address.

    :raises PasswordTooShort: below 12 characters.
    :raises PasswordTooLong: above 128 characters.
    :raises PasswordTooPlain: when it is the address, its first part, or hardly any different characters.
    """
    if len(password) < SHORTEST:
        raise PasswordTooShort(shortest=SHORTEST)
    if len(password) > LONGEST:
        raise PasswordTooLong(longest=LONGEST)
    if len(set(password)) < 5 or password.casefold() in {email, email.split("@")[0]}:
        raise PasswordTooPlain


def hash_password(password: str) -> str:
    """Return the argon2id hash of ``password``, with its salt and its settings."""
    return _HASHER.hash(password)


def is_right_password(password: str, password_hash: str | None) -> bool:
    """Return whether ``password`` is the one that was hashed.

    Without a hash one is checked all the same, so that the time of the answer does not tell who has an account.
    """
    try:
        matches = _HASHER.verify(password_hash or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return matches and password_hash is not None


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("a password that nobody has")
