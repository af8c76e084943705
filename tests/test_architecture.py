"""The arrows, the types and the habits of the house, checked so that nobody has to remark on them twice."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import TypeGuard

from tests.sources import functions_of, last_name_of, nodes_of, parsed

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "app").rglob("*.py"))
VIEWS = [path for path in MODULES if "views" in path.relative_to(ROOT).with_suffix("").parts]
FEATURES = sorted(path.parent for path in ROOT.glob("app/*/__init__.py"))
READERS_OF_THE_CLOCK = {ROOT / "app/web/clock.py", ROOT / "app/cli.py"}
TEMPLATES = sorted((ROOT / "app" / "templates").rglob("*.html"))
IMPORTED = re.compile(r"{% from \"[^\"]+\" import ([^%]+?)(?: with context)? %}")
LONGEST_FILE = 300


def test_every_import_points_downwards() -> None:
    run_tool("lint-imports", "--no-logo", "--no-cache")


def test_only_the_edge_reads_the_clock() -> None:
    """Rules and services take ``today`` or ``now`` as an argument, and so can be tried on any day."""
    assert [
        f"{place(path, node)} reads the clock: take today or now as an argument"
        for path in MODULES
        if path not in READERS_OF_THE_CLOCK
        for node in nodes_of(path)
        if is_reading_of_the_clock(node)
    ] == []


def test_a_feature_package_holds_its_docstring_and_nothing_else() -> None:
    """An import there would run for every module of the feature, and is how cycles begin."""
    contents = {folder.name: parsed(folder / "__init__.py") for folder in FEATURES}
    assert [
        f"app/{name}/__init__.py: one docstring is all it may hold"
        for name, module in contents.items()
        if ast.get_docstring(module) is None or len(module.body) != 1
    ] == []


def test_a_page_leaves_the_database_to_queries_and_services() -> None:
    assert [
        f"{place(path, node)} uses the database session: ask a query or a service"
        for path in VIEWS
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and node.attr == "session" and ast.unparse(node) == "db.session"
    ] == []


def test_a_page_hands_a_person_to_services_and_not_a_proxy() -> None:
    """What stands behind ``current_user`` depends on the request; a service is given who it was."""
    assert [
        f"{place(path, node.value)} hands current_user on: hand signed_in_person()"
        for path in VIEWS
        for call in nodes_of(path)
        if isinstance(call, ast.Call)
        for node in [*call.keywords, *(ast.keyword(value=each) for each in call.args)]
        if isinstance(node.value, ast.Name) and node.value.id == "current_user"
    ] == []


def test_every_function_says_its_types() -> None:
    assert [
        f"{place(path, function)} {function.name} has an argument or a result without its type"
        for folder in ("app", "tests", "benchmarks")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for function in functions_of(path)
        if not is_annotated(function)
    ] == []


def test_a_template_imports_no_piece_that_it_does_not_draw() -> None:
    """What it includes sees its pieces as well."""
    assert [
        f"{path.relative_to(ROOT)} imports {piece} and does not use it"
        for path in TEMPLATES
        for pieces in IMPORTED.findall(path.read_text())
        for piece in pieces.split(", ")
        if len(re.findall(rf"\b{piece.split()[-1]}\b", with_what_it_includes(path))) < 2
    ] == []


def test_no_file_grows_beyond_what_one_reads_in_one_go() -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def run_tool(name: str, *arguments: str) -> None:
    """Run a tool of this environment, and fail with what it says."""
    tool = Path(sys.executable).with_name(name)
    done = subprocess.run([tool, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def with_what_it_includes(template: Path) -> str:
    """The text of a template, and of each that it includes."""
    text = template.read_text()
    included = re.findall(r'{% include "([^"]+)" %}', text)
    return "".join([text, *((ROOT / "app" / "templates" / name).read_text() for name in included)])


def place(path: Path, node: ast.expr | ast.stmt) -> str:
    """Where to click."""
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def is_reading_of_the_clock(node: ast.AST) -> TypeGuard[ast.Call]:
    """``date.today()``, ``datetime.now(UTC)`` and the like, however the module was imported."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    source = last_name_of(node.func.value)
    return source in {"date", "datetime"} and node.func.attr in {"now", "today", "utcnow"}


def is_annotated(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the result and every argument but ``self`` and ``cls`` has a type."""
    arguments = function.args
    named = [
        *arguments.posonlyargs,
        *arguments.args,
        *arguments.kwonlyargs,
        arguments.vararg,
        arguments.kwarg,
    ]
    untyped = [each for each in named if each is not None and each.annotation is None]
    return function.returns is not None and {each.arg for each in untyped} <= {"self", "cls"}
