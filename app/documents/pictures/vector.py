"""Drawings (SVG): written anew from the elements and attributes that draw something, and from nothing else.

What runs, what is fetched, and text, which each machine draws with fonts of its own, is refused by name; notes of the
programme that made the drawing are left out.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from app.documents.pictures.refusals import (
    DrawingHasForbidden,
    DrawingTooComplex,
    DrawingWithoutFrame,
    NoPicture,
)

MOST_BYTES_DRAWN: Final = 60_000
"""Of a drawing as it is kept: it is drawn again on every page."""
MOST_ELEMENTS: Final = 1_500
DEEPEST: Final = 20
LARGEST_FRAME: Final = 1_000_000.0
"""Of the numbers that frame a drawing; with larger ones it could not be placed on a page."""

_SVG: Final = "{http://www.w3.org/2000/svg}"
_LINK: Final = "{http://www.w3.org/1999/xlink}href"
_DRAWS: Final = frozenset(
    "svg g defs path rect circle ellipse line polyline polygon linearGradient radialGradient stop clipPath".split()
)
_SAYS_NOTHING: Final = frozenset("metadata title desc".split())
_ATTRIBUTES: Final = frozenset(
    "id d x y x1 y1 x2 y2 cx cy r rx ry fx fy width height points transform viewBox preserveAspectRatio offset "
    "gradientUnits gradientTransform clipPathUnits".split()
)
# A gradient that lets through is left opaque: readers of PDF do not agree on it.
_LOOKS: Final = frozenset(
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit "
    "stroke-dasharray stroke-dashoffset opacity stop-color clip-path clip-rule display visibility "
    "color".split()
)
_PLAIN: Final = re.compile(r"[\w\s#.,()%+-]*", re.ASCII)
_INSIDE: Final = re.compile(r"url\(\s*['\"]?(#[\w.-]+)['\"]?\s*\)", re.ASCII)
# A drawing programme names the type of its document; whatever is declared inside of one is refused.
_DOCUMENT_TYPE: Final = re.compile(rb"<!DOCTYPE[^\[\]>]*>")


def printable_drawing(name: str, content: bytes) -> bytes:
    """Return a drawing as it is printed.

    :raises PictureRefused: when it is none, is too complex, or holds what is not printed.
    """
    root = _read(name, content)
    elements = list(root.iter())
    if len(elements) > MOST_ELEMENTS or _depth(root) > DEEPEST:
        raise DrawingTooComplex(name=name)
    drawing = _Copy(name).of(root)
    if "viewBox" not in drawing.attrib:
        drawing.set("viewBox", _frame(name, drawing))
    for size in ("width", "height"):
        drawing.attrib.pop(size, None)
    drawing.set("xmlns", _SVG[1:-1])
    written = ElementTree.tostring(drawing)
    if len(written) > MOST_BYTES_DRAWN:
        raise DrawingTooComplex(name=name)
    return written


def _read(name: str, content: bytes) -> Element:
    try:
        # As UTF-8 alone: in another encoding a declaration would pass unseen.
        content.decode("utf-8-sig")
        # Counted before it is looked for: of thousands, each would be looked through to the end of the file.
        if content.count(b"<!DOCTYPE") > 1:
            raise DrawingHasForbidden(name=name, element="DOCTYPE")
        plain = _DOCUMENT_TYPE.sub(b"", content, count=1)
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise DrawingHasForbidden(name=name, element="DOCTYPE")
        root = ElementTree.fromstring(plain)  # noqa: S314  (Without a document type there are no entities.)
    except (UnicodeDecodeError, ElementTree.ParseError, LookupError, ValueError) as error:
        raise NoPicture(name=name) from error
    if root.tag != f"{_SVG}svg":
        raise NoPicture(name=name)
    return root


def _depth(root: Element) -> int:
    """How deep elements stand in each other, counted without recursion."""
    deepest, below = 0, [root]
    while below:
        deepest, below = deepest + 1, [child for each in below for child in each]
    return deepest


def _frame(name: str, drawing: Element) -> str:
    sizes = [drawing.get(each, "").removesuffix("px") for each in ("width", "height")]
    if not all(re.fullmatch(r"\d{1,5}(\.\d{1,4})?", size, re.ASCII) for size in sizes):
        raise NoPicture(name=name)
    return f"0 0 {' '.join(sizes)}"


def _is_frame(value: str) -> bool:
    """Whether a drawing is framed by four numbers, none of them infinite and none that is no number (``nan``)."""
    try:
        numbers = [float(each) for each in value.replace(",", " ").split()]
    except ValueError:
        return False
    return len(numbers) == 4 and all(abs(each) <= LARGEST_FRAME for each in numbers)


class _Copy:
    """A drawing copied element by element."""

    def __init__(self, name: str) -> None:
        self._name = name

    def of(self, element: Element) -> Element:
        """Return an element with what draws something below it."""
        copy = Element(element.tag.removeprefix(_SVG), self._attributes(element))
        for child in element:
            # Comments and notes of other programmes draw nothing.
            if isinstance(child.tag, str) and child.tag.startswith(_SVG):
                kind = child.tag.removeprefix(_SVG)
                if kind in _DRAWS:
                    copy.append(self.of(child))
                elif kind not in _SAYS_NOTHING:
                    self._refuse(kind)
        return copy

    def _attributes(self, element: Element) -> dict[str, str]:
        looks = dict(each.split(":", 1) for each in element.get("style", "").split(";") if ":" in each)
        said = {**element.attrib, **{key.strip(): value.strip() for key, value in looks.items()}}
        kept = {key: self._value(value) for key, value in said.items() if key in _ATTRIBUTES | _LOOKS}
        link = said.get("href", said.get(_LINK))
        if link is not None:
            if not re.fullmatch(r"#[\w.-]+", link, re.ASCII):
                self._refuse(link[:40])
            kept["href"] = link
        if not _is_frame(kept.get("viewBox", "0 0 1 1")):
            raise DrawingWithoutFrame(name=self._name)
        return kept

    def _value(self, value: str) -> str:
        inside = _INSIDE.fullmatch(value.strip())
        if inside:
            return f"url({inside[1]})"
        if "url" in value.lower() or not _PLAIN.fullmatch(value):
            self._refuse(value[:40])
        return value

    def _refuse(self, element: str) -> None:
        raise DrawingHasForbidden(name=self._name, element=element)
