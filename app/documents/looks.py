"""What the papers of an issuer look like, as plain values: facts hold it, and name pictures by their SHA-256."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class LookFacts:
    """Logo and colour of who signs, and the sentence that stands at the end of each of their papers."""

    owner: str = ""
    """Whose logo it is: what is read aloud in its place."""
    logo: str | None = None
    colour: str | None = None
    mention: str = ""

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures that are printed."""
        return (self.logo,) if self.logo is not None else ()


PLAIN: Final = LookFacts()
"""That of an issuer who has set nothing."""
