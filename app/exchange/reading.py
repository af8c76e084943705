"""The one door for files that come in: what kind of file it is, by its content, and its table."""

from pathlib import PurePath
from typing import Final

from app.exchange.packages import MEGABYTE, checked_copy
from app.exchange.refusals import EmptyFile, EncryptedWorkbook, TooLarge, WrongKindOfFile
from app.exchange.tables import Table, table_from
from app.exchange.text_files import read_text_records
from app.exchange.workbooks import read_sheet

MAX_UPLOAD_BYTES: Final = 10 * MEGABYTE

_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of Microsoft's older formats, in which encrypted new ones travel too."""
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OTHER_KINDS: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3\x00", "SQLite"),
)
_MARKUP: Final = ((b"<!doctype html", "HTML"), (b"<html", "HTML"), (b"<table", "HTML"), (b"<?xml", "XML"))
_TEXT_STARTS_ALIKE: Final = frozenset({b"BM", b"MZ"})
"""Two letters can also start a heading; these kinds are told by a NUL byte among the first ones as well."""


def read_table(data: bytes, filename: str, *, sheet_containing: str | None = None) -> Table:
    """Return the table in ``data``. ``filename`` is only for the messages; the content decides what the file is.

    In a workbook, ``sheet_containing`` is a part of the name of the sheet, in any case and with or without accents;
    without it the first visible sheet is read. A text has no sheets and is read whole.

    :raises UnreadableFile: one of its kinds, with what is wrong and what to do.
    """
    name = PurePath(filename.replace("\\", "/")).name
    if len(data) > MAX_UPLOAD_BYTES:
        raise TooLarge(filename=name, limit=MAX_UPLOAD_BYTES // MEGABYTE)
    if not data.strip(b" \t\r\n\x00"):
        raise EmptyFile(filename=name)
    if data.startswith(_ZIP):
        sheet, records, others = read_sheet(checked_copy(data, name), sheet_containing)
        return table_from(records, name, sheet=sheet, other_sheets=others)
    _refuse_other_kinds(data, name)
    return table_from(read_text_records(data), name)


def _refuse_other_kinds(data: bytes, filename: str) -> None:
    if data.startswith(_COMPOUND_FILE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedWorkbook
        kind = "DOC" if "WordDocument".encode("utf-16-le") in data else "XLS"
        raise WrongKindOfFile(filename=filename, kind=kind)
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signature, kind in _MARKUP:
        if start.startswith(signature):
            raise WrongKindOfFile(filename=filename, kind=kind)
    for signature, kind in _OTHER_KINDS:
        is_text = signature in _TEXT_STARTS_ALIKE and b"\x00" not in data[:64]
        if data.startswith(signature) and not is_text:
            raise WrongKindOfFile(filename=filename, kind=kind)
