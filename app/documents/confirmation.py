"""What needs two people in a network that wants it: one asks, another confirms. Off unless somebody switches it on.

Switching it off needs two people as well: otherwise one alone would switch it off, issue, and switch it on again.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from app.core.errors import RuleBroken
from app.core.language import N_

ASKED: Final = "confirmation.asked"
CONFIRMED: Final = "confirmation.confirmed"
REFUSED: Final = "confirmation.refused"
SWITCHED: Final = "confirmation.switched"
"""What the chain of acts calls them."""

_PARIS: Final = ZoneInfo("Europe/Paris")

HANDS_ARE_TOLD_APART_AFTER: Final = timedelta(days=30)
"""After somebody was given a role, a link or an address by somebody else, who could have used it to be both.

An invitation can be used for fourteen days. As long again leaves whoever was signed out of their account by it, or
reads the list of administrators, the time to notice.
"""


class ConfirmedAct(StrEnum):
    """What is asked for."""

    ISSUE = "issue"
    REPLACE = "replace"
    REVOKE = "revoke"
    SWITCH_OFF = "switch_off"


class ConfirmationState(StrEnum):
    """Where a request stands; one that nobody decides stays pending."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Somebody(Protocol):
    """A person, as far as two of them are told apart."""

    id: int


class Careful(Protocol):
    """A network, as far as this is about."""

    needs_two_people: bool


class SecondPersonNeeded(RuleBroken):
    """In this network nobody issues, replaces or revokes alone."""

    message = N_("Dans ce réseau, un second administrateur doit confirmer : demandez la confirmation.")


class ConfirmedByOneself(RuleBroken):
    """Whoever has asked wants to confirm."""

    message = N_("Vous avez fait cette demande : une autre personne doit la confirmer.")


class AlreadyDecided(RuleBroken):
    """Somebody has confirmed or refused it before."""

    message = N_("Cette demande est déjà confirmée ou refusée.")


class AskerLeft(RuleBroken):
    """Whoever has asked administers the network no more."""

    message = N_("%(asker)s n’administre plus ce réseau : refusez cette demande, ou faites-la vous-même.")


class AccountsInOneHand(RuleBroken):
    """One person could be behind both accounts."""

    message = N_(
        "Ce que demande %(asker)s, %(second)s pourra le confirmer à partir du %(day)s. Jusque-là, une même personne a "
        "pu ouvrir les deux comptes : depuis moins de 30 jours, un rôle d’administrateur, un lien de connexion ou une "
        "adresse a été donné à l’un d’eux par un autre compte. D’ici là, la demande reste en attente, et un "
        "administrateur que ni l’un ni l’autre n’a invité peut la confirmer."
    )


def first_day_told_apart(last: datetime) -> date:
    """Return the first whole day in Paris on which what happened at ``last`` hinders nobody any more."""
    ends = last + HANDS_ARE_TOLD_APART_AFTER
    return ends.astimezone(_PARIS).date() + timedelta(days=1)


def refuse_one_alone(network: Careful, one: Somebody | None, second: Somebody | None) -> None:
    """Let only two different people do what this network lets nobody do alone; a command is nobody.

    :raises SecondPersonNeeded: otherwise.
    """
    if network.needs_two_people and (one is None or second is None or one.id == second.id):
        raise SecondPersonNeeded
