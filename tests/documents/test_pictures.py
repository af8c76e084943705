"""Logos and signatures: brought into one harmless form, or refused by name; colours that can be read on paper."""

import io
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.documents.pictures import (
    LARGEST_PICTURE,
    PictureRefused,
    contrast_with_paper,
    is_colour,
    is_readable,
    printable_picture,
)
from app.documents.pictures.refusals import (
    DrawingHasForbidden,
    DrawingTooComplex,
    DrawingWithoutFrame,
    NoPicture,
    PictureTooLarge,
    PictureTooManyPixels,
    PictureTooSmall,
)
from app.documents.pictures.vector import printable_drawing
from tests.documents.pictures import LOGO, drawing, photograph

HOSTILE = (
    "<script>fetch('/')</script>",
    '<image href="file:///etc/passwd"/>',
    '<image xmlns:x="http://www.w3.org/1999/xlink" x:href="http://127.0.0.1/a.png"/>',
    '<use href="http://127.0.0.1/a.svg#b"/>',
    "<foreignObject><p/></foreignObject>",
    "<style>@import url(http://127.0.0.1/a.css)</style>",
    '<text font-family="Elsewhere">Réseau</text>',
    '<animate attributeName="d"/>',
    '<filter id="f"/>',
    '<path d="M0 0" fill="url(http://127.0.0.1/a.svg#b)"/>',
    '<path d="M0 0" style="fill:url(//127.0.0.1/a)"/>',
    '<path d="M0 0" style="fill:URL(x)"/>',
    '<linearGradient id="a" href="http://127.0.0.1/a.svg#b"/>',
    '<a href="javascript:x()"><path d="M0 0"/></a>',
)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def sheet_of_one_colour(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("JPEG", "CMYK"), ("JPEG", "L")]
)
def test_a_photograph_becomes_dots_in_three_colours_on_white(kind: str, mode: str) -> None:
    made = opened(printable_picture("a", photograph(kind, mode)))
    assert (made.format, made.mode) == ("JPEG", "RGB")
    assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    if mode in ("RGBA", "LA"):
        assert made.getpixel((0, 99)) == (255, 255, 255)


def test_a_photograph_is_no_larger_than_is_printed_and_the_same_one_gives_the_same_bytes() -> None:
    file = photograph("JPEG", "RGB", (1200, 400))
    assert opened(printable_picture("a", file)).size == (900, 300)
    assert printable_picture("a", file) == printable_picture("b", file)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NoPicture),
        (b"%PDF-1.7", NoPicture),
        (photograph()[:-20], NoPicture),
        (photograph("GIF", "P"), NoPicture),
        (photograph("BMP", "RGB"), NoPicture),
        (photograph(size=(39, 100)), PictureTooSmall),
        (photograph(mode="1", size=(6001, 30)), PictureTooManyPixels),
        (sheet_of_one_colour(4001, 4000), PictureTooManyPixels),
        (b"\x89PNG" + b"0" * LARGEST_PICTURE, PictureTooLarge),
    ],
)
def test_what_is_no_picture_to_print_is_refused_by_name(
    content: bytes, refusal: type[PictureRefused]
) -> None:
    with pytest.raises(refusal) as refused:
        printable_picture("logo.png", content)
    assert refused.value.facts["name"] == "logo.png"


def test_a_bomb_is_refused_before_it_is_drawn() -> None:
    bomb = bytearray(photograph(mode="1"))
    bomb[16:24] = (30_000).to_bytes(4) * 2
    with pytest.raises(PictureRefused):
        printable_picture("bomb.png", bytes(bomb))


def test_a_drawing_keeps_what_draws_and_loses_what_runs_and_what_its_programme_noted() -> None:
    kept = printable_picture("logo.svg", LOGO).decode()
    assert 'viewBox="0 0 300 100"' in kept
    assert 'fill="url(#sea)"' in kept
    assert 'stop-color="#0a6"' in kept
    for gone in ("onclick", "metadata", "guide", "DOCTYPE", "width=", "style="):
        assert gone not in kept
    assert printable_picture("again.svg", kept.encode()).decode() == kept


@pytest.mark.parametrize("inside", HOSTILE)
def test_a_drawing_that_runs_fetches_or_writes_is_refused(inside: str) -> None:
    with pytest.raises(DrawingHasForbidden):
        printable_drawing("logo.svg", drawing(inside))


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + drawing("&a;"),
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd" [<!ENTITY % a SYSTEM "b"> %a;]>' + drawing(""),
        drawing('<path d="M0 0"').decode().encode("utf-16"),
        drawing("<path"),
        b'<svg viewBox="0 0 9 9"/>',
        drawing("", 'width="100%" height="4"'),
        drawing('<path d="M0 0"/>').replace(b"<svg", b'<?xml version="1.0" encoding="utf-7"?><svg', 1),
    ],
)
def test_a_drawing_that_declares_or_hides_something_is_refused(content: bytes) -> None:
    with pytest.raises(PictureRefused):
        printable_picture("logo.svg", content)


@pytest.mark.parametrize("frame", ["a b c d", "0 0 1", "", "0 0 nan 10", "0 0 1e400 10", "0 0 1e300 1e300"])
def test_a_drawing_is_framed_by_four_numbers_or_refused(frame: str) -> None:
    inside = f'<svg viewBox="{frame}"><path d="M0 0h9"/></svg>'
    for content in (drawing("", f'viewBox="{frame}"'), drawing(inside)):
        with pytest.raises(DrawingWithoutFrame):
            printable_picture("logo.svg", content)


def test_a_drawing_of_many_document_types_is_refused_at_once() -> None:
    began = time.process_time()
    with pytest.raises(DrawingHasForbidden):
        printable_drawing("logo.svg", drawing("<!DOCTYPE" * 8_000))
    assert time.process_time() - began < 0.5


def test_a_drawing_that_would_slow_every_page_down_is_refused() -> None:
    for inside in ("<g>" * 400 + "</g>" * 400, "<g/>" * 2000, f'<path d="M0 0{" 1" * 40_000}"/>'):
        with pytest.raises(DrawingTooComplex):
            printable_drawing("logo.svg", drawing(inside))


@given(
    st.lists(
        st.sampled_from([*HOSTILE, '<path d="M0 0h9"/>', "<g>", "</g>", "<!--", "-->", "\0"]), max_size=4
    )
)
def test_whatever_a_drawing_is_made_of_nothing_of_it_leads_outside(parts: list[str]) -> None:
    try:
        made = printable_drawing("logo.svg", drawing("".join(parts))).decode()
    except PictureRefused:
        return
    assert not re.search(r"script|http://127|file:|javascript|@import|<text|<image|<use", made)


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48)]
)
def test_contrast_is_that_of_the_standard(colour: str, ratio: float) -> None:
    assert contrast_with_paper(colour) == pytest.approx(ratio, abs=0.005)
    assert is_readable(colour) is (ratio >= 4.5)


@given(st.integers(0, 0xFFFFFF))
def test_a_darker_colour_is_never_less_readable(colour: int) -> None:
    lighter = f"#{colour:06x}"
    darker = "#" + "".join(f"{int(lighter[place : place + 2], 16) // 2:02x}" for place in (1, 3, 5))
    assert is_colour(lighter)
    assert 1 <= contrast_with_paper(lighter) <= contrast_with_paper(darker) <= 21
