"""How a register is closed, what a trainer countersigns, and how it is opened again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.attendance.rules.signing import Oddity, SheetLine, SigningRefused, signed_text
from app.core.errors import RuleBroken
from app.core.language import N_

UNSIGNED_AT_CLOSING: Final = "Sans signature à la clôture de la feuille"
"""The reason written into the ledger, which is French like every reason."""


class RegisterActKind(StrEnum):
    """What was done to a register as a whole."""

    CLOSED = "closed"
    REOPENED = "reopened"


class NotRecordedYet(RuleBroken):
    """A register is recorded before it is closed."""

    message = N_("Enregistrez d’abord la présence : une feuille vide ne se clôt pas.")


class RegisterIsClosed(SigningRefused):
    """A closed register takes neither marks nor signatures."""

    oddity = Oddity.CLOSED
    message = N_(
        "Cette feuille de présence est close. Pour la changer, rouvrez-la avec un motif, ou corrigez une ligne."
    )


class RegisterIsOpen(RuleBroken):
    """Only what is closed is opened again."""

    message = N_("Cette feuille de présence n’est pas close.")


class ReopeningWithoutReason(RuleBroken):
    """A reopening says why."""

    message = N_("Indiquez pourquoi vous rouvrez cette feuille.")


class NotUnsigned(RuleBroken):
    """Somebody was to be marked absent at closing who has signed since, or is not on the sheet."""

    message = N_("La feuille a changé depuis l’ouverture de cette page : relisez-la, puis signez à nouveau.")


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """A line of the sheet as a trainer countersigns it, with when it was signed and the digest of that signature."""

    line: SheetLine
    signed_at: datetime | None = None
    digest: str = ""


def countersigned_text(trainer: str, lines: Iterable[ClosedLine]) -> str:
    """Return the text that a trainer signs: every line of the sheet, each with its signature or without."""
    parts = [f"Formateur signataire: {' '.join(trainer.split())}\n"]
    for each in lines:
        signed = f"{each.signed_at.isoformat()} {each.digest}" if each.signed_at is not None else "aucune"
        parts.append(f"{signed_text(each.line)}Signature: {signed}\n")
    return "\n".join(parts)
