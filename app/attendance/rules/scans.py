"""What can be attached to a register: a scan that is what it says it is, judged by its first and last bytes."""

from enum import StrEnum
from typing import Final

from app.core.errors import RuleBroken
from app.core.language import N_

LARGEST_SCAN: Final = 10 * 1024 * 1024
"""Bytes of one scan: a dozen pages in colour."""

MOST_SCANS: Final = 20
"""Scans of one half-day."""

LONGEST_SCAN_NAME: Final = 200


class ScanKind(StrEnum):
    """What a scanner or a telephone makes."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


class ScanTooLarge(RuleBroken):
    """The file has more bytes than is kept."""

    message = N_(
        "« %(name)s » fait %(size)s Mo : un scan fait 10 Mo au plus. Scannez-le en 150 points par pouce."
    )


class ScanIsAProgram(RuleBroken):
    """The file is a program, whatever its name says."""

    message = N_("« %(name)s » n’est pas un scan : c’est un programme. Il n’a pas été gardé.")


class NotAScan(RuleBroken):
    """The content is none of the kinds that a scanner makes."""

    message = N_("« %(name)s » n’est ni un PDF, ni une image JPEG ou PNG. Il n’a pas été gardé.")


class ScanIsCutShort(RuleBroken):
    """The file begins as it should and has no end."""

    message = N_("« %(name)s » n’est pas entier : sa fin manque. Envoyez-le à nouveau.")


class TooManyScans(RuleBroken):
    """The half-day has as many scans as it can have."""

    message = N_("Cette demi-journée a déjà %(most)s scans. Rassemblez les pages en un seul PDF.")


_STARTS: Final = {ScanKind.PDF: b"%PDF-", ScanKind.JPEG: b"\xff\xd8\xff", ScanKind.PNG: b"\x89PNG\r\n\x1a\n"}
# A PDF and a telephone's picture may be followed by a few bytes of their maker's.
_ENDS: Final = {ScanKind.PDF: b"%%EOF", ScanKind.JPEG: b"\xff\xd9", ScanKind.PNG: b"IEND"}
_PROGRAMS: Final = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
)


def judged_scan(name: str, content: bytes) -> ScanKind:
    """Return what a file is by its content; its name and what the browser says of it count for nothing.

    :raises ScanTooLarge: when it has more than ``LARGEST_SCAN`` bytes.
    :raises ScanIsAProgram: when it is one.
    :raises NotAScan: when it is anything else than a PDF, a JPEG or a PNG.
    :raises ScanIsCutShort: when its end is missing.
    """
    if len(content) > LARGEST_SCAN:
        raise ScanTooLarge(name=name, size=-(-len(content) // (1024 * 1024)))
    if content.startswith(_PROGRAMS):
        raise ScanIsAProgram(name=name)
    kind = next((each for each, start in _STARTS.items() if content.startswith(start)), None)
    if kind is None:
        raise NotAScan(name=name)
    if _ENDS[kind] not in content:
        raise ScanIsCutShort(name=name)
    return kind


def name_of_scan(given: str) -> str:
    """Return the name of a file without its folders and invisible characters, no longer than what is kept."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    shown = " ".join("".join(each for each in last if each.isprintable()).split())
    return shown[-LONGEST_SCAN_NAME:] or "–"
