"""What a list on paper says, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from app.audit.rules import canonical
from app.core.errors import RuleBroken
from app.core.language import N_

LONGEST_LIST: Final = 600
"""Rows of one list: some twenty pages, typeset in a few seconds."""


class ListTooLong(RuleBroken):
    """There are more rows than anybody prints."""

    message = N_(
        "Cette liste compte %(count)s lignes ; un PDF en porte %(limit)s au plus. Choisissez une période plus courte, "
        "ou un tableur."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """Everything that is printed: a title, of whom and of when, and a table of texts."""

    title: str
    about: str
    network: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    printed_on: date
    first: date | None = None
    last: date | None = None
    is_development: bool = False

    def to_json(self) -> str:
        """These facts as canonical JSON: equal facts are equal texts."""
        return canonical(asdict(self))


def check_length(count: int) -> None:
    """Let only a list pass that somebody prints.

    :raises ListTooLong: otherwise.
    """
    if count > LONGEST_LIST:
        raise ListTooLong(count=count, limit=LONGEST_LIST)
