"""What one attendance sheet says, as plain values: the paper is typeset from these and from nothing else."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from enum import StrEnum

from app.audit.rules import canonical
from app.documents.looks import PLAIN, LookFacts
from app.documents.reading import facts_from


class CellState(StrEnum):
    """What a sheet says of one person in one half-day."""

    TO_SIGN = "to_sign"
    EXPECTED = "expected"
    PRESENT = "present"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    NOT_YET = "not_yet"
    GONE = "gone"
    NOT_LISTED = "not_listed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFacts:
    """How and when a line was signed; ``path`` is the drawing as the data of an SVG path, or empty."""

    method: str
    signer: str
    at: datetime
    digest: str
    path: str = ""
    is_changed_since: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFacts:
    """One person in one half-day. ``day`` is when somebody arrived after it, or left before it.

    Why somebody was absent is nowhere on it: a sheet goes from hand to hand, no text asks for more than present or
    absent, excused or not, and where every other kind is printed, the one that is left out says illness.
    """

    state: CellState
    minutes: int = 0
    arrived_at: time | None = None
    left_at: time | None = None
    day: date | None = None
    signature: SignatureFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """One row: who, employed by whom, and a cell for each half-day of the sheet."""

    name: str
    employer: str
    cells: tuple[CellFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfDayFacts:
    """One half-day: when, where, about what, by whom; ``closing`` is the countersignature of a closed register."""

    day: date
    is_morning: bool
    starts_at: time
    ends_at: time
    module: str
    competences: tuple[str, ...]
    modality: str
    place: str
    trainers: tuple[str, ...]
    closing: SignatureFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """Everything that is printed on the sheet of one half-day, or of a week of a group.

    ``is_filled`` prints what the registers hold; otherwise there is room to sign by hand. ``is_development`` marks
    the paper of a network that is a demonstration.
    """

    title: str
    block: str
    network: str
    provider: str
    siret: str
    activity_number: str
    cohort: str
    group: str
    half_days: tuple[HalfDayFacts, ...]
    people: tuple[PersonFacts, ...]
    is_filled: bool
    printed_on: date
    week_from: date | None = None
    is_development: bool = False
    look: LookFacts = PLAIN

    def to_json(self) -> str:
        """These facts as canonical JSON: equal facts are equal texts."""
        return canonical(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> SheetFacts:
        """The facts that ``to_json`` wrote.

        :raises ValueError, TypeError, KeyError: when the text holds none.
        """
        return facts_from(cls, json.loads(text))
