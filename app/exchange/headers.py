"""Finds the columns of a layout by their headings, as people write them."""

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.core.identifiers import folded
from app.exchange.refusals import DuplicateHeader, MissingColumns
from app.exchange.tables import Cell

_NOT_A_LETTER = re.compile(r"[\W_]+")
_CLOSE_ENOUGH: Final = 0.6


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a layout: the field it fills, its headings from the usual one on, and how a cell is converted.

    ``convert`` is given None when the column is not required and not there.
    """

    field: str
    headings: tuple[str, ...]
    convert: Callable[[Cell], Any]
    is_required: bool = True

    @property
    def heading(self) -> str:
        """Return the heading by which messages name the column."""
        return self.headings[0]


def header_key(header: str) -> str:
    """Return what two headings have in common: letters and digits, without case, accents, signs and repeated blanks."""
    return " ".join(_NOT_A_LETTER.sub(" ", folded(header)).split())


def find_columns(headers: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Return the position of each column that is there, by field. Other headings are nobody's business.

    :raises MissingColumns: naming all required columns that are not there, each with the closest heading.
    :raises DuplicateHeader: when two columns have one and the same known heading.
    """
    keys = [header_key(header) for header in headers]
    positions = {
        column.field: position for column in columns if (position := _position(column, keys)) is not None
    }
    missing = [column for column in columns if column.is_required and column.field not in positions]
    if missing:
        free = [key for position, key in enumerate(keys) if key and position not in positions.values()]
        named = ", ".join(_with_closest(column.heading, headers, keys, free) for column in missing)
        raise MissingColumns(missing=named, found=", ".join(f"« {header} »" for header in headers if header))
    return positions


def _position(column: Column, keys: Sequence[str]) -> int | None:
    for heading in column.headings:
        key = header_key(heading)
        if keys.count(key) > 1:
            raise DuplicateHeader(header=heading)
        if key in keys:
            return keys.index(key)
    return None


def _with_closest(heading: str, headers: Sequence[str], keys: Sequence[str], free: Sequence[str]) -> str:
    closest = difflib.get_close_matches(header_key(heading), free, n=1, cutoff=_CLOSE_ENOUGH)
    return f"« {heading} » (≈ « {headers[keys.index(closest[0])]} »)" if closest else f"« {heading} »"
