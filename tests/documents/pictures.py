"""Logos and signatures that the tests hand over."""

import io

from PIL import Image, ImageDraw

from app.documents.services import PictureFile

LOGO = (
    b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:ink="urn:ink" width="300px" height="100" ink:page="1">'
    b'<metadata>made by a programme</metadata><ink:guide/><defs><linearGradient id="sea"><stop offset="0" '
    b'style="stop-color:#0a6;stop-opacity:1"/><stop offset="1" stop-color="#fff"/></linearGradient></defs>'
    b'<circle cx="50" cy="50" r="45" style="fill:url(#sea);opacity:.8"/><path onclick="x()" d="M110 20h180v60z"/></svg>'
)


def drawing(inside: str, attributes: str = 'viewBox="0 0 30 10"') -> bytes:
    """A drawing that holds this."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


def photograph(kind: str = "PNG", mode: str = "RGBA", size: tuple[int, int] = (300, 100)) -> bytes:
    """A stroke on nothing, as a file of this kind."""
    picture = Image.new("RGBA", size)
    ImageDraw.Draw(picture).line([(10, 80), (120, 20), (290, 70)], fill=(20, 30, 120, 255), width=5)
    picture = picture if mode in ("RGBA", "LA") else picture.convert("RGB")
    picture = picture.convert(mode)
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def logo() -> PictureFile:
    """A logo, as it is handed over."""
    return PictureFile("logo.svg", LOGO)


def scan() -> PictureFile:
    """A signature on paper, as it is handed over."""
    return PictureFile("signature.png", photograph())
