"""Turns the rows of a table into the rows of a layout, and says everything that is wrong with them."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Generic, NamedTuple, TypeVar

from app.core.counting import Stage, counted
from app.core.errors import RuleBroken
from app.core.language import N_
from app.exchange.headers import Column, find_columns
from app.exchange.refusals import NoRows
from app.exchange.tables import Cell, Row, Table

R = TypeVar("R")

_KEPT_VALUES: Final = 4096
"""So many cells of a column are remembered with what they became."""


class DuplicateRow(RuleBroken):
    """The same thing is said in two rows of the file."""

    message = N_("Cette ligne répète la ligne %(first)s. Gardez-en une seule.")


class ShiftedRow(RuleBroken):
    """The row is longer than the headings."""

    message = N_(
        "Cette ligne a plus de cellules que de titres : un séparateur se trouve sans doute dans un texte."
    )


class NobodyNamed(RuleBroken):
    """The row says neither by identifier nor by e-mail who is meant."""

    message = N_("Cette ligne ne dit pas de qui il s’agit : indiquez l’identifiant ou l’adresse e-mail.")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one line, and in which column where it is a matter of one."""

    line: int
    refusal: RuleBroken
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed(Generic[R]):
    """The good rows, the problems in the order of the file, and the headings that were not used."""

    rows: tuple[R, ...]
    problems: tuple[Problem, ...]
    ignored_headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout(Generic[R]):
    """The columns of one kind of file and what makes its rows.

    ``make`` receives the line and the converted cells by field, and may break a rule; ``keys`` says by what a row is
    the same as another, with the blank ones left out.
    """

    columns: tuple[Column, ...]
    make: Callable[..., R]
    keys: Callable[[R], Iterable[Hashable]]

    def parse(self, table: Table) -> Parsed[R]:
        """Return all rows of ``table`` and all of their problems, finding the columns by their headings.

        :raises MissingColumns, DuplicateHeader: when the headings do not make this layout.
        :raises NoRows: when there is nothing below them.
        """
        return self.parse_at(table, find_columns(table.headers, self.columns))

    def parse_at(self, table: Table, positions: Mapping[str, int]) -> Parsed[R]:
        """Return the same with columns whose positions are known.

        :raises NoRows: when there is no row.
        """
        if not table.rows:
            raise NoRows
        rows: list[R] = []
        problems: list[Problem] = []
        first_lines: dict[Hashable, int] = {}
        readers = [_reader(column, positions, table.headers) for column in self.columns]
        for source in counted(table.rows, Stage.READ):
            row, found = self._row(source, readers)
            problems.extend(found)
            if row is None:
                continue
            keys = tuple(self.keys(row))
            repeated = next((first_lines[key] for key in keys if key in first_lines), None)
            if repeated is None:
                rows.append(row)
                first_lines.update(dict.fromkeys(keys, source.line))
            else:
                problems.append(Problem(source.line, DuplicateRow(first=repeated)))
        used = set(positions.values())
        ignored = tuple(header for place, header in enumerate(table.headers) if header and place not in used)
        return Parsed(tuple(rows), tuple(problems), ignored)

    def _row(self, source: Row, readers: Sequence["_Reader"]) -> tuple[R | None, list[Problem]]:
        if source.has_surplus:
            return None, [Problem(source.line, ShiftedRow())]
        values: dict[str, Any] = {"line": source.line}
        problems: list[Problem] = []
        for field, position, heading, convert in readers:
            try:
                values[field] = convert(None if position is None else source.cells[position])
            except RuleBroken as refusal:
                problems.append(Problem(source.line, refusal, heading))
        if problems:
            return None, problems
        try:
            return self.make(**values), []
        except RuleBroken as refusal:
            return None, [Problem(source.line, refusal)]


class _Reader(NamedTuple):
    """How one column of a table is read: where it stands, what it is called there, what its cells become."""

    field: str
    position: int | None
    heading: str
    convert: Callable[[Cell], Any]


def _reader(column: Column, positions: Mapping[str, int], headers: Sequence[str]) -> _Reader:
    position = positions.get(column.field)
    named = headers[position] if position is not None else ""
    # Most columns say the same few things in all their rows. Typed, since Python takes 1 and True for the same.
    convert = lru_cache(_KEPT_VALUES, typed=True)(column.convert)
    return _Reader(column.field, position, named or column.heading, convert)
