"""What the tests of papers read in a PDF, and the facts they print."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

import pypdfium2
from pypdfium2.raw import FPDFText_GetUnicode

from app.documents.facts import LIMITS, CertificateFacts, Signatory
from app.documents.rendering import sample_facts

# Words of ordinary length, so that a text at its limit wraps as a real one does.
_WORDS = "Accompagnement territorial à l’inclusion numérique, à la médiation et aux usages responsables " * 4


def text_of(pdf: bytes) -> str:
    """The text of every page, composed, on one line, with plain spaces."""
    return flat(" ".join(texts_of_pages(pdf)))


def texts_of_pages(pdf: bytes) -> list[str]:
    """The text of each page, likewise."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [flat(page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


@dataclass(slots=True)
class Word:
    """A word of a page and the box of its letters, in points from the top left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def words_of(page: pypdfium2.PdfPage) -> list[Word]:
    """The words of a page. Their boxes are as high as the font, with its accents and tails, whatever the letters."""
    height, letters = page.get_height(), page.get_textpage()
    words: list[Word] = []
    is_new = True
    for index in range(letters.count_chars()):
        letter = chr(FPDFText_GetUnicode(letters, index))
        if letter.isspace() or unicodedata.category(letter) == "Cc":
            is_new = True
            continue
        left, low, right, high = letters.get_charbox(index, loose=True)
        if is_new:
            words.append(Word("", left, height - high, right, height - low))
        word, is_new = words[-1], False
        word.text += letter
        word.left, word.right = min(word.left, left), max(word.right, right)
        word.top, word.bottom = min(word.top, height - high), max(word.bottom, height - low)
    return words


def flat(text: str) -> str:
    """The same text whatever its line ends, its kind of spaces and its way to write accents."""
    return " ".join(unicodedata.normalize("NFC", text.replace("\ufffe", "-")).split())


def without_spaces(text: str) -> str:
    """The text as compared across lines that break inside a word."""
    return flat(text).replace(" ", "")


def pages_of(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def text_of_length(limit: int) -> str:
    return _WORDS[:limit].strip().ljust(limit, "s")


def facts_at_their_limits(text_of_length: Callable[[int], str] = text_of_length) -> CertificateFacts:
    """Every text as long as it may be, six competences, three signatories."""
    sample = sample_facts()
    texts: dict[str, Any] = {
        field.name: text_of_length(LIMITS[field.name]) for field in fields(sample) if field.name in LIMITS
    }
    texts["competences"] = (texts["competences"],) * 6
    texts["verification_url"] = "https://verification.exemple.org/".ljust(LIMITS["verification_url"], "a")
    texts["verification_code"] = "7KQ3M2XV" * 8
    texts["number"] = "LANDES-2022-".ljust(LIMITS["number"], "7")
    texts["title_rncp"], texts["block_code"] = "34137", "CCP1"
    signatory = Signatory(
        text_of_length(LIMITS["signatory_name"]), text_of_length(LIMITS["signatory_quality"])
    )
    return replace(sample, **texts, signatories=(signatory,) * 3, is_specimen=False)
