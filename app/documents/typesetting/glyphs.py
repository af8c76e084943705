"""What the paper's fonts can draw, and how wide.

Fonts fall back silently: a letter that ours lack would be drawn by whatever the machine has, or as a box. So every
text is checked against the fonts' own tables before anything is issued.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

from app.documents.facts import CertificateFacts
from app.documents.rules import CharacterNotDrawn

FONTS: Final = Path(__file__).parents[1] / "papers" / "certificate" / "fonts"
# The face of names and headings, and the one that every style sheet rule falls back to.
DISPLAY: Final = "LivretSerif-Display"
FALLBACK: Final = "LivretSans-Regular"


def missing_characters(text: str) -> tuple[str, ...]:
    """The characters of `text`, after composition (NFC), that no font of the paper draws: each once, in their order."""
    composed = unicodedata.normalize("NFC", text)
    return tuple(character for character in dict.fromkeys(composed) if not _is_drawn(character))


def refuse_undrawn(facts: CertificateFacts) -> None:
    """Refuse a certificate of which the fonts lack a character.

    :raises CharacterNotDrawn: naming each such character once.
    """
    missing = missing_characters("".join(text for _, _, text in facts.limited_texts()))
    if missing:
        raise CharacterNotDrawn(person=facts.full_name, characters=" ".join(missing))


def is_drawn_by_display(text: str) -> bool:
    """Whether the display face draws the whole text, so that a name is never set in two faces."""
    return all(ord(character) in _advances(DISPLAY) for character in for_paper(text))


def for_paper(text: str) -> str:
    """The text as it is typeset: composed, but letter and mark apart where no face has the whole (ǩ, ȯ)."""
    return "".join(map(_drawn_form, unicodedata.normalize("NFC", text)))


def text_width(text: str, size: float) -> float:
    """The width of one line of the display face in the unit of `size`, from its advance widths, without kerning."""
    advances = _advances(DISPLAY)
    unknown = advances[ord("M")]
    return sum(advances.get(ord(character), unknown) for character in for_paper(text)) * size


def _is_drawn(character: str) -> bool:
    return all(_has_whole(part) for part in _drawn_form(character))


@cache
def _drawn_form(character: str) -> str:
    """The character when a face has it; or else with its last mark taken off, and so on: ȭ is õ and a macron."""
    letter, _, mark = unicodedata.decomposition(character).partition(" ")
    if _has_whole(character) or not mark or letter.startswith("<"):
        return character
    return _drawn_form(chr(int(letter, 16))) + chr(int(mark, 16))


def _has_whole(character: str) -> bool:
    return ord(character) in _advances(DISPLAY) or ord(character) in _advances(FALLBACK)


@cache
def _advances(face: str) -> dict[int, float]:
    """Advance width of each character of a face, in ems. Controls and bidirectional marks count as not drawn."""
    with TTFont(FONTS / f"{face}.ttf", lazy=True) as font:
        unit = font["head"].unitsPerEm
        return {
            code: font["hmtx"][glyph][0] / unit
            for code, glyph in font.getBestCmap().items()
            if unicodedata.category(chr(code)) not in {"Cc", "Cf"}
        }
