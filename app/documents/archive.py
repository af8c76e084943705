"""Files for the printer and for keeping, made of the archived bytes alone: one merged PDF, or a ZIP of single files."""

import unicodedata
from collections.abc import Iterable, Iterator
from io import BytesIO
from tempfile import TemporaryFile
from typing import BinaryIO, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pikepdf import Pdf

from app.documents.models import IssuedDocument
from app.documents.queries import facts_of
from app.documents.slips import without_seal

_CHUNK: Final = 256 * 1024
# File systems take 255 bytes; two names, a number and a rank stay below.
_LONGEST_NAME_BYTES: Final = 80
# A ZIP keeps a date for each file: always the same one, so that the same certificates make the same bytes.
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_READABLE_BY_ALL: Final = 0o644 << 16
_MADE_ON_UNIX: Final = 3

Printed = Iterable[tuple[IssuedDocument, bytes]]


def merged_pdf(documents: Printed) -> Iterator[bytes]:
    """Return the chunks of one PDF with a page for each certificate, in the order given.

    It is for the printer and claims no standard: only the archived single files are PDF/A and PDF/UA.
    """
    merged = Pdf.new()
    for _document, pdf in documents:
        merged.pages.extend(without_seal(Pdf.open(BytesIO(pdf))).pages)
    file = _temporary_file()
    # Identified by what is in it: the same certificates make the same bytes.
    merged.save(file, deterministic_id=True)
    return _chunks(file)


def zip_of_pdfs(documents: Printed) -> Iterator[bytes]:
    """Return the chunks of a ZIP that holds each certificate as it was archived, numbered in the order given."""
    file = _temporary_file()
    # PDFs are compressed already.
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for rank, (document, pdf) in enumerate(documents, start=1):
            entry = ZipInfo(f"{rank:03d}_{_name_parts(document)}_{document.number}.pdf", _ZIP_DATE)
            entry.external_attr, entry.create_system = _READABLE_BY_ALL, _MADE_ON_UNIX
            archive.writestr(entry, pdf)
    return _chunks(file)


def file_name(document: IssuedDocument) -> str:
    """Return the name of a single certificate's file: ``LANDES-2022-0001_Nom_Prénom.pdf``."""
    return f"{document.number}_{_name_parts(document)}.pdf"


def _name_parts(document: IssuedDocument) -> str:
    facts = facts_of(document)
    return f"{safe_name(facts.family_name)}_{safe_name(facts.given_name)}"


def safe_name(name: str) -> str:
    """Return a person's name as a part of a file name that every file system takes: letters, digits and hyphens."""
    composed = unicodedata.normalize("NFC", name)
    kept = "".join(each if each.isalnum() else "-" for each in composed)
    joined = "-".join(part for part in kept.split("-") if part) or "sans-nom"
    return joined.encode()[:_LONGEST_NAME_BYTES].decode(errors="ignore")


def _temporary_file() -> BinaryIO:
    # Not in memory: a network may print a thousand at once.
    return TemporaryFile()


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk
