"""The one door to WeasyPrint: facts in, bytes out.

The same facts give the same bytes in every process: dates and the identifier come from the facts, the QR code has a
fixed mask, the fonts are the paper's own and nothing else is fetched. What is slow is done once for each process:
the fonts are registered, the style sheet parsed, the template compiled.
"""

from __future__ import annotations

import atexit
import gc
import hashlib
import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import pydyf
import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from weasyprint import CSS, HTML, Document
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from app.documents.border import drawn_border, lay_under
from app.documents.composition import composed_page, steps
from app.documents.facts import CertificateFacts
from app.documents.glyphs import missing_characters
from app.documents.standards import claim_both_standards

PAPER: Final = Path(__file__).parent / "papers" / "certificate"
# An address that exists nowhere (RFC 6761): only the fetcher below answers for it.
_BASE_ADDRESS: Final = "https://paper.invalid/"
_QR_ADDRESS: Final = f"{_BASE_ADDRESS}qr.png"
# Where the signatures begin, in the CSS pixels in which WeasyPrint tells the place of what has an id.
_STORY_BOTTOM: Final = 145.5 * 96 / 25.4
_MEDIA_TYPES: Final = {".svg": "image/svg+xml", ".ttf": "font/ttf"}
# Pango's font map and fontconfig's configuration are shared by all renders and are not safe in two threads at once.
_ONE_AT_A_TIME: Final = threading.RLock()


class CharactersNotDrawn(ValueError):
    """The paper's fonts lack `characters`; nothing is typeset."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        super().__init__(" ".join(characters))
        self.characters = characters


class DoesNotFit(ValueError):
    """The story reaches the signatures even at the smallest step, which the limits of the facts should prevent."""


class _PaperFetcher(URLFetcher):
    """Serves the files of the paper's folder by name, and one QR code; refuses every other address unread."""

    def __init__(self, qr_code: bytes = b"") -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._qr_code = qr_code

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002  (Inherited.)
        if url == _QR_ADDRESS and self._qr_code:
            return URLFetcherResponse(url, self._qr_code, {"Content-Type": "image/png"})
        file = _paper_files().get(url)
        if file is None:
            raise ValueError(f"Not a file of the paper: {url!r}")
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": _MEDIA_TYPES[file.suffix]})


class _ScreenColours(ColorProfile):
    """WeasyPrint's own sRGB profile, read once and written as it was read.

    WeasyPrint opens it anew for each document, leaves it open, and writes it differently the first time.
    """

    content = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()

    def __init__(self) -> None:
        super().__init__(
            io.BytesIO(self.content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
        )


class _Press:
    """What every certificate of one process shares."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        self.style = CSS(
            string=(PAPER / "certificate.css").read_text("utf-8"),
            base_url=_BASE_ADDRESS,
            url_fetcher=_PaperFetcher(),
            font_config=self.fonts,
        )
        self.colours = _ScreenColours()
        self.border = drawn_border(_BASE_ADDRESS, _PaperFetcher())

    def finish(self, document: Document, pdf: pydyf.PDF) -> None:
        """Lay the border under the page and claim the two standards; a WeasyPrint finisher."""
        lay_under(self.border, pdf)
        claim_both_standards(document, pdf)


def render_certificate(facts: CertificateFacts) -> bytes:
    """Typeset one certificate as a tagged one-page PDF that claims PDF/A-3a and PDF/UA-1.

    :raises CharactersNotDrawn: when the fonts lack a character of a text.
    :raises DoesNotFit: when the story is too long even at the smallest step.
    """
    missing = missing_characters("".join(text for _, _, text in facts.limited_texts()))
    if missing:
        raise CharactersNotDrawn(missing)
    fetcher = _PaperFetcher(_qr_code(facts.verification_url))
    with _ONE_AT_A_TIME, _collection_paused():
        press = _press()
        for step in steps(facts):
            text = written_page(facts, step, _QR_ADDRESS)
            page = HTML(string=text, base_url=_BASE_ADDRESS, url_fetcher=fetcher)
            options: dict[str, Any] = {
                "stylesheets": [press.style],
                "pdf_variant": "pdf/a-3a",
                "output_intent": "screen",
            }
            profiles = {"screen": press.colours}
            document = page.render(font_config=press.fonts, color_profiles=profiles, **options)
            if document.pages[0].anchors["story"][3] <= _STORY_BOTTOM:
                options["pdf_identifier"] = hashlib.sha256(facts.to_json().encode()).hexdigest()[:32].encode()
                return bytes(document.write_pdf(finisher=press.finish, **options))
    raise DoesNotFit(facts.number)


def written_page(facts: CertificateFacts, step: int, qr_address: str) -> str:
    """The certificate as HTML, its story set at this step."""
    return _template().render(composed_page(facts, step), qr_address=qr_address, version=paper_version())


def paper_version() -> str:
    """The version of the paper, kept with each issued document."""
    return (PAPER / "VERSION").read_text("utf-8").strip()


def sample_facts() -> CertificateFacts:
    """The specimen of an invented person, for previews and benchmarks."""
    return CertificateFacts.from_json((PAPER / "sample.json").read_text("utf-8"))


@cache
def _press() -> _Press:
    return _Press()


@cache
def _paper_files() -> dict[str, Path]:
    return {
        f"{_BASE_ADDRESS}{file.relative_to(PAPER).as_posix()}": file
        for file in PAPER.rglob("*")
        if file.suffix in _MEDIA_TYPES
    }


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(PAPER), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("certificate.html")


def _leave_fonts_to_the_parent() -> None:
    """In a forked child: drop the shared press without deleting the font files that the parent still reads."""
    if _press.cache_info().currsize:
        _press().fonts._folder = None  # noqa: SLF001  (WeasyPrint has no public way to give the folder up.)
        _press.cache_clear()


os.register_at_fork(after_in_child=_leave_fonts_to_the_parent)
# Pango crashes when the font map outlives the libraries that Python unloads at exit.
atexit.register(_press.cache_clear)


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Layout makes and drops many objects at once; collecting them midway costs a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _qr_code(address: str) -> bytes:
    """The address as a one-bit PNG. A fixed mask spares trying all eight."""
    picture = io.BytesIO()
    segno.make(address, error="m", mask=2, micro=False, boost_error=False).save(
        picture, kind="png", scale=1, border=2
    )
    return picture.getvalue()
