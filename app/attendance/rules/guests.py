"""Who can be added to the sheet of one half-day."""

from typing import Final

from app.core.errors import RuleBroken
from app.core.language import N_

LONGEST_GUEST: Final = 200
"""Characters of the name of a guest."""


class AlreadyOnTheList(RuleBroken):
    """The person is on the sheet."""

    message = N_("%(person)s est déjà sur cette feuille.")


class GuestWithoutName(RuleBroken):
    """Nobody was chosen, and no name was given."""

    message = N_("Choisissez une personne, ou écrivez son nom.")


class GuestIsKnown(RuleBroken):
    """The name was merged into an advisor before."""

    message = N_("Cette personne est déjà rattachée : rien n’a changé.")


class GuestIsOnTheSheet(RuleBroken):
    """Whoever has hours or a signature on the sheet is not taken off it."""

    message = N_("Cette personne a signé ou a des heures : corrigez sa ligne au lieu de la retirer.")
