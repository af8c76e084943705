"""What holds for networks, accounts and roles."""

import re
from datetime import timedelta
from typing import Final

from app.core.errors import RuleBroken
from app.core.language import N_
from app.core.roles import Role

INVITATION_LASTS: Final = timedelta(days=14)
PASSWORD_RESET_LASTS: Final = timedelta(hours=2)
SIGN_IN_LASTS: Final = timedelta(hours=12)

_NETWORK_CODE = re.compile(r"[a-z][a-z0-9-]{1,38}")


class WrongCredentials(RuleBroken):
    """The address and the password do not go together; which of them is wrong is not said."""

    message = N_("L’adresse e-mail ou le mot de passe ne convient pas.")


class TooManyAttempts(RuleBroken):
    """Too many sign-ins failed lately."""

    message = N_(
        "Trop d’essais en peu de temps. Attendez un quart d’heure, ou choisissez un nouveau mot de passe."
    )


class LinkUnusable(RuleBroken):
    """The one-time link was used, has expired, or never existed."""

    message = N_("Ce lien a déjà servi ou a expiré. Demandez-en un nouveau.")


class WrongPassword(RuleBroken):
    """The current password is not the one that was typed."""

    message = N_("Le mot de passe actuel ne convient pas.")


class LastAdministrator(RuleBroken):
    """The network would be left without an administrator."""

    message = N_("Un réseau garde au moins une personne qui l’administre.")


class NoRole(RuleBroken):
    """An account is opened for a role."""

    message = N_("Choisissez au moins un rôle.")


class EmailTaken(RuleBroken):
    """Another person has this address, in whatever case it is written."""

    message = N_("L’adresse %(email)s est déjà celle d’une autre personne.")


class AlreadyMember(RuleBroken):
    """The person already holds this role in the network."""

    message = N_("%(email)s a déjà ce rôle dans le réseau.")


class BadNetworkCode(RuleBroken):
    """The code of a network stands in addresses."""

    message = N_(
        "Le code « %(code)s » ne convient pas : de 2 à 39 lettres minuscules, chiffres ou tirets."
    )


class NetworkCodeTaken(RuleBroken):
    """Another network has this code."""

    message = N_("Le réseau « %(code)s » existe déjà.")


class DemonstrationRefused(RuleBroken):
    """The demonstration and its known passwords must not exist where people rely on the application."""

    message = N_("La démonstration ne se charge pas en production.")


def check_network_code(code: str) -> None:
    """Let only a code pass that can stand in an address.

    :raises BadNetworkCode: otherwise.
    """
    if not _NETWORK_CODE.fullmatch(code):
        raise BadNetworkCode(code=code)


def check_administrators_remain(role: Role, administrators: int) -> None:
    """Let a role be taken away only while another administrator remains.

    :raises LastAdministrator: when the last of ``administrators`` would go.
    """
    if role is Role.ADMINISTRATOR and administrators <= 1:
        raise LastAdministrator
