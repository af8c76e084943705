"""What a proof of the stored records has found: written for the person who will read it, as refusals are."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as the application writes it.

    ``message`` is a French sentence with ``%(fact)s`` placeholders, marked where it is written. The facts are plain
    values (dates stay dates), so that the reader's language decides how they are written.
    """

    message: str
    facts: Mapping[str, object]

    def __str__(self) -> str:
        """Return the French sentence with its facts as Python writes them: for failing tests."""
        return self.message % self.facts


def finding(message: str, **facts: object) -> Finding:
    """Return what a proof has found."""
    return Finding(message, facts)
