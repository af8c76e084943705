"""One page of a long list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import request, url_for

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of how many are shown; numbers start at 1."""

    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """Return how many rows come before this page."""
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        """Return the rank of the first row shown, 0 when there is none."""
        return self.offset + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Return the rank of the last row shown."""
        return min(self.offset + self.size, self.total)

    def url(self, number: int) -> str:
        """Return the address of another page of the same list."""
        return same_page_with(page=number)


def page_asked_for(total: int) -> Page:
    """Return the page that the address asks for, the nearest that exists when it asks for another."""
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    last = Page(1, total).pages
    return Page(min(max(number, 1), last), total)


def same_page_with(**changes: object) -> str:
    """Return the address of this page with some of its questions changed, the others kept."""
    path = url_for(str(request.endpoint), **(request.view_args or {}))
    asked: dict[str, object] = {**request.args.to_dict(), **changes}
    kept = {name: value for name, value in asked.items() if value not in ("", None)}
    # Written here and not by url_for, to which names such as endpoint and _scheme mean something.
    return f"{path}?{urlencode(kept)}" if kept else path


def sort_link() -> Callable[[str, str], str]:
    """Return the function by which a table makes the links of its headings."""
    return lambda key, direction: same_page_with(sort=key, direction=direction, page=1)
