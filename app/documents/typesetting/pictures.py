"""Pictures that papers print: named by the SHA-256 of their bytes, and served from memory."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from weasyprint.urls import URLFetcher, URLFetcherResponse

BASE_ADDRESS: Final = "https://paper.invalid/"
"""An address that exists nowhere (RFC 6761): only the fetchers of the papers answer for it."""

NO_PICTURES: Final[Mapping[str, bytes]] = {}
_JPEG: Final = b"\xff\xd8"


def picture_name(content: bytes) -> str:
    """Return what a picture is called: the SHA-256 of its bytes."""
    return hashlib.sha256(content).hexdigest()


def picture_type(content: bytes) -> str:
    """Return the media type of a picture that is kept."""
    return "image/jpeg" if content.startswith(_JPEG) else "image/svg+xml"


class PictureFetcher(URLFetcher):
    """Serves the pictures of one paper by name, and refuses every other address unread."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._pictures = {f"{BASE_ADDRESS}{name}": content for name, content in pictures.items()}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002  (Inherited.)
        """Return the picture of this address."""
        if url not in self._pictures:
            raise ValueError(f"Not a picture of the paper: {url!r}")
        content = self._pictures[url]
        return URLFetcherResponse(url, content, {"Content-Type": picture_type(content)})
