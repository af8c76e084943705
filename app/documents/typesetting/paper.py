"""The files of the certificate's paper, and the only door through which they are read while it is typeset."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from weasyprint.urls import URLFetcher, URLFetcherResponse

from app.documents.facts import CertificateFacts
from app.documents.typesetting.composition import composed_page
from app.documents.typesetting.pictures import BASE_ADDRESS, picture_type
from app.documents.typesetting.room import Room
from app.documents.typesetting.wording import seal_note

PAPER: Final = Path(__file__).parents[1] / "papers" / "certificate"
QR_ADDRESS: Final = f"{BASE_ADDRESS}qr.png"
_MEDIA_TYPES: Final = {".svg": "image/svg+xml", ".ttf": "font/ttf"}


class PaperFetcher(URLFetcher):
    """Serves the files of the paper, one QR code and the pictures of one certificate by name, and nothing else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.qr_code = b""
        self.pictures: Mapping[str, bytes] = {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002  (Inherited.)
        """Return the file of this address."""
        if url == QR_ADDRESS and self.qr_code:
            return URLFetcherResponse(url, self.qr_code, {"Content-Type": "image/png"})
        picture = self.pictures.get(url.removeprefix(BASE_ADDRESS))
        if picture is not None:
            return URLFetcherResponse(url, picture, {"Content-Type": picture_type(picture)})
        file = _paper_files().get(url)
        if file is None:
            raise ValueError(f"Not a file of the paper: {url!r}")
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": _MEDIA_TYPES[file.suffix]})


def written_page(
    facts: CertificateFacts, step: int, qr_address: str = QR_ADDRESS, room: Room | None = None
) -> str:
    """The certificate as well-formed HTML, its story set at this step; it says of the seal what ``room`` tells."""
    return _template().render(
        composed_page(facts, step),
        qr_address=qr_address,
        version=paper_version(),
        seal_note=seal_note(facts.language, room.is_development) if room else "",
    )


@cache
def paper_version() -> str:
    """The version of the paper, kept with each issued document."""
    return (PAPER / "VERSION").read_text("utf-8").strip()


def sample_facts() -> CertificateFacts:
    """The specimen of an invented person, for previews and benchmarks."""
    return CertificateFacts.from_json((PAPER / "sample.json").read_text("utf-8"))


@cache
def _paper_files() -> dict[str, Path]:
    return {
        f"{BASE_ADDRESS}{file.relative_to(PAPER).as_posix()}": file
        for file in PAPER.rglob("*")
        if file.suffix in _MEDIA_TYPES
    }


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(PAPER), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("certificate.html")
