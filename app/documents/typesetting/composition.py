"""How one certificate is laid out: its texts in final form, and the classes that choose sizes by what must fit."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Final

from app.documents.facts import CertificateFacts
from app.documents.typesetting import wording
from app.documents.typesetting.glyphs import for_paper, is_drawn_by_display, text_width

# The story is set at the first of these steps of certificate.css that ends above the signatures; step 0 is spacious.
_STEPS: Final = (0, 1, 2, 3, 4, 5)
# Points that one line may take, and the sizes of certificate.css from the largest: heading-1 …, name-1 ….
_HEADING_WIDTH: Final = 700.0
_HEADING_SIZES: Final = (32, 26, 20, 15, 11)
_NAME_WIDTH: Final = 650.0
_NAME_SIZES: Final = (35, 30, 25, 20, 16)
# Beyond these lengths the signatures and the address are set smaller.
_LONG_NAME: Final = 30
_LONG_QUALITY: Final = 50
_LONG_NUMBER: Final = 22
_LONG_CODE: Final = 32
_LONG_ADDRESS: Final = 68
_LONG_MARK: Final = 12
# What stands after the host in the address of a check: /verifier/number/code.
_SLASHES: Final = 3


def steps(facts: CertificateFacts) -> tuple[int, ...]:
    """The sizes to try in turn; only a story without competences begins with the spacious one."""
    return _STEPS[1:] if facts.competences else _STEPS


def composed_page(facts: CertificateFacts, step: int) -> dict[str, Any]:
    """What the template prints, for one step of the story's sizes."""
    facts = _typeset(facts)
    mark = wording.mark(facts)
    return {
        "facts": facts,
        "labels": wording.LABELS[facts.language],
        "classes": " ".join(_classes(facts, step, mark)),
        "document_title": f"{facts.heading} – {facts.full_name} – {facts.number}",
        "mark": mark,
        "birth": wording.birth(facts),
        "duration": wording.duration(facts.hours_minutes, facts.language),
        "period": wording.period(facts.training_from, facts.training_to, facts.language),
        "jury_sentence": wording.jury_sentence(facts),
        "title_reference": wording.title_reference(facts),
        "made_at": wording.made_at(facts.place, facts.issued_on, facts.language),
        "code": wording.grouped(facts.verification_code),
        "address_lines": _address_lines(facts.verification_url),
    }


def _address_lines(url: str) -> list[str]:
    """The address to check as whoever types it reads it: up to the number, the number, the code."""
    _scheme, _, rest = url.partition("://")
    if rest.count("/") < _SLASHES:
        return [url]
    start, number, code = url.rsplit("/", 2)
    return [f"{start}/", f"{number}/", code]


def _typeset(facts: CertificateFacts) -> CertificateFacts:
    """The same facts with every text in the form the fonts draw."""
    texts: dict[str, Any] = {
        field.name: for_paper(value)
        for field in fields(facts)
        if isinstance(value := getattr(facts, field.name), str)
    }
    return replace(
        facts,
        **texts,
        competences=tuple(for_paper(competence) for competence in facts.competences),
        signatories=tuple(
            replace(one, name=for_paper(one.name), quality=for_paper(one.quality))
            for one in facts.signatories
        ),
    )


def _classes(facts: CertificateFacts, step: int, mark: str) -> list[str]:
    classes = [
        f"step-{step}",
        f"heading-{_size_rank(facts.heading, _HEADING_WIDTH, _HEADING_SIZES)}",
        f"name-{_size_rank(facts.full_name, _NAME_WIDTH, _NAME_SIZES)}",
        f"signatories-{len(facts.signatories)}",
    ]
    if not is_drawn_by_display(facts.full_name):
        classes.append("name-plain")
    if any(len(one.name) > _LONG_NAME or len(one.quality) > _LONG_QUALITY for one in facts.signatories):
        classes.append("tight-signatures")
    if (
        len(facts.number) > _LONG_NUMBER
        or len(facts.verification_code) > _LONG_CODE
        or len(facts.verification_url) > _LONG_ADDRESS
    ):
        classes.append("tight-check")
    if len(mark) > _LONG_MARK:
        classes.append("mark-long")
    return classes


def _size_rank(text: str, width: float, sizes: tuple[int, ...]) -> int:
    """The rank, from 1, of the largest size at which the text stays within one line, or of the smallest size."""
    ranks = (rank for rank, size in enumerate(sizes, start=1) if text_width(text, size) <= width)
    return next(ranks, len(sizes))
