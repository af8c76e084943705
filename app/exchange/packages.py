"""Looks into an XLSX before the reader of workbooks does, which trusts what it is given.

That reader reserves memory for the whole rectangle around the filled cells, and a copy of each shared text for each
cell that shows it: a file of five kilobytes with one cell in the last corner ends the process. So every part is
measured here first, and the reader receives a fresh package that holds nothing but the parts that were measured.
"""

import io
import struct
import zipfile
import zlib
from typing import Final

from app.exchange.refusals import (
    DamagedWorkbook,
    EncryptedWorkbook,
    TooLargeInside,
    WorkbookWithMacros,
    WrongKindOfFile,
)
from app.exchange.worksheet_xml import Measures

MEGABYTE: Final = 1024 * 1024
MAX_UNPACKED_BYTES: Final = 50 * MEGABYTE
MAX_PARTS: Final = 1000
_ENCRYPTED_FLAG: Final = 0x1
_COMPRESSIONS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OTHER_PACKAGES: Final = (
    ("xl/workbook.bin", "XLSB"),
    ("word/document.xml", "DOCX"),
    ("ppt/presentation.xml", "PPTX"),
    ("mimetype", "ODS"),
)
_ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises on packages that are cut short or altered."""
_MACROS: Final = "xl/vbaProject.bin"


def checked_copy(data: bytes, filename: str) -> bytes:
    """Return the workbook ``data`` with its measured XML parts alone, uncompressed.

    :raises WrongKindOfFile: when the package holds no XLSX workbook.
    :raises EncryptedWorkbook, WorkbookWithMacros: for these.
    :raises TooLargeInside, TooManyCells, TooManyRows: when it would take too much memory.
    :raises DamagedWorkbook: when the package or a part of it cannot be read to its end.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_contents(package, filename)
            return _copied(package)
    except _ZIP_ERRORS as error:
        raise DamagedWorkbook from error


def _check_contents(package: zipfile.ZipFile, filename: str) -> None:
    names = package.namelist()
    if "xl/workbook.xml" not in names:
        kind = next((kind for name, kind in _OTHER_PACKAGES if name in names), "ZIP")
        raise WrongKindOfFile(filename=filename, kind=kind)
    if _MACROS in names:
        raise WorkbookWithMacros
    parts = package.infolist()
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise EncryptedWorkbook
    if len(set(names)) != len(names) or any(part.compress_type not in _COMPRESSIONS for part in parts):
        raise DamagedWorkbook
    # The sizes are those that the package declares; reading a part never goes beyond the declared one.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise TooLargeInside(limit=MAX_UNPACKED_BYTES // MEGABYTE)


def _copied(package: zipfile.ZipFile) -> bytes:
    measures = Measures()
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as target:
        for name in package.namelist():
            if name.lower().endswith((".xml", ".rels")):
                content = package.read(name)
                measures.take(content)
                target.writestr(zipfile.ZipInfo(name), content)
    measures.check()
    return copy.getvalue()
