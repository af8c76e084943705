"""Any picture that somebody hands over, in the form in which it is kept and printed."""

from __future__ import annotations

from typing import Final

from app.documents.pictures.raster import printable_raster
from app.documents.pictures.refusals import NoPicture, PictureTooLarge
from app.documents.pictures.vector import printable_drawing
from app.documents.typesetting.trial import is_drawn

LARGEST_PICTURE: Final = 2 * 1024 * 1024
"""Bytes of a file that is handed over."""

_BEGINNING: Final = 4096
"""Bytes within which a drawing says that it is one."""


def printable_picture(name: str, content: bytes) -> bytes:
    """Return a picture as it is printed: a JPEG without transparency, or a drawing of known elements.

    :param name: what the file is called, for the refusal.
    :raises PictureRefused: when it cannot be printed.
    """
    name = name[:60]
    if len(content) > LARGEST_PICTURE:
        raise PictureTooLarge(name=name)
    is_drawing = b"<svg" in content[:_BEGINNING]
    made = printable_drawing(name, content) if is_drawing else printable_raster(name, content)
    if not is_drawn(made):
        raise NoPicture(name=name)
    return made
