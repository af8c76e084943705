"""Slips that go with certificates and are none: separator sheets, and the mark of a duplicate.

A duplicate is a page of its own: the stored bytes with a mark stamped over them. It has neither the seal nor the claims
of the original, and says so; whoever wants to be sure checks the number and the code that stand on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Final

from pikepdf import Array, Name, Pdf

from app.documents.facts import CertificateFacts
from app.documents.typesetting.papers import Paper
from app.documents.typesetting.wording import long_date


class _Slips(Paper):
    version = "1"


_PAPER: Final = _Slips("slips")


@dataclass(frozen=True, slots=True)
class _Issue:
    network: str
    printed_on: date


def separator_sheets(sheets: Sequence[tuple[str, int]], network: str, day: date) -> Pdf:
    """Return a page for each host, with its name and the number of its certificates, in the order given."""
    counted = [(name, (f"{count} certificat{'s' if count > 1 else ''}",)) for name, count in sheets]
    return Pdf.open(BytesIO(_printed("separator", counted, network, day)))


def duplicate_of(pdf: bytes, facts: CertificateFacts, day: date) -> bytes:
    """Return a marked copy of a stored certificate: the same number and facts, without its seal and its claims."""
    on = long_date(day, facts.language)
    if facts.language == "en":
        mark, heading, said = (
            "DUPLICATE",
            f"DUPLICATE OF {on.upper()}",
            "Copy without a seal, not the original. To be sure, check",
        )
    else:
        mark, heading, said = (
            "DUPLICATA",
            f"DUPLICATA DU {on.upper()}",
            "Copie sans sceau, qui n’est pas l’original. Pour s’en assurer :",
        )
    line = f"{said} {facts.number}, {facts.verification_url.rsplit('/', 2)[0]}"
    pages = [(heading, (line,))]
    stamp = Pdf.open(BytesIO(_printed("duplicate", pages, facts.network_name, day, across=mark)))
    with Pdf.open(BytesIO(pdf)) as copy:
        without_seal(copy)
        for name in ("/Metadata", "/Perms", "/AcroForm", "/AF", "/Names"):
            if name in copy.Root:
                del copy.Root[name]
        copy.docinfo["/Title"] = f"{heading} – {facts.number}"
        for page in copy.pages:
            page.add_overlay(stamp.pages[0], None)
        written = BytesIO()
        copy.save(written, deterministic_id=True)
    return written.getvalue()


def without_seal(single: Pdf) -> Pdf:
    """Take the signature field from the pages: a seal proves its own file, and would be a broken one in another."""
    if "/AcroForm" in single.Root:
        for page in single.pages:
            for each in page.Annots:
                if each.Subtype == Name.Widget and "/V" in each:
                    # The structure still names the field: it is empty then.
                    del each["/V"]
            page.Annots = Array([each for each in page.Annots if each.Subtype != Name.Widget])
    return single


def _printed(
    slip: str, pages: Sequence[tuple[str, Sequence[str]]], network: str, day: date, across: str = ""
) -> bytes:
    context = {
        "facts": _Issue(network, day),
        "slip": slip,
        "pages": pages,
        "across": across,
        "document_title": pages[0][0],
    }
    identifier = sha256(repr((slip, pages, network, day)).encode()).hexdigest()[:32].encode()
    return _PAPER.printed(context, {}, identifier)
