"""Whoever reads English never meets a French sentence: the catalogue is whole, true to the source, and compiled."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from tests.sources import last_name_of, nodes_of

ROOT = Path(__file__).parent.parent
ENGLISH = ROOT / "app" / "translations" / "en" / "LC_MESSAGES"
KEYWORDS = {**DEFAULT_KEYWORDS, **parse_keywords(["N_", "_l"])}
PLACEHOLDER_OR_TAG = re.compile(r"%\(\w+\)[a-z]|</?\w+[^>]*>")

ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"])
FRENCH = re.compile(r"[àâçéèêëîïôœùû’«»]", re.IGNORECASE)
TAG, WORD = re.compile(r"<[^>]*>"), re.compile(r"[^\W\d_]{2,}")
SPOKEN_ATTRIBUTE = re.compile(r'\b(?:alt|aria-label|placeholder|title)="([^"]*)"')
IN_NO_LANGUAGE = {"Livret", "PDF", "numeric", "public", "screen", "table", "wide"}
"""The name of the product, that of a format, and classes that a template builds outside of a tag."""

Identifier = str | tuple[str, ...]
Found = tuple[int, str | None, Any, list[str]]
"""Line, function, what it is given, and comments to translators, of which there are none."""


@pytest.fixture(scope="module")
def extracted() -> set[Identifier]:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as settings:
        methods, options = parse_mapping_cfg(settings)  # type: ignore[no-untyped-call]
    quickly = [(files, QUICKLY[method]) for files, method in methods]
    found = extract_from_dir(str(ROOT), quickly, options, KEYWORDS)  # type: ignore[arg-type]  # it takes functions too
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


def test_a_template_says_nothing_that_is_not_translated() -> None:
    said = {
        f"{file.name}: {word}"
        for file in sorted((ROOT / "app" / "templates").rglob("*.html"))
        for word in WORD.findall(_said_outside_of_translations(file))
        if word not in IN_NO_LANGUAGE
    }
    assert said == set()


def test_a_page_or_a_refusal_says_nothing_in_french_that_is_not_translated(
    extracted: set[Identifier],
) -> None:
    translated = {each for found in extracted for each in (found if isinstance(found, tuple) else (found,))}
    said = {
        f"{file.relative_to(ROOT)}: {sentence}"
        for file in sorted((ROOT / "app").rglob("*.py"))
        for sentence in _said_in(file)
        if sentence not in translated
    }
    assert said == set()


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


def _said_by_calls(file: IO[bytes], keywords: Any, _tags: Any, **_options: Any) -> Iterator[Found]:
    """Find what Babel finds in a module, which it reads token by token; here it is parsed, once for every test."""
    for node in nodes_of(Path(file.name)):
        if isinstance(node, ast.Call) and (called := last_name_of(node.func)) in keywords:
            said = tuple(getattr(argument, "value", None) for argument in node.args)
            told = tuple(each if isinstance(each, str) else None for each in said)
            yield node.lineno, called, told, []


def _said_by_template(file: IO[bytes], keywords: Any, _tags: Any, **_options: Any) -> Iterator[Found]:
    """Find what Babel finds in a template, which it also reads for comments to translators."""
    for line, called, told in extract_from_ast(ENVIRONMENT.parse(file.read().decode()), keywords):
        yield line, called, told, []


QUICKLY = {"python": _said_by_calls, "jinja2": _said_by_template}


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


def _said_outside_of_translations(template: Path) -> str:
    """Return the words of a template that stand outside of its expressions and of its blocks to be translated."""
    written, is_translated, is_name_of_block = "", False, False
    for _line, kind, value in ENVIRONMENT.lex(template.read_text(encoding="utf-8")):
        if kind == "data":
            written += "" if is_translated else value
        elif kind == "name" and is_name_of_block and value in {"trans", "endtrans"}:
            is_translated = value == "trans"
        is_name_of_block = kind == "block_begin" or (is_name_of_block and kind == "whitespace")
    return " ".join([TAG.sub(" ", written), *SPOKEN_ATTRIBUTE.findall(written)])


def _said_in(module: Path) -> Iterator[str]:
    """Yield the French sentences of a page or a form outside of its docstrings, and the sentence of each refusal."""
    nodes = nodes_of(module)
    documentation = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    is_of_pages = {"views", "forms"} & {module.stem, *module.parts}
    for node in nodes:
        if isinstance(node, ast.Assign) and _is_message(node.targets[0]):
            yield from filter(None, map(_sentence, ast.walk(node.value)))
        elif is_of_pages and id(node) not in documentation and FRENCH.search(_sentence(node)):
            yield _sentence(node)


def _is_message(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id == "message"


def _sentence(node: ast.AST) -> str:
    """Return what stands between quotation marks, when it is more than a word."""
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return text if " " in text.strip() else ""


def _fixed(sentence: str) -> Counter[str]:
    return Counter(PLACEHOLDER_OR_TAG.findall(sentence))
