"""Tries whether a picture can be drawn, before any paper depends on it.

A drawing that fails half-way would leave the page behind it in disorder, and WeasyPrint only tells its log.
"""

from __future__ import annotations

import logging
from typing import Final

from app.documents.typesetting.pictures import PictureFetcher
from app.documents.typesetting.press import one_at_a_time, press

_PAGE: Final = (
    '<html lang="fr"><head><title>.</title><meta name="generator" content="Livret"></head>'
    '<body><img src="picture" alt="."></body></html>'
)
_STYLE: Final = "@page { size: 50mm; margin: 0 } img { width: 40mm; height: 40mm; object-fit: contain }"


def is_drawn(content: bytes) -> bool:
    """Return whether a picture is drawn without a complaint."""
    complaints = _Complaints()
    log = logging.getLogger("weasyprint")
    with one_at_a_time():
        log.addHandler(complaints)
        try:
            press().printed_pages(_PAGE, _STYLE, PictureFetcher({"picture": content}), b"0" * 32)
        finally:
            log.removeHandler(complaints)
    return not complaints.are_heard


class _Complaints(logging.Handler):
    """Hears whether anything goes wrong."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.are_heard = False

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002  (That something is said is enough.)
        """Take note."""
        self.are_heard = True
