"""Formes: pages that are kept standing, as a printer keeps set type, and of which only the words change.

WeasyPrint takes a third of its time to find, for each element, which rules of the style sheet apply and what they
amount to. That depends on elements, classes and languages, never on words. So a page of each shape is styled once and
kept; every certificate of that shape puts its own words into the same elements. WeasyPrint's public call takes all of
its steps together: those that follow the styling are taken here one by one, as its `Document._render` takes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final
from xml.etree.ElementTree import Element

from weasyprint import CSS, DEFAULT_OPTIONS, HTML, Document
from weasyprint.css import ColorProfile, get_all_computed_styles
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Page
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext, initialize_page_maker
from weasyprint.layout.background import layout_backgrounds
from weasyprint.layout.page import make_all_pages
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration

from app.documents.typesetting.paper import PaperFetcher
from app.documents.typesetting.pictures import BASE_ADDRESS

# The attributes whose values the style sheet looks at.
_STYLED: Final = ("class", "id", "lang", "style")


def shape_of(words: Element) -> tuple[object, ...]:
    """What two pages must have in common to be styled alike: their elements, and what the style sheet sees of them."""
    return tuple((element.tag, *element.keys(), *map(element.get, _STYLED)) for element in words.iter())


class Forme:
    """A page of one shape, for one thread at a time."""

    def __init__(self, text: str, style: CSS, fonts: FontConfiguration) -> None:
        self._fetcher = PaperFetcher()
        self._page = HTML(string=text, base_url=BASE_ADDRESS, url_fetcher=self._fetcher)
        self._fonts = fonts
        self._counters = CounterStyle()
        self._style_for = get_all_computed_styles(
            self._page,
            [style],
            font_config=fonts,
            counter_style=self._counters,
            page_rules=[],
            layers=[],
            target_collector=TargetCollector(),
        )

    def set_words(self, words: Element, qr_code: bytes, pictures: Mapping[str, bytes]) -> None:
        """Put the texts and addresses of a page of the same shape into this one."""
        for kept, new in zip(self._page.etree_element.iter(), words.iter(), strict=True):
            kept.text, kept.tail = new.text, new.tail
            kept.attrib.update(new.attrib)
        self._fetcher.qr_code, self._fetcher.pictures = qr_code, pictures

    def laid_out(self, colours: dict[str, ColorProfile], output_intent: str) -> Document:
        """Lay out the words that are set."""
        page, targets = self._page, TargetCollector()
        images = partial(get_image_from_uri, cache={}, url_fetcher=self._fetcher, options=DEFAULT_OPTIONS)
        context = LayoutContext(self._style_for, images, self._fonts, self._counters, targets)
        root = build_formatting_structure(
            page.etree_element,
            self._style_for,
            context.get_image_from_uri,
            page.base_url,
            targets,
            self._counters,
            context.footnotes,
        )
        initialize_page_maker(context, root)
        (sheet,) = make_all_pages(context, root, page, [])
        # The sheet has no margins: what is left out are sixteen empty boxes in them, and the two for notes.
        sheet.children = sheet.children[:1]
        layout_backgrounds(sheet, context.get_image_from_uri)
        metadata = DocumentMetadata(**get_html_metadata(page))
        return Document([Page(sheet)], metadata, self._fetcher, self._fonts, colours, output_intent)
