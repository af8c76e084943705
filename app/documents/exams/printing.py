"""Typesets the papers of an exam session: facts in, bytes out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from app.documents.exams.facts import ExamFacts
from app.documents.naming import safe_name
from app.documents.sheets.wording import clock, weekday
from app.documents.typesetting import wording
from app.documents.typesetting.papers import Paper
from app.documents.typesetting.pictures import NO_PICTURES


class ExamPaper(StrEnum):
    """The papers of a session, each in a folder of this name."""

    CONVOCATION = "exam_convocation"
    ATTENDANCE = "exam_attendance"
    MINUTES = "exam_minutes"


PAPERS: Final = {kind: Paper(kind.value) for kind in ExamPaper}
_TITLES: Final = {
    ExamPaper.CONVOCATION: "Convocations à l’examen",
    ExamPaper.ATTENDANCE: "Feuille d’émargement de l’examen",
    ExamPaper.MINUTES: "Procès-verbal de session d’examen",
}
_FILES: Final = {
    ExamPaper.CONVOCATION: "convocations",
    ExamPaper.ATTENDANCE: "emargement-examen",
    ExamPaper.MINUTES: "proces-verbal",
}


def print_exam_paper(
    kind: ExamPaper,
    facts: ExamFacts,
    pictures: Mapping[str, bytes] = NO_PICTURES,
    *,
    is_specimen: bool = False,
) -> bytes:
    """Typeset a paper as a tagged PDF that claims PDF/A-3a and PDF/UA-1; the same facts give the same bytes.

    :param pictures: the bytes of every picture that the facts name.
    :raises KeyError: when a picture is not among them.
    """
    text = f"{kind}{facts.to_json()}"
    identifier = hashlib.sha256(text.encode()).hexdigest()[:32].encode()
    context = {
        "facts": facts,
        "document_title": f"{_TITLES[kind]} – {facts.name}",
        "when": said_when(facts),
        "where": said_where(facts),
        "words": wording,
        "colour": facts.look.colour,
    }
    shown = {name: pictures[name] for name in facts.look.pictures}
    return PAPERS[kind].printed(context, shown, identifier, is_specimen=is_specimen)


def said_when(facts: ExamFacts) -> str:
    """The day and the hour of the exam, as far as they are known."""
    if facts.held_on is None:
        return "jour à préciser"
    hour = f" à {clock(facts.starts_at)}" if facts.starts_at is not None else ""
    return f"{weekday(facts.held_on)}{hour}"


def said_where(facts: ExamFacts) -> str:
    """The place of the exam, and whether it is remote."""
    parts = [facts.place, "à distance" if facts.is_remote else ""]
    return ", ".join(part for part in parts if part) or "lieu à préciser"


def file_name(kind: ExamPaper, facts: ExamFacts) -> str:
    """The name of the file: ``convocations_2023-04-04_Session-CCP1.pdf``."""
    day = f"_{facts.held_on.isoformat()}" if facts.held_on is not None else ""
    return f"{_FILES[kind]}{day}_{safe_name(facts.name)}.pdf"
