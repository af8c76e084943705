"""Typesets attendance sheets: facts in, bytes out, with the fonts and the standards of the certificate."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from app.documents.naming import safe_name
from app.documents.sheets import wording
from app.documents.sheets.facts import CellFacts, SheetFacts
from app.documents.typesetting.papers import Paper
from app.documents.typesetting.pictures import NO_PICTURES

PAPER: Final = Paper("attendance_sheet")
# Units of the pad on which signatures are drawn.
_PAD: Final = (600, 200)


def print_sheet(
    facts: SheetFacts, pictures: Mapping[str, bytes] = NO_PICTURES, *, is_specimen: bool = False
) -> bytes:
    """Typeset a sheet as a tagged PDF of as many pages as its people need, which claims PDF/A-3a and PDF/UA-1.

    The same facts give the same bytes.

    :param pictures: the bytes of every picture that the facts name; signatures are drawn from the facts themselves.
    :raises KeyError: when a picture is not among them.
    """
    logo = {name: pictures[name] for name in facts.look.pictures}
    drawn = {name: _picture(path) for name, path in _drawings(facts).items()}
    identifier = hashlib.sha256(facts.to_json().encode()).hexdigest()[:32].encode()
    return PAPER.printed(
        {
            "facts": facts,
            "words": wording,
            "picture_of": _picture_name,
            "document_title": document_title(facts),
            "colour": facts.look.colour,
        },
        logo | drawn,
        identifier,
        is_specimen=is_specimen,
    )


def document_title(facts: SheetFacts) -> str:
    """What a reader of the file is told first."""
    return f"Feuille d’émargement – {facts.group} – {wording.when(facts)}"


def file_name(facts: SheetFacts) -> str:
    """The name of the file: ``emargement_2022-11-15_matin_Groupe-1_a-signer.pdf``."""
    if facts.week_from is not None:
        year, week, _day = facts.week_from.isocalendar()
        about = f"{year}-S{week:02d}"
    else:
        (only,) = facts.half_days
        about = f"{only.day.isoformat()}_{'matin' if only.is_morning else 'apres-midi'}"
    state = "" if facts.is_filled else "_a-signer"
    return f"emargement_{about}_{safe_name(facts.group)}{state}.pdf"


def sample_sheet() -> SheetFacts:
    """The sheet of invented people, for previews and tests."""
    return PAPER.sample(SheetFacts)


def _drawings(facts: SheetFacts) -> dict[str, str]:
    return {
        _picture_name(cell): cell.signature.path
        for person in facts.people
        for cell in person.cells
        if cell.signature is not None and cell.signature.path
    }


def _picture_name(cell: CellFacts) -> str:
    """Named by what was signed, which no two lines of a sheet share."""
    return f"{cell.signature.digest}.svg" if cell.signature is not None and cell.signature.path else ""


def _picture(path: str) -> bytes:
    width, height = _PAD
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<path d="{path}" fill="none" stroke="#14211f" stroke-width="6" stroke-linecap="round" '
        f'stroke-linejoin="round"/></svg>'
    ).encode()
