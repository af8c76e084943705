"""The engraved border, drawn once for each process.

Drawing its curves anew would take a third of each certificate's time. They are drawn on one empty page, whose content
is kept, compressed, and laid under every certificate as a decoration that reading software passes over.
"""

from __future__ import annotations

import re
import zlib
from typing import Final

import pydyf
from weasyprint import CSS, HTML, Document
from weasyprint.urls import URLFetcher

_PAGE: Final = '<html lang="fr"><body><img src="border.svg" alt="">'
_STYLE: Final = (
    "@page { size: 297mm 210mm; margin: 0 } body { margin: 0 } img { display: block; width: 297mm }"
)


def drawn_border(base_address: str, fetcher: URLFetcher) -> bytes:
    """The compressed drawing operators of the paper's border.svg, on a whole page."""
    drawings: list[bytes] = []

    def keep_drawing(_document: Document, pdf: pydyf.PDF) -> None:
        content = _object(pdf, _only_page(pdf)["Contents"])
        operators = b"\n".join(
            item if isinstance(item, bytes) else str(item).encode() for item in content.stream
        )
        # The one named resource is full opacity, which is also what a page begins with.
        operators = re.sub(rb"/A\S+ gs", b"", operators)
        drawings.append(zlib.compress(b"/Artifact BMC q\n" + operators + b"\nQ EMC", level=9))

    style = CSS(string=_STYLE, base_url=base_address, url_fetcher=fetcher)
    HTML(string=_PAGE, base_url=base_address, url_fetcher=fetcher).write_pdf(
        finisher=keep_drawing, stylesheets=[style]
    )
    return drawings[0]


def lay_under(drawing: bytes, pdf: pydyf.PDF) -> None:
    """Put the drawing under what the only page of a document already shows."""
    under = pydyf.Stream([drawing], {"Filter": "/FlateDecode"})
    pdf.add_object(under)
    page = _only_page(pdf)
    page["Contents"] = pydyf.Array([under.reference, page["Contents"]])


def _only_page(pdf: pydyf.PDF) -> pydyf.Dictionary:
    return pdf.objects[pdf.pages["Kids"][0]]


def _object(pdf: pydyf.PDF, reference: bytes) -> pydyf.Stream:
    return pdf.objects[int(reference.split()[0])]
