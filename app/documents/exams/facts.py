"""What the papers of an exam session say, as plain values: they are typeset from these and from nothing else."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, time

from app.audit.rules import canonical
from app.documents.looks import PLAIN, LookFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """A member of the jury, and until when the State accredits them."""

    name: str
    quality: str
    accredited_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityFacts:
    """The service of the State that validates the results: its name, its address, and who signs there."""

    name: str
    address: str = ""
    signatory: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFacts:
    """Somebody on the list: what they are given on the day, and what the jury decided, empty while it has not.

    ``decisions`` are those that came after the minutes were signed, each in one sentence.
    """

    name: str
    employer: str
    birth_date: date | None
    arrangement: str
    outcome: str = ""
    remark: str = ""
    decisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamFacts:
    """Everything that the papers of a session print. ``is_development`` marks those of a demonstration."""

    network: str
    name: str
    title: str
    block: str
    held_on: date | None
    starts_at: time | None
    decided_on: date | None
    place: str
    is_remote: bool
    centre: str
    manager: str
    ceres_number: str
    members: tuple[MemberFacts, ...]
    candidates: tuple[CandidateFacts, ...]
    incident_report: str
    is_deliberated: bool
    printed_on: date
    is_whole_title: bool = False
    """The whole title is examined at once, and the exam ends with the final interview."""
    is_before_jury: bool = True
    """False for a certification without a jury, such as Pix, which asks for no portfolio."""
    is_development: bool = False
    authority: AuthorityFacts | None = None
    look: LookFacts = PLAIN
    """That of the approved centre, when it is a provider of the network."""

    def count(self, outcome: str) -> int:
        """Return how many candidates have this outcome."""
        return sum(each.outcome == outcome for each in self.candidates)

    def to_json(self) -> str:
        """These facts as canonical JSON: equal facts are equal texts."""
        return canonical(asdict(self))
