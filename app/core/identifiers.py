"""Identifiers that people type or that nobody may guess."""

import secrets
import unicodedata
from typing import Final

CODE_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is read as a digit."""

CODE_LENGTH: Final = 26
"""26 characters of 5 bits are 130 random bits: more than the 128 below which a code can be guessed."""


def new_verification_code() -> str:
    """Return an unguessable code of 26 characters, without separators."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def new_secret_token() -> str:
    """Return a 256-bit token for one-time links and sign-ins, safe in an address."""
    return secrets.token_urlsafe(32)


def grouped(code: str, size: int = 4) -> str:
    """Return ``code`` in groups that can be read aloud: ``ABCD-EFGH-…``."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def normalised_code(typed: str) -> str:
    """Return a typed code as it was issued: upper case, without spaces and dashes."""
    return "".join(character for character in typed.upper() if character.isalnum())


def folded(text: str) -> str:
    """Return ``text`` for comparison and search: without accents, case and repeated blanks."""
    expanded = (
        text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE").replace("’", "'")
    )
    decomposed = unicodedata.normalize("NFKD", expanded)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.casefold().split())
