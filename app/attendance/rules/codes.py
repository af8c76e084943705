"""The code that changes every few seconds: made of the server’s secret, the half-day and the time, kept nowhere."""

import hashlib
import hmac
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.core.identifiers import CODE_ALPHABET

CODE_LASTS_SECONDS: Final = 15
CODE_LENGTH: Final = 6
"""Six characters of five bits: of the thousand million codes of a half-day, two are right at a time."""

REMEMBERED_STEPS: Final = 3_600 // CODE_LASTS_SECONDS
"""For how many steps a code is known again as one that was right, so that the trainer learns it was passed on."""

_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


class CodeVerdict(StrEnum):
    """What a typed or scanned code is."""

    RIGHT = "right"
    OLD = "old"
    WRONG = "wrong"


def step_of(now: datetime) -> int:
    """Return the number of the period of fifteen seconds in which ``now`` lies.

    It counts seconds of UTC, which no change of legal time moves.
    """
    return int(now.timestamp()) // CODE_LASTS_SECONDS


def seconds_left(now: datetime) -> int:
    """Return in how many seconds the code of ``now`` is followed by the next one: 1 to 15."""
    return CODE_LASTS_SECONDS - int(now.timestamp()) % CODE_LASTS_SECONDS


def code_of(secret: bytes, session_id: int, step: int) -> str:
    """Return the code of a half-day in one period. Who does not hold ``secret`` can only guess it."""
    drawn = int.from_bytes(hmac.digest(secret, f"{session_id}:{step}".encode(), hashlib.sha256)[:8])
    return "".join(CODE_ALPHABET[drawn >> 5 * place & 31] for place in range(CODE_LENGTH))


def typed_code(typed: str) -> str:
    """Return a code as it was shown: upper case, without blanks and dashes, with the figures that letters look like."""
    return "".join(character for character in typed.upper() if character.isalnum()).translate(_READ_AS)


def judge_code(secret: bytes, session_id: int, typed: str, now: datetime) -> CodeVerdict:
    """Return what ``typed`` is for a half-day: right in its own period and in the next one, old for an hour."""
    given, step = typed_code(typed).encode(), step_of(now)
    for age in range(REMEMBERED_STEPS):
        if hmac.compare_digest(code_of(secret, session_id, step - age).encode(), given):
            return CodeVerdict.RIGHT if age <= 1 else CodeVerdict.OLD
    return CodeVerdict.WRONG
