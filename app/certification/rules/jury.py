"""The jury: two members at least, each accredited by the State on the day of the exam.

Source: code de l’éducation, R338-6 (the regional director accredits the members of a jury).
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from app.core.errors import RuleBroken
from app.core.language import N_

MINIMUM_JURORS: Final = 2
"""A jury has two accredited members at least."""


class Member(NamedTuple):
    """A member of a jury, and from when to when the State accredits them; a day that is not known is None."""

    name: str
    quality: str = ""
    accredited_from: date | None = None
    accredited_until: date | None = None


class JuryTooSmall(RuleBroken):
    """The jury has too few members."""

    message = N_("Un jury compte au moins %(minimum)s membres habilités ; celui-ci en compte %(count)s.")


class JuryNotAccredited(RuleBroken):
    """Too few members of the jury are accredited on the day of the exam."""

    message = N_(
        "Un jury compte au moins %(minimum)s membres dont l’habilitation est en cours le jour de l’examen ; celui-ci "
        "en compte %(count)s. Habilitation inconnue ou hors délai : %(people)s."
    )


def is_accredited(member: Member, day: date) -> bool:
    """Return whether an accreditation is known to be current on a day, its first and its last day included."""
    has_begun = member.accredited_from is None or member.accredited_from <= day
    return has_begun and member.accredited_until is not None and day <= member.accredited_until


def count_different(members: Iterable[Member]) -> int:
    """Return how many different people these are: a name written twice seats nobody twice."""
    return len({member.name.strip().casefold() for member in members if member.name.strip()})


def check_accredited(members: Iterable[Member], day: date) -> None:
    """Let only a jury examine of which enough different members are accredited on the day.

    :raises JuryTooSmall: when there are too few members at all.
    :raises JuryNotAccredited: naming those whose accreditation is not known or not current.
    """
    seated = list(members)
    if count_different(seated) < MINIMUM_JURORS:
        raise JuryTooSmall(minimum=MINIMUM_JURORS, count=count_different(seated))
    accredited = [member for member in seated if is_accredited(member, day)]
    if count_different(accredited) < MINIMUM_JURORS:
        others = ", ".join(member.name for member in seated if member not in accredited)
        raise JuryNotAccredited(minimum=MINIMUM_JURORS, count=count_different(accredited), people=others)
