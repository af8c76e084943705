"""Writes tables for French spreadsheets, in which no text can act as a formula. The same data gives the same bytes."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.exchange.cells import FORMULA_SIGNS
from app.exchange.tables import MAX_CELL_CHARACTERS

Written = str | int | float | Decimal | bool | date | datetime | None
"""What a cell of an export may hold."""

_GUARDED_STARTS: Final = (*FORMULA_SIGNS, "\t", "\r", "\n")
_NARROWEST: Final = 10
_WIDEST: Final = 60
_INSTRUCTIONS: Final = "Mode d’emploi"
_CREATED_ON: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A date of creation that never changes, so that the bytes depend on the data alone."""


class ColumnFormat(StrEnum):
    """How Excel shows the numbers and dates of a column."""

    GENERAL = "General"
    WHOLE = "0"
    HOURS = "0.00"
    DATE = "dd/mm/yyyy"


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Written]]) -> bytes:
    """Return a CSV as Excel on a French machine expects it: ``;``, UTF-8 with its mark, decimal commas, CRLF.

    Text that a spreadsheet would take for a formula is given an apostrophe; numbers stay numbers.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([_guarded(header) for header in headers])
    writer.writerows([_as_text(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _as_text(value: Written) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Oui" if value else "Non"
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case float() | Decimal():
            return f"{Decimal(str(value)):f}".replace(".", ",")
        case int():
            return str(value)
    return _guarded(value)


def _guarded(text: str) -> str:
    # Some spreadsheets drop the blanks before they look for a formula.
    is_formula = text.startswith(_GUARDED_STARTS) or text.lstrip().startswith(_GUARDED_STARTS)
    return f"'{text}" if is_formula else text


def write_xlsx(
    sheet_name: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Written]],
    formats: Sequence[ColumnFormat] = (),
    *,
    instructions: Sequence[str] = (),
) -> bytes:
    """Return a workbook with one table, its headings frozen and filtered, and a sheet of instructions if there are any.

    ``formats`` goes by column; a missing one is general. Texts are typed as texts, so that none becomes a formula.
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"created": _CREATED_ON})
        bold = workbook.add_format({"bold": True, "bottom": 1})
        known = {kind: workbook.add_format({"num_format": kind.value}) for kind in ColumnFormat}
        columns = [known[kind] for kind in formats]
        columns += [known[ColumnFormat.GENERAL]] * (len(headers) - len(columns))
        _write_table(
            workbook.add_worksheet(sheet_name), headers, rows, [bold, *columns], known[ColumnFormat.DATE]
        )
        if instructions:
            sheet = workbook.add_worksheet(_INSTRUCTIONS)
            sheet.set_column(0, 0, _WIDEST * 2)
            for number, sentence in enumerate(instructions):
                sheet.write_string(number, 0, sentence)
    return buffer.getvalue()


def _write_table(
    sheet: Worksheet,
    headers: Sequence[str],
    rows: Iterable[Sequence[Written]],
    formats: Sequence[Format],
    date_format: Format,
) -> None:
    bold, *columns = formats
    widths = [len(header) for header in headers]
    for place, header in enumerate(headers):
        sheet.write_string(0, place, header, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            is_date = isinstance(value, date)
            _write_cell(sheet, last, place, value, date_format if is_date else columns[place])
            widths[place] = max(widths[place], len(_as_text(value)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, max(len(headers) - 1, 0))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width + 2, _NARROWEST), _WIDEST), columns[place])


def _write_cell(sheet: Worksheet, row: int, place: int, value: Written, shape: Format) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_string(row, place, _as_text(value))
        case date():
            sheet.write_datetime(row, place, value, shape)
        case int() | float() | Decimal():
            sheet.write_number(row, place, value, shape)
        case _:
            sheet.write_string(row, place, value[:MAX_CELL_CHARACTERS])
