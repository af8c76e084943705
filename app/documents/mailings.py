"""How far the letters of a print run are, and whether a restart has interrupted them.

A letter is claimed before it leaves. One whose sender was killed in that moment may have left, and is never sent
again; those that nobody has claimed have surely not left.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.documents.rules import MailingState
from app.people.rules import SILENCE


@dataclass(frozen=True, slots=True)
class RunLetters:
    """What became of the letters of a run: states by document, what may have left, and how many never did."""

    states: Mapping[int, MailingState] = field(default_factory=dict)
    lost: frozenset[int] = frozenset()
    missing: int = 0
    is_interrupted: bool = False


def run_letters(
    known: Mapping[int, tuple[MailingState, datetime]], in_force: Collection[int], now: datetime
) -> RunLetters:
    """Return how far the letters are that were asked for.

    :param known: state and latest sign of each letter that was claimed, by document.
    :param in_force: the documents of the run whose holders are written to.
    """
    silent = {each for each, (_state, at) in known.items() if now - at >= SILENCE}
    is_silent = bool(known) and len(silent) == len(known)
    lost = {each for each in silent if known[each][0] is MailingState.UNDER_WAY}
    missing = len(set(in_force) - known.keys()) if known else 0
    return RunLetters(
        states={each: state for each, (state, _at) in known.items()},
        lost=frozenset(lost),
        missing=missing,
        is_interrupted=is_silent and bool(lost or missing),
    )
