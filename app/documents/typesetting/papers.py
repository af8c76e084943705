"""Papers of any number of pages: a folder with a template and a style sheet, typeset by the press of certificates.

Like the certificate they fetch nothing from outside: the fonts are those that the press has loaded, and pictures are
handed over with the facts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from app.documents.reading import facts_from
from app.documents.typesetting.glyphs import for_paper
from app.documents.typesetting.pictures import PictureFetcher
from app.documents.typesetting.press import one_at_a_time, press

F = TypeVar("F")

PAPERS: Final = Path(__file__).parents[1] / "papers"


class Paper:
    """The template and the style sheet of one kind of paper."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = PAPERS / name

    @cached_property
    def version(self) -> str:
        """The version of the paper, told in the file."""
        return (self.folder / "VERSION").read_text("utf-8").strip()

    @cached_property
    def style(self) -> str:
        """What papers have in common, then the style sheet of this one."""
        return "\n".join(
            path.read_text("utf-8") for path in (PAPERS / "base.css", self.folder / f"{self.name}.css")
        )

    @cached_property
    def template(self) -> Template:
        """The template, in which every text takes the form that the fonts draw."""
        environment = Environment(
            loader=FileSystemLoader([self.folder, PAPERS]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        return environment.get_template(f"{self.name}.html")

    def sample(self, kind: type[F]) -> F:
        """The facts of invented people that stand beside the template, for previews and tests."""
        return facts_from(kind, json.loads((self.folder / "sample.json").read_text("utf-8")))

    def printed(
        self,
        context: Mapping[str, Any],
        pictures: Mapping[str, bytes],
        identifier: bytes,
        *,
        is_specimen: bool = False,
    ) -> bytes:
        """Typeset the paper as a tagged PDF; ``identifier`` is what makes two files of the same facts the same.

        :param is_specimen: prints on each page that nothing of it is real.
        """
        version = f"{self.name} {self.version}"
        text = for_paper(self.template.render(**context, version=version, is_specimen=is_specimen).lstrip())
        with one_at_a_time():
            return press().printed_pages(text, self.style, PictureFetcher(pictures), identifier)
