"""A register can be taken back right after the click, by who has pressed, while nothing rests on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.core.errors import RuleBroken
from app.core.language import N_

UNDO_LASTS: Final = timedelta(minutes=10)
"""For how long after the click it can be taken back."""

UNDONE: Final = "Enregistrement annulé"


class CannotUndo(RuleBroken):
    """Something rests on the register, or it is too late."""

    message = N_("Cet enregistrement ne s’annule plus. Corrigez la ligne qui n’est pas juste.")


class OthersRestOnRegister(CannotUndo):
    """Another register was recorded since, and left out who has hours on this one: they would be on none."""

    message = N_(
        "La feuille de présence du groupe « %(group)s » a été enregistrée depuis, sans %(person)s, qui a ses heures "
        "ici. Faites d’abord annuler l’enregistrement de cette autre feuille, ou corrigez ici la ligne qui n’est pas "
        "juste."
    )


class AlreadyUndone(RuleBroken):
    """The register was undone before, and perhaps taken again since."""

    message = N_("Cet enregistrement est déjà annulé : rien n’a changé.")


class UndoneMeanwhile(RuleBroken):
    """The register was recorded and undone after this page was opened."""

    message = N_(
        "Cette feuille a été enregistrée puis annulée entre-temps : relisez-la, puis enregistrez à nouveau."
    )


class CannotUndoValidation(RuleBroken):
    """It was somebody else's, or it is too late: what counts is then reopened one by one, with a reason."""

    message = N_("Cette validation ne s’annule plus d’un bouton. Rouvrez l’activité en disant pourquoi.")


@dataclass(frozen=True, slots=True)
class Click:
    """A register just recorded, and what has become of it since."""

    recorded_at: datetime
    recorded_by_id: int | None
    is_closed: bool
    is_corrected: bool
    is_added_to: bool
    signed_at: datetime | None
    """When the last advisor signed."""


def can_undo(click: Click, person_id: int, now: datetime) -> bool:
    """Return whether a person may take a register back: the one who has just recorded it, while nothing rests on it."""
    is_own = is_fresh_act_of(person_id, click.recorded_by_id, click.recorded_at, now)
    is_signed_since = click.signed_at is not None and click.signed_at > click.recorded_at
    rests = click.is_closed or click.is_corrected or click.is_added_to or is_signed_since
    return is_own and not rests


def is_fresh_act_of(person_id: int, recorded_by_id: int | None, recorded_at: datetime, now: datetime) -> bool:
    """Return whether somebody has just done an act themselves, so that one press can take it back."""
    return recorded_by_id == person_id and recorded_at <= now < recorded_at + UNDO_LASTS
