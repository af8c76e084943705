"""The programmes of the initial training, by market: which parcours exist and how many hours may be prescribed.

Source: the State's own database of trainings (table ``main.formation``) for the parcours values, and the help pages of
the *conseiller numérique* scheme for the two markets.
"""

from dataclasses import dataclass
from typing import Final

from app.core.errors import RuleBroken
from app.core.hours import format_hours
from app.core.language import N_


@dataclass(frozen=True, slots=True)
class Programme:
    """One market of the initial training. Hours are whole hours, as the parcours are named after them."""

    code: str
    name: str
    parcours_hours: tuple[int, ...]

    @property
    def least_hours(self) -> int:
        """Return the hours of the shortest parcours."""
        return min(self.parcours_hours)

    @property
    def most_hours(self) -> int:
        """Return the hours of the longest parcours."""
        return max(self.parcours_hours)


PROGRAMMES: Final = (
    Programme("2021-2023", N_("Formation initiale 2021–2023"), (105, 280, 350, 420)),
    Programme("2024", N_("Formation initiale 2024"), (70, 175, 315)),
    Programme("2025", N_("Formation initiale depuis l’automne 2025"), (175,)),
)

FIRST_PROGRAMME: Final = PROGRAMMES[0]


class UnknownProgramme(RuleBroken):
    """No programme has this code."""

    message = N_("Le programme « %(code)s » n’existe pas.")


class UnknownParcours(RuleBroken):
    """The programme has no parcours of that many hours."""

    message = N_(
        "%(hours)s h n’est pas un parcours du programme %(programme)s. Parcours possibles : %(allowed)s."
    )


class PrescriptionOutOfRange(RuleBroken):
    """The hours prescribed lie outside of what the programme gives."""

    message = N_("%(hours)s prescrites : le programme %(programme)s va de %(least)s à %(most)s heures.")


def programme_by_code(code: str) -> Programme:
    """Return the programme with this code.

    :raises UnknownProgramme: when there is none.
    """
    for programme in PROGRAMMES:
        if programme.code == code:
            return programme
    raise UnknownProgramme(code=code)


def check_parcours(programme: Programme, hours: int) -> None:
    """Let only a parcours of the programme pass.

    :raises PrescriptionOutOfRange: when the hours lie outside of the programme's range.
    :raises UnknownParcours: when they lie inside of it but name no parcours.
    """
    check_prescription(programme, hours * 60)
    if hours not in programme.parcours_hours:
        allowed = ", ".join(f"{value} h" for value in programme.parcours_hours)
        raise UnknownParcours(hours=hours, programme=programme.code, allowed=allowed)


def check_prescription(programme: Programme, minutes: int) -> None:
    """Let only hours within the programme's range be prescribed.

    :param minutes: what is prescribed, in minutes as everywhere in the records.
    :raises PrescriptionOutOfRange: when fewer or more are asked for.
    """
    if not programme.least_hours * 60 <= minutes <= programme.most_hours * 60:
        raise PrescriptionOutOfRange(
            hours=format_hours(minutes),
            programme=programme.code,
            least=programme.least_hours,
            most=programme.most_hours,
        )
