"""Why a line that can be read is still not taken, and what an import keeps of how things are written."""

from datetime import timedelta
from typing import Final

from app.core.errors import RuleBroken
from app.core.language import N_

UPLOAD_KEPT_FOR: Final = timedelta(days=1)
"""How long a file waits between its trial and the button that imports it."""


class UnknownAdvisor(RuleBroken):
    """Nobody in the network has this identifier or address."""

    message = N_(
        "« %(who)s » ne désigne aucun conseiller de ce réseau. Importez d’abord la liste des conseillers."
    )


class PerhapsAnother(UnknownAdvisor):
    """Nobody has this identifier or address, and somebody has a name or an address that resembles."""

    message = N_(
        "« %(who)s » ne désigne aucun conseiller de ce réseau. S’agit-il de %(proposed)s ? Écrivez alors son adresse "
        "ou son ID conseiller sur cette ligne."
    )


class TwoPeopleInOneRow(RuleBroken):
    """The identifier and the addresses of one line belong to different people."""

    message = N_("Cette ligne désigne deux personnes du réseau : %(first)s et %(second)s.")


class OtherIdentifier(RuleBroken):
    """The person who has the address is known under another identifier of the State's."""

    message = N_("%(person)s a l’ID conseiller %(known)s dans ce réseau ; le fichier donne %(given)s.")


class SomebodyElse(RuleBroken):
    """The address is that of a person with another name."""

    message = N_("L’adresse %(email)s est ici celle de %(known)s, pas de %(given)s.")


class IdentifierOfSomebodyElse(RuleBroken):
    """The identifier finds one person; the name and the address of the line are those of another."""

    message = N_(
        "L’ID conseiller %(identifier)s est celui de %(known)s dans ce réseau ; le fichier donne %(given)s. "
        "Corrigez l’ID conseiller, ou le nom."
    )


class EmailGivenTwice(RuleBroken):
    """Two lines give the same address to two people."""

    message = N_("L’adresse %(email)s est déjà donnée à une autre personne ligne %(first)s.")


class HostWithOtherIdentifier(RuleBroken):
    """The host organisation of this name and place is known under another identifier."""

    message = N_("La structure « %(host)s » a l’identifiant %(known)s ; cette ligne donne %(given)s.")


class UnknownCohort(RuleBroken):
    """The network has no cohort of this name."""

    message = N_("Le réseau n’a pas de promotion « %(name)s ». Ses promotions : %(found)s.")


class CohortNotChosen(RuleBroken):
    """The network has several cohorts and nobody said which one is meant."""

    message = N_("Le réseau a plusieurs promotions : %(found)s. Choisissez celle de ce fichier.")


class NoDatesForCohort(RuleBroken):
    """A first cohort is made from the dates of the file, and the file has none."""

    message = N_(
        "Le réseau n’a pas de promotion, et aucune ligne ne donne de dates pour en créer une. Créez d’abord la "
        "promotion."
    )


class UnknownGroup(RuleBroken):
    """The network has no group of this name, or not in that cohort."""

    message = N_("Le réseau n’a pas de groupe « %(name)s ». Ses groupes : %(found)s.")


class AmbiguousGroup(RuleBroken):
    """Several cohorts have a group of this name."""

    message = N_(
        "Plusieurs promotions ont un groupe « %(name)s » : %(found)s. Remplissez la colonne « Promotion »."
    )


class UnknownTrainer(RuleBroken):
    """No trainer of the network has this name or address."""

    message = N_(
        "« %(name)s » n’est ni le nom ni l’adresse d’un formateur de ce réseau. Ses formateurs : %(found)s."
    )


class AmbiguousTrainer(RuleBroken):
    """Several trainers have this name."""

    message = N_("Plusieurs formateurs s’appellent « %(name)s » : écrivez l’adresse e-mail.")


class ActivityByItsOwnFile(RuleBroken):
    """A file of half-days holds an activity outside of them that nobody has handed in."""

    message = N_(
        "L’activité « %(title)s » n’a pas été remise : une activité hors séance s’importe par « Activités d’une "
        "plateforme », et compte une fois validée."
    )


class AmbiguousEnrolment(RuleBroken):
    """The person follows several trainings that could each hold this day."""

    message = N_(
        "Le %(day)s peut relever de plusieurs promotions de %(person)s : enregistrez ces heures sur sa page."
    )


def well_written(name: str) -> str:
    """Return a name as it is printed: one that is all lower case gets its capitals, any other stays as it is.

    Capitals are left to those who wrote them: a family name in capitals is a custom, « McDonald » is no mistake.
    """
    return _capitalised(name) if name == name.lower() else name


def well_written_given_name(name: str) -> str:
    """Return a given name as it is printed; nobody prints one in capitals throughout."""
    return _capitalised(name) if name in (name.lower(), name.upper()) else name


def _capitalised(name: str) -> str:
    starts = [True, *(not character.isalpha() for character in name)]
    return "".join(
        character.upper() if starts[place] else character.lower() for place, character in enumerate(name)
    )
