"""Who may catch a half-day up with another group."""

from app.core.errors import RuleBroken
from app.core.language import N_


class AlreadyExpected(RuleBroken):
    """The person is on the list of the half-day."""

    message = N_("%(person)s est déjà sur la liste de cette séance.")


class NotInTraining(RuleBroken):
    """The person has not come yet on that day, is gone by then, or is exempt."""

    message = N_("%(person)s n’est pas en formation le %(day)s.")


class AnotherBlock(RuleBroken):
    """The other group prepares another block."""

    message = N_("Le groupe « %(group)s » prépare un autre bloc : cette séance ne rattrape rien.")


class NoPlaceLeft(RuleBroken):
    """The list of the half-day is full."""

    message = N_("Le groupe « %(group)s » n’a plus de place le %(day)s.")


class CatchUpIsPast(RuleBroken):
    """The half-day is over."""

    message = N_("La séance du %(day)s est passée.")


class TooLateToWithdraw(RuleBroken):
    """On the day itself, who does not come is absent."""

    message = N_("Un rattrapage se retire au plus tard la veille ; celui-ci est le %(day)s.")


def has_place(places: int | None, expected: int) -> bool:
    """Return whether one more person fits; a group without a limit always has a place."""
    return places is None or expected < places
