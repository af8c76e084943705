"""What every certificate of one process shares: fonts, style sheet, border, colours, and the pages that stand ready."""

from __future__ import annotations

import atexit
import gc
import io
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from importlib.resources import files
from typing import Final
from xml.etree import ElementTree

import pydyf
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from app.documents.typesetting.border import drawn_border, lay_under
from app.documents.typesetting.forme import Forme, shape_of
from app.documents.typesetting.paper import PAPER, PaperFetcher
from app.documents.typesetting.pictures import BASE_ADDRESS, NO_PICTURES, PictureFetcher
from app.documents.typesetting.room import Room, leave_room
from app.documents.typesetting.standards import claim_both_standards
from app.documents.typesetting.streams import write_objects_once

# A network needs few shapes: they differ by the sizes of the texts and by what is left out.
_MOST_FORMES: Final = 24
# Pango's font map and fontconfig's configuration are shared by all renders and are not safe in two threads at once.
_ONE_AT_A_TIME: Final = threading.RLock()


class _ScreenColours(ColorProfile):
    """WeasyPrint's own sRGB profile, read once and written as it was read.

    WeasyPrint opens it anew for each document, leaves it open, and writes it differently the first time.
    """

    content = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()

    def __init__(self) -> None:
        super().__init__(
            io.BytesIO(self.content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
        )


class Press:
    """Fonts, style sheet, border, colours and formes, for one thread at a time."""

    def __init__(self) -> None:
        self._fonts = FontConfiguration()
        self._style = CSS(
            string=(PAPER / "certificate.css").read_text("utf-8"),
            base_url=BASE_ADDRESS,
            url_fetcher=PaperFetcher(),
            font_config=self._fonts,
        )
        self._colours = {"screen": _ScreenColours()}
        self._border = drawn_border(BASE_ADDRESS, PaperFetcher())
        self._formes: dict[tuple[object, ...], Forme] = {}
        self._sheets: dict[str, CSS] = {}

    def laid_out(self, text: str, qr_code: bytes, pictures: Mapping[str, bytes] = NO_PICTURES) -> Document:
        """Lay out a page that is written as well-formed HTML, with these pictures under their names."""
        words = ElementTree.fromstring(text)  # noqa: S314  (Our own template, with every fact in it escaped.)
        shape = shape_of(words)
        if shape not in self._formes:
            if len(self._formes) == _MOST_FORMES:
                self._formes.clear()
            self._formes[shape] = Forme(text, self._style, self._fonts)
        forme = self._formes[shape]
        forme.set_words(words, qr_code, pictures)
        return forme.laid_out(self._colours, "screen")

    def printed(
        self,
        document: Document,
        identifier: bytes,
        room: Room | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> bytes:
        """The PDF of a page that was laid out, with room for a seal when it is asked for."""
        return bytes(
            document.write_pdf(
                finisher=partial(self._finish, room),
                attachments=attachments,
                pdf_variant="pdf/a-3a",
                output_intent="screen",
                pdf_identifier=identifier,
            )
        )

    def printed_pages(self, text: str, style: str, fetcher: URLFetcher, identifier: bytes) -> bytes:
        """The PDF of a paper of any number of pages, with the fonts that are loaded; nothing of it is kept standing."""
        page = HTML(string=text, base_url=BASE_ADDRESS, url_fetcher=fetcher)
        settings = {"pdf_variant": "pdf/a-3a", "output_intent": "screen"}
        document = page.render(
            font_config=self._fonts, color_profiles=self._colours, stylesheets=[self._read(style)], **settings
        )
        return bytes(document.write_pdf(finisher=_finish_pages, pdf_identifier=identifier, **settings))

    def _read(self, style: str) -> CSS:
        """The style sheet of a paper, read once: papers are few, and it is a tenth of the work of a page."""
        if style not in self._sheets:
            fetcher = PictureFetcher(NO_PICTURES)
            self._sheets[style] = CSS(
                string=style, base_url=BASE_ADDRESS, url_fetcher=fetcher, font_config=self._fonts
            )
        return self._sheets[style]

    def _finish(self, room: Room | None, document: Document, pdf: pydyf.PDF) -> None:
        lay_under(self._border, pdf)
        claim_both_standards(document, pdf)
        if "AF" in pdf.catalog:
            # WeasyPrint names each attachment twice: as it finds it by its name, and among all objects.
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
        if room is not None:
            leave_room(room, pdf)
        write_objects_once(pdf)

    def leave_fonts_to_the_parent(self) -> None:
        """In a forked child: let go of the font files without deleting them, for the parent still reads them."""
        self._fonts._folder = None  # noqa: SLF001  (WeasyPrint has no public way to give the folder up.)


def _finish_pages(document: Document, pdf: pydyf.PDF) -> None:
    claim_both_standards(document, pdf)
    write_objects_once(pdf)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let no two threads typeset at once, and collect nothing meanwhile.

    Layout makes and drops many objects at once; collecting them midway costs a tenth of the time.
    """
    with _ONE_AT_A_TIME:
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if was_enabled:
                gc.enable()


@cache
def press() -> Press:
    """The press of this process."""
    return Press()


def _after_fork() -> None:
    if press.cache_info().currsize:
        press().leave_fonts_to_the_parent()
        press.cache_clear()


os.register_at_fork(after_in_child=_after_fork)
# Pango crashes when the font map outlives the libraries that Python unloads at exit.
atexit.register(press.cache_clear)
