"""Reads facts back from what JSON holds of them, by the types that they declare."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

F = TypeVar("F")


def facts_from(kind: type[F], values: dict[str, Any]) -> F:
    """Return the facts of this kind that were written as these values.

    :raises ValueError, TypeError, KeyError: when they hold none.
    """
    hints = get_type_hints(kind)
    unknown = values.keys() - {field.name for field in fields(cast(Any, kind))}
    if unknown:
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: _read(hints[name], value) for name, value in values.items()})


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(hint, UnionType):
        (hint,) = (each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint), value)
    if is_dataclass(hint):
        return facts_from(cast(Any, hint), value)
    if isinstance(hint, type) and issubclass(hint, date | time):
        return hint.fromisoformat(value)
    return hint(value) if isinstance(hint, type) and issubclass(hint, Enum) else value


def _tuple(hints: tuple[Any, ...], values: list[Any]) -> tuple[Any, ...]:
    if hints[-1] is Ellipsis:
        return tuple(_read(hints[0], value) for value in values)
    return tuple(_read(hint, value) for hint, value in zip(hints, values, strict=True))
