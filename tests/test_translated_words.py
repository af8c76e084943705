"""No text that somebody typed is looked up in the catalogue.

A name that happens to be a sentence of the catalogue would be shown as another one, and an empty one as the header of
the catalogue. So whatever is handed to ``gettext`` is written in the code, or stands in the list below with where it
comes from.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

from app.core.errors import RuleBroken
from tests.sources import last_name_of, nodes_of

APP = Path(__file__).parent.parent / "app"
LOOK_UP = {"_", "gettext", "ngettext", "_l", "lazy_gettext"}
OTHER_LOOK_UP = re.compile(rf"\b(?:{'|'.join(LOOK_UP)})\s*\(")
PLAIN_LOOK_UP = re.compile(OTHER_LOOK_UP.pattern + r"""\s*(?:"[^"\\]+"|'[^'\\]+')\s*[,)]""")
FROM_THE_CODE = {
    # Marked with N_ where the words stand.
    ("certification/forms/results.py", "label(outcome)"),
    ("certification/forms/results.py", "label(each)"),
    ("certification/forms/candidates.py", "label(level)"),
    ("certification/forms/decisions.py", "label(each)"),
    ("people/views/members.py", "label(role)"),
    ("web/filters.py", "label(value)"),
    ("web/navigation.py", "place.label"),
    ("web/errors.py", "title"),
    ("web/errors.py", "usual_explanation"),
    ("web/errors.py", "what_to_do"),
    ("exchange/exporting/templates.py", "template.instructions"),
    ("templates/exchange/files.html", "description.sentence"),
    ("templates/exchange/files.html", "contents"),
    ("templates/exchange/choose_export.html", "contents"),
    ("templates/exchange/new_import.html", "description.sentence"),
    # The kinds of paper are folders of the code.
    ("templates/documents/paper_models.html", "name"),
    # Programmes are data of the code.
    ("training/views/cohorts.py", "programme.name"),
    ("templates/training/cohort.html", "programme.name"),
    # So are the public holidays.
    ("templates/training/trial.html", "out.public_holiday"),
    # The sentence of a refusal or of a notice; what somebody typed is among its facts, which are put in afterwards.
    ("web/messages.py", "message"),
}


def test_only_words_of_the_code_are_looked_up_in_the_catalogue() -> None:
    assert set(_looked_up()) == FROM_THE_CODE


def test_what_somebody_typed_never_is_the_sentence_of_a_refusal() -> None:
    """The sentence belongs to the class; one that is built for an occasion would hold what was typed."""
    built = [
        f"{path}:{node.lineno}"
        for path, node in _python()
        if isinstance(node, ast.Attribute) and node.attr == "message" and isinstance(node.ctx, ast.Store)
    ]
    assert built == []
    assert all(isinstance(each.message, str) and each.message for each in _refusals(RuleBroken))


def _looked_up() -> Iterator[tuple[str, str]]:
    for path, node in _python():
        if isinstance(node, ast.Call) and node.args:
            first, *_others, last = [*node.args, node.args[-1]]
            if last_name_of(node.func) in LOOK_UP and not _is_sentence(first):
                yield path, ast.unparse(first)
            elif isinstance(first, ast.Name) and first.id in LOOK_UP:
                yield path, ast.unparse(last)
    environment = Environment(extensions=["jinja2.ext.i18n"])
    for file in APP.rglob("*.html"):
        source = file.read_text(encoding="utf-8")
        if OTHER_LOOK_UP.search(PLAIN_LOOK_UP.sub("", source)) is None:
            # To read a template as Jinja does takes a hundred times as long as to see that it only looks up sentences.
            continue
        for call in environment.parse(source).find_all(nodes.Call):
            is_looked_up = isinstance(call.node, nodes.Name) and call.node.name in LOOK_UP
            if is_looked_up and call.args and not isinstance(call.args[0], nodes.Const):
                yield _short(file), _written_in(source, call)


def _is_sentence(word: ast.expr) -> bool:
    return isinstance(word, ast.Constant) and isinstance(word.value, str) and word.value != ""


def _written_in(source: str, call: nodes.Call) -> str:
    line = source.splitlines()[call.lineno - 1]
    found = re.search(r"\b_\(([a-z_.]+)\)", line)
    return found[1] if found else line.strip()


def _python() -> Iterator[tuple[str, ast.AST]]:
    for file in APP.rglob("*.py"):
        path = _short(file)
        for node in nodes_of(file):
            yield path, node


def _short(file: Path) -> str:
    return file.relative_to(APP).as_posix()


def _refusals(kind: type[RuleBroken]) -> Iterator[type[RuleBroken]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _refusals(below)
