"""Answers that need more than a page: files that are handed to the browser, and what nobody may keep."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from flask import Response, make_response

CSV_TYPE: Final = "text/csv; charset=utf-8"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF_TYPE: Final = "application/pdf"
ZIP_TYPE: Final = "application/zip"


def download(
    content: bytes | Iterable[bytes], filename: str, content_type: str, *, inline: bool = False
) -> Response:
    """Return a file, whole or in chunks, under a name that any browser and any file system takes."""
    disposition = "inline" if inline else "attachment"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in filename)
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = (
        f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    )
    return response


def unstored(page: str, status: int) -> Response:
    """Return a page whose address is a secret: neither a proxy nor the next page may get it."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
