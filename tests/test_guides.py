"""The guides name what people press: each label they quote is one that the pages bear, in the language of the guide."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "app" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
NOT_OF_A_PAGE = {"taille réelle", "actual size", "English"}
"""What the printer's own window says, and the language switch, which bears its name in its own language."""

QUOTES = {"fr": re.compile(r"« ([^»]+) »"), "en": re.compile(r"“([^”]+)”")}
PLACEHOLDER = re.compile(r"%\\\((?:\w+)\\\)s")


@pytest.mark.parametrize("guide", sorted((ROOT / "docs" / "guide").glob("*.md")), ids=lambda path: path.stem)
def test_a_guide_quotes_labels_that_the_pages_bear(guide: Path) -> None:
    french, english = guide.read_text(encoding="utf-8").split("\n---\n")
    assert unknown_labels(french, "fr") == []
    assert unknown_labels(english, "en") == []


def unknown_labels(text: str, language: str) -> list[str]:
    """Return what ``text`` quotes and no page in ``language`` says."""
    quoted = {" ".join(label.split()) for label in QUOTES[language].findall(text)}
    patterns = [PLACEHOLDER.sub(".+", re.escape(sentence)) for sentence in sentences(language)]
    known = re.compile("|".join(patterns))
    return sorted(label for label in quoted - NOT_OF_A_PAGE if not known.fullmatch(label))


def sentences(language: str) -> list[str]:
    """Return the sentences of the interface, without those that are nothing but placeholders."""
    with CATALOGUE.open("rb") as written:
        catalogue = read_po(written, locale="en")
    found: list[str] = []
    for message in catalogue:
        said = message.id if language == "fr" else message.string
        found += [said] if isinstance(said, str) else list(said or ())
    return [sentence for sentence in found if re.search(r"\w{3}", re.sub(r"%\(\w+\)s", "", sentence))]
