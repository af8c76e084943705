"""The code of the project as Python reads it: each file parsed once, however many tests look at it."""

import ast
from functools import cache
from pathlib import Path


@cache
def parsed(path: Path) -> ast.Module:
    """What is written in a file; nobody may change it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """Everything that is written in a file, from the outside to the inside."""
    return list(ast.walk(parsed(path)))


def functions_of(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file, inner ones too: they stand among statements, never in an expression."""
    found: list[ast.AST] = [parsed(path)]
    for node in found:
        for value in vars(node).values():
            if isinstance(value, list):
                found += [each for each in value if isinstance(each, _STATEMENTS)]
    return [node for node in found if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


_STATEMENTS = (ast.stmt, ast.ExceptHandler, ast.match_case)


def last_name_of(expression: ast.expr) -> str:
    """``c`` of ``a.b.c`` and of ``c``, nothing of what is no name."""
    match expression:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
