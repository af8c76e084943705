"""When a cohort can be: under a title that is in force, with its last day of normal entry and its half-days inside."""

from datetime import date

from app.core.errors import RuleBroken
from app.core.language import N_
from app.training.titles import Title


class TitleNotYetInForce(RuleBroken):
    """The training would end before its title exists."""

    message = N_(
        "Le titre « %(title)s » existe depuis le %(day)s : une formation qui finit le %(last)s n’y mène pas."
    )


class TitleNoLongerInForce(RuleBroken):
    """The training would start after the last day of its title."""

    message = N_(
        "Le titre « %(title)s » a pris fin le %(day)s : une formation qui commence le %(first)s n’y mène pas."
    )


class LateDayOutsideCohort(RuleBroken):
    """The last day of normal entry is not a day of the training."""

    message = N_("Le dernier jour d’entrée normale est un jour de la formation, du %(first)s au %(last)s.")


class SessionOutsideCohort(RuleBroken):
    """The half-day is planned before or after the training."""

    message = N_("Le %(day)s est hors de la promotion « %(cohort)s », qui va du %(first)s au %(last)s.")


class PlacementTestToCome(RuleBroken):
    """A test that sets the parcours has been taken, or has no day yet."""

    message = N_("Le test de positionnement ne peut pas être daté du %(day)s, qui est à venir.")


def check_cohort_under_title(title: Title, first: date, last: date) -> None:
    """Let a training pass that shares at least a day with its title: it may begin before, and the exam come after.

    :raises TitleNotYetInForce: and TitleNoLongerInForce, otherwise.
    """
    if title.valid_from is not None and last < title.valid_from:
        raise TitleNotYetInForce(title=title.name, day=title.valid_from, last=last)
    if title.valid_until is not None and first > title.valid_until:
        raise TitleNoLongerInForce(title=title.name, day=title.valid_until, first=first)


def check_late_day(late_after: date, first: date, last: date) -> None:
    """Let only a day of the training be the last one on which a recruit is on time.

    :raises LateDayOutsideCohort: otherwise.
    """
    if not first <= late_after <= last:
        raise LateDayOutsideCohort(first=first, last=last)


def check_half_day_in_cohort(day: date, cohort: str, first: date, last: date) -> None:
    """Let only a half-day of the training be planned.

    :raises SessionOutsideCohort: otherwise.
    """
    if not first <= day <= last:
        raise SessionOutsideCohort(day=day, cohort=cohort, first=first, last=last)


def check_placement_test(tested_on: date | None, today: date) -> None:
    """Let only a placement test pass that was taken; an unknown day passes.

    :raises PlacementTestToCome: otherwise.
    """
    if tested_on is not None and tested_on > today:
        raise PlacementTestToCome(day=tested_on)
