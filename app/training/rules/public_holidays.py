"""The public holidays (*jours fériés*), as the *Code du travail* lists them, for each territory to which it applies.

L. 3133-1 has those of everywhere, L. 3134-13 the two further days of Alsace and Moselle, L. 3422-2 the day overseas on
which the abolition of slavery is commemorated. Good Friday is only one in communes with a Protestant or a shared
church; the planner sees it named and may keep it. New Caledonia and Polynesia have laws of their own.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from app.core.language import N_
from app.core.territories import Territory

_ABOLITION: Final[Mapping[Territory, tuple[int, int]]] = {
    Territory.MAYOTTE: (4, 27),
    Territory.MARTINIQUE: (5, 22),
    Territory.GUADELOUPE: (5, 27),
    # The law still says the 27th; a circular of 2018 lets the collectivity keep the day on which it happened there.
    Territory.SAINT_MARTIN: (5, 28),
    Territory.GUYANE: (6, 10),
    Territory.SAINT_BARTHELEMY: (10, 9),
    Territory.REUNION: (12, 20),
}
"""Month and day; the territories that have none are left out."""


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar, by the algorithm that *Nature* printed in 1876."""
    golden = year % 19
    century, year_of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leap_years, year_rest = divmod(year_of_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int, territory: Territory = Territory.MAINLAND) -> dict[date, str]:
    """Return the public holidays of a year with their French names."""
    sunday = easter(year)
    found = {
        date(year, 1, 1): N_("jour de l’An"),
        sunday + timedelta(days=1): N_("lundi de Pâques"),
        date(year, 5, 1): N_("fête du Travail"),
        date(year, 5, 8): N_("8 mai 1945"),
        sunday + timedelta(days=39): N_("Ascension"),
        sunday + timedelta(days=50): N_("lundi de Pentecôte"),
        date(year, 7, 14): N_("fête nationale"),
        date(year, 8, 15): N_("Assomption"),
        date(year, 11, 1): N_("Toussaint"),
        date(year, 11, 11): N_("Armistice de 1918"),
        date(year, 12, 25): N_("Noël"),
    }
    if territory is Territory.ALSACE_MOSELLE:
        found[sunday - timedelta(days=2)] = N_("Vendredi saint")
        found[date(year, 12, 26)] = N_("deuxième jour de Noël")
    if territory in _ABOLITION:
        # Another holiday on that day, such as Ascension, keeps its name.
        found.setdefault(date(year, *_ABOLITION[territory]), N_("abolition de l’esclavage"))
    return found


def public_holiday(day: date, territory: Territory = Territory.MAINLAND) -> str | None:
    """Return the French name of the public holiday that a day is in a territory, or None."""
    return public_holidays(day.year, territory).get(day)
