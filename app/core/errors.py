"""Refusals: each has a name of its own, carries its facts, and is written for the person who will read it."""

from typing import ClassVar

from app.core.language import N_


class RuleBroken(Exception):
    """The programme does not allow what was asked.

    A subclass gives ``message``: a French sentence with ``%(fact)s`` placeholders. The facts are keyword arguments,
    kept as plain values (dates stay dates), so that the reader's language decides how they are written.
    """

    message: ClassVar[str] = N_("Cette opération n’est pas possible.")

    def __init__(self, **facts: object) -> None:
        super().__init__(self.message)
        self.facts = facts

    def __str__(self) -> str:
        """Return the French sentence with its facts as Python writes them: for logs and failing tests."""
        return self.message % self.facts if self.facts else self.message


class ChangedMeanwhile(RuleBroken):
    """Somebody else changed it after it was shown to who wants to change it now."""

    message = N_(
        "Quelqu’un a modifié ces informations depuis l’ouverture de cette page : voici ce qui est enregistré "
        "maintenant. Refaites votre changement s’il est encore utile."
    )


class NotFound(RuleBroken):
    """What was asked for does not exist, or belongs to a network that the person may not see."""

    message = N_("Cette page n’existe pas, ou vous n’y avez pas accès.")


class NotAllowed(RuleBroken):
    """The person's role in this network does not give them this."""

    message = N_("Votre rôle dans ce réseau ne vous donne pas accès à cette page.")
