"""Typesets lists: facts in, bytes out."""

from __future__ import annotations

import hashlib
from typing import Final

from app.documents.lists.facts import ListFacts, check_length
from app.documents.typesetting import wording
from app.documents.typesetting.papers import Paper

PAPER: Final = Paper("list")

_SHORT: Final = 12
"""Characters that a narrow column holds on one line."""


def print_list(facts: ListFacts, *, is_specimen: bool = False) -> bytes:
    """Typeset a list as a tagged PDF that claims PDF/A-3a and PDF/UA-1; the same facts give the same bytes.

    :raises ListTooLong: when there are more rows than anybody prints.
    """
    check_length(len(facts.rows))
    said = wording.period(facts.first, facts.last, "fr")
    context = {
        "facts": facts,
        "period": said.capitalize() if said else "",
        "document_title": f"{facts.title} – {facts.about}",
        "words": wording,
        "narrow": _narrow(facts),
    }
    identifier = hashlib.sha256(facts.to_json().encode()).hexdigest()[:32].encode()
    return PAPER.printed(context, {}, identifier, is_specimen=is_specimen)


def _narrow(facts: ListFacts) -> set[int]:
    """Return the places of the columns that need little room, while another can take what they leave."""
    columns = list(zip(facts.headings, *facts.rows, strict=True))
    short = {place for place, texts in enumerate(columns) if max(map(len, texts)) <= _SHORT}
    return short if len(short) < len(columns) else set()
