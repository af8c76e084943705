"""Typesets statements of hours: facts in, bytes out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from app.documents.naming import safe_name
from app.documents.statements.facts import StatementFacts
from app.documents.typesetting import wording
from app.documents.typesetting.papers import Paper
from app.documents.typesetting.pictures import NO_PICTURES

PAPER: Final = Paper("hours_statement")


def print_statement(
    facts: StatementFacts, pictures: Mapping[str, bytes] = NO_PICTURES, *, is_specimen: bool = False
) -> bytes:
    """Typeset a statement as a tagged PDF that claims PDF/A-3a and PDF/UA-1; the same facts give the same bytes.

    :param pictures: the bytes of every picture that the facts name.
    :raises KeyError: when a picture is not among them.
    """
    identifier = hashlib.sha256(facts.to_json().encode()).hexdigest()[:32].encode()
    context = {
        "facts": facts,
        "about": _about(facts),
        "period": said_period(facts),
        "document_title": f"Relevé d’heures – {_about(facts)}",
        "words": wording,
        "colour": facts.look.colour,
    }
    shown = {name: pictures[name] for name in facts.look.pictures}
    return PAPER.printed(context, shown, identifier, is_specimen=is_specimen)


def said_period(facts: StatementFacts) -> str:
    """The days that the statement is about."""
    said = wording.period(facts.first, facts.last, "fr")
    return said.capitalize() if said else f"Jusqu’au {wording.long_date(facts.printed_on, 'fr')}"


def file_name(facts: StatementFacts) -> str:
    """The name of the file: ``heures_Léa-Martin_2022-03-01_2022-11-15.pdf``."""
    days = "".join(f"_{day.isoformat()}" for day in (facts.first, facts.last) if day is not None)
    return f"heures_{safe_name(_about(facts))}{days}.pdf"


def _about(facts: StatementFacts) -> str:
    return facts.group or facts.people[0].name
