"""What an attestation of a training says, as plain values: it is typeset from these and from nothing else."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from app.audit.rules import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderFacts:
    """Who dispensed the training (*dispensateur de l’action*), and who signs for it."""

    name: str
    siret: str
    activity_number: str
    municipality: str
    representative: str
    representative_quality: str
    logo: str | None = None
    signature: str | None = None
    """The scanned signature of the representative; pictures are named by the SHA-256 of their bytes."""
    colour: str | None = None
    mention: str = ""

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures that are printed."""
        return tuple(name for name in (self.logo, self.signature) if name is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationFacts:
    """One training of one person, as the ledger counts it on the day of printing; minutes are whole.

    ``present``, ``excused`` and ``unexcused`` count half-days; ``assessments`` pair a competence with what was found
    of it in training, empty where it was not assessed. ``is_development`` marks the papers of a demonstration.
    """

    provider: ProviderFacts
    network: str
    person: str
    employer: str
    training: str
    block: str
    title: str
    competences: tuple[str, ...]
    assessments: tuple[tuple[str, str], ...]
    first: date
    last: date
    minutes: int
    prescribed_minutes: int | None
    by_modality: tuple[tuple[str, int], ...]
    present: int
    excused: int
    unexcused: int
    printed_on: date
    is_development: bool = False

    @property
    def concerned(self) -> int:
        """At how many half-days the person was expected."""
        return self.present + self.excused + self.unexcused

    @property
    def attendance_percent(self) -> int | None:
        """Half-days present among those expected (*taux d’assiduité*), in whole percent; None where none was."""
        return 100 * self.present // self.concerned if self.concerned else None

    @property
    def hours_in_hundredths(self) -> str:
        """The hours as funders enter them: ``280,50``."""
        return f"{self.minutes / 60:.2f}".replace(".", ",")

    def to_json(self) -> str:
        """These facts as canonical JSON: equal facts are equal texts."""
        return canonical(asdict(self))
