"""What every file becomes first: headings and rows of plain values, with the line where a person finds them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from app.exchange.refusals import CellTooLong, EmptyFile, TooManyColumns, TooManyRows

Cell = str | float | bool | date | datetime | time | timedelta | None
"""One cell. Text is stripped and never blank: what is blank is None."""

MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 256
MAX_SEPARATED: Final = 16_384
"""Columns of Excel: its files may separate as many and leave all but a few blank."""

MAX_CELL_CHARACTERS: Final = 32_767
"""What one cell of Excel can hold."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank. ``line`` counts as a text editor or Excel does; ``cells`` are as many as headings."""

    line: int
    cells: tuple[Cell, ...]
    has_surplus: bool = False
    """Whether a cell is filled beyond the last heading: the row is shifted, or its separator stands in a text."""


@dataclass(frozen=True, slots=True)
class Table:
    """The headings in their order and the rows below. Blank headings are kept, since some layouts go by position."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str | None = None
    """The name of the sheet, or None when the file is a text."""
    other_sheets: tuple[str, ...] = ()
    """The visible sheets of the same workbook that were not read."""


def table_from(
    records: Iterable[tuple[int, Sequence[object]]],
    filename: str,
    *,
    sheet: str | None = None,
    other_sheets: tuple[str, ...] = (),
) -> Table:
    """Return the table of ``records``: line numbers with raw cells. The first one not blank has the headings.

    :raises EmptyFile: when all are blank.
    :raises TooManyRows, TooManyColumns, CellTooLong: beyond the limits.
    """
    filled = _filled_records(records)
    first = next(filled, None)
    if first is None:
        raise EmptyFile(filename=filename)
    headers = tuple("" if cell is None else " ".join(str(cell).split()) for cell in first[1])
    rows = tuple(_row(line, cells, len(headers)) for line, cells in filled)
    return Table(headers, rows, sheet, other_sheets)


def _filled_records(
    records: Iterable[tuple[int, Sequence[object]]],
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    count = 0
    for line, raw in records:
        if len(raw) > MAX_SEPARATED:
            raise TooManyColumns(line=line, limit=MAX_COLUMNS)
        width = _filled_width(raw)
        if not width:
            continue
        count += 1
        if count > MAX_ROWS + 1:
            raise TooManyRows(limit=MAX_ROWS)
        if width > MAX_COLUMNS:
            raise TooManyColumns(line=line, limit=MAX_COLUMNS)
        yield line, tuple(_cell(value, line) for value in raw[:width])


def _cell(value: object, line: int) -> Cell:
    if isinstance(value, str):
        text = value.strip()
        if len(text) > MAX_CELL_CHARACTERS:
            raise CellTooLong(line=line, limit=MAX_CELL_CHARACTERS)
        return text or None
    if value is None or isinstance(value, bool | date | time | timedelta):
        return value
    return float(str(value))


def _filled_width(raw: Sequence[object]) -> int:
    """Return how far a row is filled. Most cells of a hostile file are blank: only those that are not get read."""
    width = len(raw)
    while width and _is_blank(raw[width - 1]):
        width -= 1
    return width


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _row(line: int, cells: tuple[Cell, ...], width: int) -> Row:
    padded = cells[:width] + (None,) * (width - len(cells))
    return Row(line, padded, has_surplus=len(cells) > width)
