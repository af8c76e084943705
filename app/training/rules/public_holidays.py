"""The public holidays of metropolitan France (*jours fériés*), as the *Code du travail* lists them (L. 3133-1).

The two further days of Alsace and Moselle and those of the overseas départements are not among them: there they are
left out by hand.
"""

from datetime import date, timedelta

from app.core.language import N_


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


def public_holidays(year: int) -> dict[date, str]:
    """Return the public holidays of a year with their French names."""
    sunday = easter(year)
    return {
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


def public_holiday(day: date) -> str | None:
    """Return the French name of the public holiday that a day is, or None."""
    return public_holidays(day.year).get(day)
