"""Photographs and scans: drawn anew on white, without transparency, profile or metadata, no larger than is printed."""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageOps

from app.documents.pictures.refusals import NoPicture, PictureTooManyPixels, PictureTooSmall

FORMATS: Final = ("PNG", "JPEG")
MOST_PIXELS_A_SIDE: Final = 6000
MOST_PIXELS: Final = 16_000_000
"""In all: drawn out they take some ten bytes each, however small the file is."""
LEAST_SIZE: Final = (40, 20)
_KEPT_SIDE: Final = 900
"""Pixels of the longer side that is kept: 45 mm at 500 dots an inch."""
_QUALITY: Final = 92
_TAIL: Final = 1024
"""Bytes within which a picture ends: a telephone adds some of its own."""


def printable_raster(name: str, content: bytes) -> bytes:
    """Return a PNG or JPEG as the JPEG that is printed.

    :raises PictureRefused: when it is none, or is too large or too small.
    """
    try:
        with warnings.catch_warnings():
            # A size that Pillow warns of is refused below, before a pixel of it is drawn.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
        _check_size(name, picture.size)
        # A file that is cut short is no picture; WeasyPrint sets Pillow to draw what there is of it.
        if not any(end in content[-_TAIL:] for end in (b"IEND\xaeB`\x82", b"\xff\xd9")):
            raise NoPicture(name=name)
        drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NoPicture(name=name) from error
    on_paper = Image.new("RGB", drawn.size, "white")
    on_paper.paste(drawn, mask=drawn.getchannel("A"))
    on_paper.thumbnail((_KEPT_SIDE, _KEPT_SIDE))
    written = io.BytesIO()
    on_paper.save(written, "JPEG", quality=_QUALITY, subsampling=0)
    return written.getvalue()


def _check_size(name: str, size: tuple[int, int]) -> None:
    if max(size) > MOST_PIXELS_A_SIDE or size[0] * size[1] > MOST_PIXELS:
        raise PictureTooManyPixels(name=name)
    if size[0] < LEAST_SIZE[0] or size[1] < LEAST_SIZE[1]:
        raise PictureTooSmall(name=name)
