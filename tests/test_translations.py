"""Whoever reads English never meets a French sentence: the catalogue is whole, true to the source, and compiled."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

ROOT = Path(__file__).parent.parent
ENGLISH = ROOT / "app" / "translations" / "en" / "LC_MESSAGES"
KEYWORDS = {**DEFAULT_KEYWORDS, **parse_keywords(["N_", "_l"])}
PLACEHOLDER_OR_TAG = re.compile(r"%\(\w+\)[a-z]|</?\w+[^>]*>")

Identifier = str | tuple[str, ...]


@pytest.fixture(scope="module")
def extracted() -> set[Identifier]:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as settings:
        methods, options = parse_mapping_cfg(settings)  # type: ignore[no-untyped-call]
    found = extract_from_dir(str(ROOT), methods, options, KEYWORDS)
    return {message for _file, _line, message, _comments, _context in found}


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (ENGLISH / "messages.po").open("rb") as written:
        return read_po(written, locale="en")


def test_the_interface_has_all_its_sentences_in_the_extraction(extracted: set[Identifier]) -> None:
    assert len(extracted) > 500


def test_every_sentence_of_the_interface_is_in_the_english_catalogue(
    extracted: set[Identifier], english: Catalog
) -> None:
    translated = {identifier for identifier, _french, _english in _pairs(english)}
    assert sorted(map(str, extracted - translated)) == []


def test_the_english_catalogue_has_nothing_the_interface_no_longer_says(
    extracted: set[Identifier], english: Catalog
) -> None:
    catalogued = {identifier for identifier, _french, _english in _pairs(english)}
    assert sorted(map(str, catalogued - extracted)) == []
    assert not english.obsolete


def test_no_translation_is_empty_or_uncertain(english: Catalog) -> None:
    assert [french for _identifier, french, translation in _pairs(english) if not translation.strip()] == []
    assert [message.id for message in _messages(english) if message.fuzzy] == []


def test_a_translation_keeps_the_placeholders_and_the_markup(english: Catalog) -> None:
    changed = [french for _identifier, french, said in _pairs(english) if _fixed(french) != _fixed(said)]
    assert changed == []


def test_what_is_served_is_what_is_written(english: Catalog) -> None:
    # Sentence by sentence: the header of a compiled file holds the minute in which it was made.
    with (ENGLISH / "messages.mo").open("rb") as served:
        compiled = read_mo(served)
    assert sorted(_pairs(compiled), key=str) == sorted(_pairs(english), key=str)


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "Forgotten your password?"), ("fr", "Mot de passe oublié")]
)
def test_the_sign_in_page_speaks_the_language_of_the_browser(
    client: FlaskClient, language: str, sentence: str
) -> None:
    page = client.get("/connexion", headers={"Accept-Language": language})
    assert f'<html lang="{language}"' in page.text
    assert sentence in page.text


def _messages(catalogue: Catalog) -> Iterator[Message]:
    # The message with an empty identifier is the header of the file.
    return (message for message in catalogue if message.id)


def _pairs(catalogue: Catalog) -> Iterator[tuple[Identifier, str, str]]:
    """Yield the identifier of each message with its French and its English, once for each plural form."""
    for message in _messages(catalogue):
        if isinstance(message.id, str):
            yield message.id, message.id, str(message.string)
        else:
            for french, translation in zip(message.id, message.string or (), strict=True):
                yield tuple(message.id), french, translation


def _fixed(sentence: str) -> Counter[str]:
    return Counter(PLACEHOLDER_OR_TAG.findall(sentence))
