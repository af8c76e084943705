"""Which attestation a training provider may sign, and what has to be known for it.

Sources: article L. 6313-7 and R. 6332-26 of the *code du travail*, the ministry's model of the *certificat de
réalisation*, in force since 1 June 2020. A provider signs through a natural person, never by itself.
"""

from enum import StrEnum
from typing import Protocol, TypeVar

from app.core.errors import RuleBroken
from app.core.language import N_


class Attestation(StrEnum):
    """A paper about a training, signed by who dispensed it; its value is what the address of the paper ends with."""

    COMPLETION = "realisation"
    TRAINING = "fin-de-formation"
    ATTENDANCE = "assiduite"


class ProviderNotChosen(RuleBroken):
    """Nobody is said to have dispensed the training."""

    message = N_(
        "La promotion « %(cohort)s » n’a pas d’organisme de formation : choisissez-le dans la promotion."
    )


class ProviderIncomplete(RuleBroken):
    """The provider cannot sign: its registration or the person who signs for it is not known."""

    message = N_(
        "L’organisme « %(provider)s » ne peut pas encore signer ce document. Complétez sa fiche : numéro de "
        "déclaration d’activité, représentant légal et sa qualité."
    )


class NothingFollowed(RuleBroken):
    """There is no hour to attest."""

    message = N_("Aucune heure suivie n’est enregistrée pour %(person)s : il n’y a rien à attester.")


class SigningProvider(Protocol):
    """A provider, as far as it decides whether it can sign."""

    name: str
    activity_number: str | None
    representative: str | None
    representative_quality: str | None


P = TypeVar("P", bound=SigningProvider)


def can_sign(provider: SigningProvider) -> bool:
    """Return whether everything is known that a provider signs with."""
    return bool(provider.activity_number and provider.representative and provider.representative_quality)


def check_can_sign(provider: P | None, *, cohort: str, person: str, minutes: int) -> P:
    """Let pass what a provider may sign, and return the provider.

    :param minutes: what the person has followed, in whole minutes.
    :raises ProviderNotChosen, ProviderIncomplete, NothingFollowed: when it may not.
    """
    if provider is None:
        raise ProviderNotChosen(cohort=cohort)
    if not can_sign(provider):
        raise ProviderIncomplete(provider=provider.name)
    if minutes <= 0:
        raise NothingFollowed(person=person)
    return provider
