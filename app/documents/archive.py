"""Files for the printer and for keeping, made of the archived bytes alone: one merged PDF, or a ZIP of single files."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from tempfile import TemporaryFile
from typing import BinaryIO, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pikepdf import Pdf

from app.documents.models import IssuedDocument
from app.documents.naming import check_pattern, named_files, safe_name
from app.documents.queries import facts_of
from app.documents.rules import DEFAULT_PATTERN
from app.documents.slips import separator_sheets, without_seal

_CHUNK: Final = 256 * 1024
# A ZIP keeps a date for each file: always the same one, so that the same certificates make the same bytes.
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_READABLE_BY_ALL: Final = 0o644 << 16
_MADE_ON_UNIX: Final = 3

Printed = Iterable[tuple[IssuedDocument, bytes]]


@dataclass(frozen=True, slots=True)
class Sheets:
    """Separator sheets, and which page is that of which host."""

    pages: Pdf
    of: dict[str, int]


def merged_pdf(documents: Printed, sheets: Sheets | None = None) -> Iterator[bytes]:
    """Return the chunks of one PDF with a page for each certificate, in the order given.

    It is for the printer and claims no standard: only the archived single files are PDF/A and PDF/UA.

    :param sheets: a page for each host, which goes before the first certificate of that host.
    """
    merged, last = Pdf.new(), None
    for document, pdf in documents:
        if sheets is not None and host_of(document) != last:
            last = host_of(document)
            merged.pages.append(sheets.pages.pages[sheets.of[last]])
        merged.pages.extend(without_seal(Pdf.open(BytesIO(pdf))).pages)
    file = _temporary_file()
    # Identified by what is in it: the same certificates make the same bytes.
    merged.save(file, deterministic_id=True)
    return _chunks(file)


def separated_by_host(documents: Sequence[IssuedDocument], network: str, day: date) -> Sheets:
    """Return a sheet for each host of these certificates, which stand in its order."""
    counts = Counter(map(host_of, documents))
    return Sheets(
        separator_sheets(list(counts.items()), network, day), {name: i for i, name in enumerate(counts)}
    )


def host_of(document: IssuedDocument) -> str:
    """Return the name of the host of somebody today, as it stands on a sheet."""
    return document.advisor.host.name if document.advisor.host else "Sans structure"


def zip_of_pdfs(documents: Printed, pattern: str = DEFAULT_PATTERN) -> Iterator[bytes]:
    """Return the chunks of a ZIP that holds each certificate as it was archived, in the order given.

    :raises UnknownField: and NoField, when the pattern of the names is none.
    """
    check_pattern(pattern)
    file = _temporary_file()
    # PDFs are compressed already.
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, pdf in named_files(documents, pattern):
            entry = ZipInfo(name, _ZIP_DATE)
            entry.external_attr, entry.create_system = _READABLE_BY_ALL, _MADE_ON_UNIX
            archive.writestr(entry, pdf)
    return _chunks(file)


def file_name(document: IssuedDocument) -> str:
    """Return the name of a single certificate's file: ``LANDES-2022-0001_Nom_Prénom.pdf``."""
    return f"{document.number}_{_name_parts(document)}.pdf"


def _name_parts(document: IssuedDocument) -> str:
    facts = facts_of(document)
    return f"{safe_name(facts.family_name)}_{safe_name(facts.given_name)}"


def _temporary_file() -> BinaryIO:
    # Not in memory: a network may print a thousand at once.
    return TemporaryFile()


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk
