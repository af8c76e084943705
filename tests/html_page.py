"""One page as the test browser received it: what a person reads on it and the forms they can fill."""

import re
from functools import cache, cached_property
from typing import Any, TypeAlias

import html5lib
from lxml import etree
from werkzeug.test import TestResponse

# Without the classes of lxml.html, each of which lxml looks up in Python for every element it hands over.
Element: TypeAlias = etree._Element

_HIDDEN = {"script", "style", "template", "title", "head"}


def text_of(element: Element) -> str:
    """The visible text below an element, every run of blanks (no-break spaces too) written as one space."""
    return re.sub(r"\s+", " ", "".join(_pieces(element))).strip()


def _pieces(element: Element) -> list[str]:
    if element.tag in _HIDDEN or element.get("hidden") is not None:
        return []
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            pieces += [" " if child.tag in _BREAKS else "", *_pieces(child)]
        pieces.append(child.tail or "")
    return pieces


_BREAKS = {
    "br",
    "p",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "div",
    "h1",
    "h2",
    "h3",
    "option",
    "label",
    "legend",
    "button",
}


# What a parser of tags does not look at: values and texts but for references and characters that no page may hold,
# and a row like the one before it.
_VALUES = re.compile(r'="([^"]*)"')
_REFERENCES = re.compile(r"&\w*;?")
_TEXTS = re.compile(r">[^<>&\x00-\x08\x0b\x0e-\x1f\x7f]+<")
_ROWS_ALIKE = re.compile(r"(<(tr|li|option)\b(?:(?!<\2\b).)*?</\2>)(?:\1)+")
_MAIN = re.compile(r"(<main\b[^>]*>)(.*)(</main>)", re.DOTALL)


def _shape_of(markup: str) -> str:
    named = _VALUES.sub(lambda value: '="' + "".join(_REFERENCES.findall(value[1])) + '"', markup)
    return _ROWS_ALIKE.sub(r"\1", _TEXTS.sub("><", named))


def _parts_of(shape: str) -> list[str]:
    """What stands around the content, which few pages have for themselves, and the content, each as a page."""
    main = _MAIN.search(shape)
    if main is None:
        return [shape]
    return [_MAIN.sub(r"\1\3", shape), f"<!doctype html><title></title>{main[0]}"]


@cache
def _parse_errors(shape: str) -> list[str]:
    # A strict parser takes longer than the page itself; of pages that differ in texts and values alone it reads one.
    parser = html5lib.HTMLParser()
    parser.parse(shape)
    return [f"line {line}: {code} {details}" for (line, _column), code, details in parser.errors]


class Form:
    """A form of the page with the values it holds, as a browser would send them."""

    def __init__(self, element: Element, page: "Page") -> None:
        self.element = element
        self.action = element.get("action", "")
        self.method = element.get("method", "get").upper()
        # A control may stand elsewhere on the page and name its form.
        self.controls = [
            control
            for control in page.controls_of(element)
            if control.get("name") and control.get("disabled") is None
        ]
        self.buttons = [
            control
            for control in page.controls_of(element)
            if control.tag in {"button", "input"}
            and control.get("type", "submit" if control.tag == "button" else "text") == "submit"
        ]

    def names(self) -> list[str]:
        """The names a person can fill, in order and once each."""
        return list(
            dict.fromkeys(control.get("name", "") for control in self.controls if control.tag != "button")
        )

    def values(self) -> dict[str, list[Any]]:
        """What the form would send as it stands, without any button."""
        values: dict[str, list[Any]] = {}
        for control in self.controls:
            values.setdefault(control.get("name", ""), []).extend(_values_of(control))
        return {name: sent for name, sent in values.items() if sent}

    def fill(self, values: dict[str, list[Any]], name: str, value: Any) -> None:
        """Type or choose ``value`` in the control ``name``, refusing what a person could not do on this page."""
        controls = [control for control in self.controls if control.get("name") == name]
        assert controls, f"The form has no field “{name}”, only {self.names()}."
        chosen = [] if value is None or value is False else value if isinstance(value, list) else [value]
        if chosen == [True]:
            chosen = [controls[0].get("value", "on")]
        offered = [choice for control in controls for choice in _choices_of(control)]
        wrong = [choice for choice in chosen if offered and str(choice) not in offered]
        assert not wrong, f"The field “{name}” does not offer {wrong}, only {offered}."
        values[name] = chosen


