"""What a statement of hours says, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from app.audit.rules import canonical
from app.documents.looks import PLAIN, LookFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One half-day, or one activity outside of half-days, as the ledger counts it now."""

    day: date
    half: str
    """Which half of the day; empty for an activity."""
    about: str
    modality: str
    presence: str
    minutes: int
    is_corrected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStatement:
    """The hours of one person: their half-days and activities, and at how many half-days they were there or away."""

    name: str
    employer: str
    lines: tuple[StatementLine, ...]
    present: int
    excused: int
    unexcused: int

    @property
    def minutes(self) -> int:
        """The sum of the lines, in minutes."""
        return sum(line.minutes for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    """Everything that is printed: one person with each half-day, or with ``group`` the sums of many people."""

    network: str
    people: tuple[PersonStatement, ...]
    printed_on: date
    first: date | None = None
    last: date | None = None
    group: str = ""
    """Of whom, when it is of many people: a group, an employer, a network."""
    is_development: bool = False
    look: LookFacts = PLAIN

    @property
    def minutes(self) -> int:
        """The sum of everybody's hours, in minutes."""
        return sum(person.minutes for person in self.people)

    def to_json(self) -> str:
        """These facts as canonical JSON: equal facts are equal texts."""
        return canonical(asdict(self))
