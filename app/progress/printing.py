"""Typesets the result indicators of a cohort: facts in, bytes out."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Final

from app.audit.rules import canonical
from app.documents.kinds import Signer, register_kind
from app.documents.typesetting import wording
from app.documents.typesetting.papers import Paper
from app.people.models import Network
from app.progress.rules import FEW, QualityFigures

PAPER: Final = Paper("quality_figures")


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresFacts:
    """Everything that is printed."""

    network: str
    cohort: str
    provider: str
    block: str
    first: date
    last: date
    figures: QualityFigures
    printed_on: date
    is_development: bool


def print_figures(facts: FiguresFacts, *, is_specimen: bool = False) -> bytes:
    """Typeset the figures as a tagged PDF that claims PDF/A-3a and PDF/UA-1; equal facts give equal bytes."""
    identifier = hashlib.sha256(canonical(asdict(facts)).encode()).hexdigest()[:32].encode()
    context = {
        "facts": facts,
        "figures": facts.figures,
        "few": FEW,
        "document_title": f"Indicateurs de résultats – {facts.cohort}",
        "words": wording,
        "percent": _percent,
    }
    return PAPER.printed(context, {}, identifier, is_specimen=is_specimen)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}\u00a0%" if whole else "–"


def _specimen(network: Network, today: date) -> bytes:
    facts = replace(PAPER.sample(FiguresFacts), network=network.name, printed_on=today)
    return print_figures(facts, is_specimen=True)


register_kind(PAPER.name, Signer.PROVIDER, _specimen)
