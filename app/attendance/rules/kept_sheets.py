"""Sheets that were kept on tablets without network: what each says, and in what it differs from the ledger.

What a sheet says of somebody is a claim. The sheet that comes first is recorded; a claim of another one that differs
waits for a trainer, so that the order in which tablets come back settles nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.attendance.rules.ledger import AbsenceKind, Attendance
from app.core.errors import RuleBroken
from app.core.language import N_

LONGEST_KEPT: Final = 200
"""Characters of one field of a kept sheet; every field of the register holds fewer."""
MOST_KEPT: Final = 5_000
"""Fields of a kept sheet: those of more people than any room holds."""


class SheetOutcome(StrEnum):
    """What became of a kept sheet when it arrived."""

    RECORDED = "recorded"
    SAME = "same"
    TO_DECIDE = "to_decide"


class NotASheet(RuleBroken):
    """What was sent is no register that a page of ours has kept."""

    message = N_("Cet envoi n’est pas une feuille de présence gardée par Livret.")


class KeyOfAnotherSheet(RuleBroken):
    """The key came before with another sheet, or from somebody else."""

    message = N_("Cet envoi porte la clé d’une autre feuille : rien n’a changé.")


class AlreadyDecided(RuleBroken):
    """Somebody has decided on the sheet before."""

    message = N_("Cette feuille est déjà traitée : rien n’a changé.")


class LineChangedMeanwhile(RuleBroken):
    """The register no longer says what the page of the comparison has shown."""

    message = N_("Le registre a changé depuis l’ouverture de cette page : comparez à nouveau.")


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """What somebody says of one person in one half-day, as far as it counts; minutes are whole."""

    attendance: Attendance
    minutes: int
    absence_kind: AbsenceKind | None = None


Claims = Mapping[int, Claim]
"""What one sheet, or the ledger, says of each enrolment."""


def differences(ledger: Claims, sheet: Claims) -> set[int]:
    """Return the enrolments of which the ledger does not say what ``sheet`` says; of others a sheet says nothing."""
    return {number for number, claim in sheet.items() if ledger.get(number) != claim}
