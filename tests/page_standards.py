"""What every HTML answer of Livret must satisfy, whichever test asked for it."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from tests.html_page import Element, Page, text_of

_UNLABELLED_INPUTS = {"hidden", "submit", "button", "image", "reset"}


def broken_standards(page: Page) -> list[str]:
    """Name each standard that the page breaks, in words that say what to repair."""
    return [remark for check in _CHECKS for remark in check(page)]


def _is_valid_html(page: Page) -> Iterator[str]:
    yield from (f"invalid HTML, {error}" for error in page.parse_errors)


def _has_one_heading_that_starts_its_title(page: Page) -> Iterator[str]:
    headings = page.texts("h1")
    if len(headings) != 1:
        yield f"one h1 is expected, found {headings}"
    elif not " ".join(page.title.split()).startswith(headings[0]):
        yield f"the title “{page.title}” does not start with the h1 “{headings[0]}”"


def _says_its_language(page: Page) -> Iterator[str]:
    if page.root.get("lang") not in {"fr", "en"}:
        yield f"<html lang> is {page.root.get('lang')!r}"


def _has_unique_ids(page: Page) -> Iterator[str]:
    ids = Counter(page.root.xpath("//@id"))
    yield from (
        f"the id “{identifier}” is used {count} times" for identifier, count in ids.items() if count > 1
    )


def _labels_every_field(page: Page) -> Iterator[str]:
    labelled = {label.get("for") for label in page.elements("label") if text_of(label)}
    for field in page.elements("input", "select", "textarea"):
        if field.get("type") not in _UNLABELLED_INPUTS and not _is_labelled(field, page, labelled):
            yield f"the field “{field.get('name')}” has no label"
    for button in page.elements("button"):
        # A hidden button is shown by a script, its text with it.
        if not text_of(button) and not button.get("aria-label") and button.get("hidden") is None:
            yield f"the button “{button.get('name')}” has no text"


def _is_labelled(field: Element, page: Page, labelled: set[str | None]) -> bool:
    described = field.get("aria-label") or field.get("aria-labelledby")
    return bool(described) or field.get("id") in labelled or page.ancestor(field, "label") is not None


def _says_where_forms_go(page: Page) -> Iterator[str]:
    for form in page.forms:
        if not form.action or form.element.get("method") not in {"get", "post"}:
            yield f"a form needs an action and a method: {form.element.attrib}"
        if form.method == "POST" and "csrf_token" not in form.names():
            yield f"the form to {form.action} has no csrf_token"


_INLINE: Final = (
    "//style | //script[not(@src) or @src = ''] | //*[@*[name() = 'style' or starts-with(name(), 'on')]]"
)


def _runs_nothing_inline(page: Page) -> Iterator[str]:
    for element in page.root.xpath(_INLINE):
        yield f"inline script or style in <{element.tag}> {sorted(element.attrib)}"


def _sends_safe_headers(page: Page) -> Iterator[str]:
    policy = page.headers.get("Content-Security-Policy", "")
    if not policy or "unsafe-inline" in policy or "unsafe-eval" in policy:
        yield f"the Content-Security-Policy is “{policy}”"
    if page.headers.get("X-Content-Type-Options") != "nosniff":
        yield "X-Content-Type-Options is not nosniff"
    is_personal = any("deconnexion" in form.action for form in page.forms)
    if is_personal and "no-store" not in page.headers.get("Cache-Control", ""):
        yield "a page of a signed-in person may be stored: Cache-Control is not no-store"


_CHECKS: tuple[Callable[[Page], Iterator[str]], ...] = (
    _is_valid_html,
    _has_one_heading_that_starts_its_title,
    _says_its_language,
    _has_unique_ids,
    _labels_every_field,
    _says_where_forms_go,
    _runs_nothing_inline,
    _sends_safe_headers,
)