def _owner(control: Element, page: "Page") -> Element | None:
    named = control.get("form")
    return page.by_id(named) if named else page.ancestor(control, "form")


def _choices_of(control: Element) -> list[str]:
    if control.tag == "select":
        return [_value_of_option(option) for option in control.iter("option")]
    return [control.get("value", "on")] if control.get("type") in {"radio", "checkbox"} else []


def _value_of_option(option: Element) -> str:
    return str(option.get("value", text_of(option)))


def _values_of(control: Element) -> list[str]:
    kind = control.get("type", "text")
    if control.tag == "button" or kind in {"submit", "button", "image", "reset", "file"}:
        return []
    if kind in {"checkbox", "radio"}:
        return [control.get("value", "on")] if control.get("checked") is not None else []
    if control.tag == "textarea":
        # A browser drops the line break that a template may write after the opening tag.
        return [(control.text or "").removeprefix("\n")]
    if control.tag != "select":
        return [control.get("value", "")]
    options = list(control.iter("option"))
    selected = [_value_of_option(option) for option in options if option.get("selected") is not None]
    if selected or control.get("multiple") is not None:
        return selected
    return [_value_of_option(option) for option in options[:1]]


class Page:
    """An answer: ``heading``, ``text``, ``texts("td")`` are what a person reads, ``data`` are the bytes of a file."""

    def __init__(self, response: TestResponse) -> None:
        self.path = response.request.full_path.rstrip("?")
        self.status = response.status_code
        self.headers = response.headers
        self.data = response.data
        self.is_html = response.mimetype == "text/html"
        self._markup = response.text if self.is_html else "<html></html>"
        self.root: Element = etree.fromstring(self._markup, etree.HTMLParser())

    def __repr__(self) -> str:
        return f"<Page {self.path} {self.status} “{self.heading or self.headers.get('Content-Type')}”>"

    @property
    def parse_errors(self) -> list[str]:
        """What a strict parser says of the markup; the lines it names are those of the part without its texts."""
        return [error for part in _parts_of(_shape_of(self._markup)) for error in _parse_errors(part)]

    def elements(self, *tags: str, css_class: str | None = None) -> list[Element]:
        """Every element with one of these tags and, when asked, this class, in document order."""
        return [
            element
            for element in self.root.iter(*tags)
            if css_class is None or css_class in element.get("class", "").split()
        ]

    def texts(self, *tags: str, css_class: str | None = None) -> list[str]:
        """The visible text of each of these elements."""
        return [text_of(element) for element in self.elements(*tags, css_class=css_class)]

    def rows(self, table: int = 0) -> list[list[str]]:
        """The cells of the body of the page's first (or other) table, row by row."""
        bodies = self.elements("table")[table].iter("tbody")
        return [[text_of(cell) for cell in row] for body in bodies for row in body.iter("tr")]

    def links(self) -> dict[str, str]:
        """The address of each link by its text."""
        return {text_of(link): link.get("href", "") for link in self.elements("a")}

    def by_id(self, identifier: str) -> Element | None:
        """The element with this id."""
        return next(iter(self.root.xpath("//*[@id = $identifier]", identifier=identifier)), None)

    def controls_of(self, form: Element) -> list[Element]:
        """The controls of a form, wherever on the page they stand, in document order."""
        return self._controls.get(form, [])

    @cached_property
    def _controls(self) -> dict[Element | None, list[Element]]:
        found: dict[Element | None, list[Element]] = {}
        for control in self.elements("input", "select", "textarea", "button"):
            found.setdefault(_owner(control, self), []).append(control)
        return found

    def ancestor(self, element: Element, tag: str) -> Element | None:
        """The nearest element with this tag around another one."""
        return next(element.iterancestors(tag), None)

    @cached_property
    def text(self) -> str:
        """Everything a person reads on the page, on one line."""
        return text_of(self.root)

    @property
    def heading(self) -> str:
        """The first ``h1``."""
        return next(iter(self.texts("h1")), "")

    @property
    def title(self) -> str:
        """What the browser's tab shows."""
        return " ".join("".join(element.text or "" for element in self.elements("title")).split())

    @cached_property
    def forms(self) -> list[Form]:
        """Every form of the page."""
        return [Form(element, self) for element in self.elements("form")]
