"""What the records of the training refuse: what is there already, what belongs elsewhere, what cannot be printed."""

import unicodedata
from typing import Final

from app.core.errors import RuleBroken
from app.core.language import N_

LONGEST_NAME: Final = 100
LONGEST_TEXT: Final = 200
_STARTS_A_FORMULA: Final = ("=", "+", "-", "@")
_SIGNS: Final = frozenset({"Sm", "So"})
"""The Unicode categories of mathematical signs, as < and >, and of pictures."""


class NameMissing(RuleBroken):
    """A name has at least one character."""

    message = N_("Indiquez un nom.")


class NameTooLong(RuleBroken):
    """The text is longer than what is kept and printed."""

    message = N_("« %(start)s… » est trop long : %(limit)s caractères au plus.")


class NameLooksLikeFormula(RuleBroken):
    """A spreadsheet would compute the name of the person instead of showing it."""

    message = N_("« %(name)s » n’est pas un nom : il commence par un signe de calcul (=, +, - ou @).")


class NotAPersonsName(RuleBroken):
    """No person is called by pictures, signs or figures alone."""

    message = N_("« %(name)s » n’est pas un nom : un nom contient des lettres, sans signe ni image.")


class NameNotPrintable(RuleBroken):
    """The name has a character that no paper shows."""

    message = N_("« %(name)s » contient un caractère invisible : effacez-le et retapez-le.")


class AdvisorExists(RuleBroken):
    """Somebody with this address is an advisor of the network already."""

    message = N_("%(email)s est déjà l’adresse de %(person)s, qui est conseiller numérique de ce réseau.")


class StateIdTaken(RuleBroken):
    """Another record of the network has this identifier of the State."""

    message = N_("L’identifiant %(state_id)s est déjà celui de « %(holder)s ».")


class HostExists(RuleBroken):
    """The network has a host with this name and postal code."""

    message = N_("La structure « %(name)s » existe déjà à ce code postal.")


class ProviderExists(RuleBroken):
    """The network has a provider with this name."""

    message = N_("L’organisme « %(name)s » existe déjà.")


class CohortExists(RuleBroken):
    """The network has a cohort with this name."""

    message = N_("La promotion « %(name)s » existe déjà.")


class GroupExists(RuleBroken):
    """The cohort has a group with this name."""

    message = N_("Le groupe « %(name)s » existe déjà dans cette promotion.")


class AlreadyEnrolled(RuleBroken):
    """An advisor follows a cohort once."""

    message = N_("%(person)s est déjà dans la promotion « %(cohort)s ».")


class GroupOfAnotherCohort(RuleBroken):
    """The group belongs to another cohort than the enrolment."""

    message = N_("Le groupe « %(group)s » n’est pas de la promotion « %(cohort)s ».")


class EnrolmentInUse(RuleBroken):
    """Something rests on an enrolment: hours, an activity, a catch-up, a decision or a result."""

    message = N_(
        "L’inscription de %(person)s sert déjà : des heures, une activité, une décision ou un résultat reposent sur "
        "elle."
    )


class AdvisorInUse(RuleBroken):
    """Something rests on the file of an advisor, such as a training, hours or a result."""

    message = N_(
        "La fiche de %(person)s sert déjà : une inscription, des heures ou un résultat reposent sur elle."
    )


class NotOfThisNetwork(RuleBroken):
    """Two records of different networks cannot be joined."""

    message = N_("Cet élément appartient à un autre réseau.")


def check_text(text: str, limit: int) -> None:
    """Let only a text of one line pass that can be kept and printed.

    :param limit: the most characters that are kept.
    :raises NameMissing: when it is blank.
    :raises NameTooLong: when it is longer.
    :raises NameNotPrintable: when it has a character that is not seen.
    """
    if not text.strip():
        raise NameMissing
    if len(text) > limit:
        raise NameTooLong(start=text[:30], limit=limit)
    if not text.isprintable():
        raise NameNotPrintable(name=text)


def check_person_name(name: str) -> None:
    """Let only the name of a person pass, as it can stand on a certificate and in a spreadsheet.

    :raises NameLooksLikeFormula: when it starts like a formula.
    :raises NotAPersonsName: when it has no letter, or a sign such as < or a picture.
    :raises NameMissing: and its siblings, as of every text.
    """
    check_text(name, LONGEST_NAME)
    if name.lstrip().startswith(_STARTS_A_FORMULA):
        raise NameLooksLikeFormula(name=name)
    has_sign = any(unicodedata.category(character) in _SIGNS for character in name)
    if has_sign or not any(map(str.isalpha, name)):
        raise NotAPersonsName(name=name)
