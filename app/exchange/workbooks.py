"""Reads one sheet of an XLSX workbook that was checked before."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from python_calamine import CalamineWorkbook, PasswordError, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from app.core.identifiers import folded
from app.exchange.refusals import DamagedWorkbook, EncryptedWorkbook, HiddenSheet, SeveralSheets, UnknownSheet

Sheet = tuple[str, Iterable[tuple[int, Sequence[object]]], tuple[str, ...]]


def read_sheet(package: bytes, containing: str | None) -> Sheet:
    """Return the name of the sheet, its rows with their Excel numbers, and the visible sheets that were left.

    :raises UnknownSheet, HiddenSheet, SeveralSheets: when no single visible sheet has a name with ``containing`` in it.
    :raises DamagedWorkbook, EncryptedWorkbook: when the workbook cannot be read.
    """
    with _readers_errors_named():
        workbook = CalamineWorkbook.from_object(io.BytesIO(package))
        sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    chosen = choose_sheet(sheets, containing)
    with _readers_errors_named():
        rows = workbook.get_sheet_by_name(chosen.name).to_python(skip_empty_area=False)
    others = tuple(sheet.name for sheet in sheets if _is_visible(sheet) and sheet is not chosen)
    return chosen.name, enumerate(rows, start=1), others


@contextmanager
def _readers_errors_named() -> Iterator[None]:
    try:
        yield
    except PasswordError as error:
        raise EncryptedWorkbook from error
    except Exception as error:
        # The reader is compiled and raises many kinds of errors on altered files; each means the same to the person.
        raise DamagedWorkbook from error
    except BaseException as error:
        # A panic of the compiled reader is no Exception, so that it is not caught by accident; here it is on purpose.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedWorkbook from error


def choose_sheet(sheets: Sequence[SheetMetadata], containing: str | None) -> SheetMetadata:
    """Return the sheet whose name contains ``containing``, whatever the case and accents; without it the first visible.

    :raises UnknownSheet, HiddenSheet, SeveralSheets: when there is none, or none that can be seen, or more than one.
    """
    wanted = folded(containing or "")
    named = [sheet for sheet in sheets if wanted in folded(sheet.name)]
    visible = [sheet for sheet in named if _is_visible(sheet)]
    if not named:
        raise UnknownSheet(wanted=containing or "", found=_names(sheets))
    if not visible:
        raise HiddenSheet(sheet=named[0].name)
    if containing and len(visible) > 1:
        raise SeveralSheets(found=_names(visible))
    return visible[0]


def _is_visible(sheet: SheetMetadata) -> bool:
    return sheet.visible == SheetVisibleEnum.Visible


def _names(sheets: Sequence[SheetMetadata]) -> str:
    return ", ".join(f"« {sheet.name} »" for sheet in sheets)
