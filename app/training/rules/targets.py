"""How many hours somebody has to follow who comes late, or has learnt some of it elsewhere."""

from enum import StrEnum

from app.core.errors import RuleBroken
from app.core.hours import format_hours
from app.core.language import N_


class TargetKind(StrEnum):
    """How the hours that somebody has to follow come about."""

    FULL = "full"
    PRO_RATA = "pro_rata"
    EQUIVALENCE = "equivalence"
    DISPENSED = "dispensed"


class NothingToShare(RuleBroken):
    """There is no plan, or nothing of it remains, so that no share of it can be taken."""

    message = N_(
        "Le prorata se calcule sur les séances du groupe à partir de l’arrivée : il n’y en a aucune."
    )


class CreditOutOfRange(RuleBroken):
    """The hours credited elsewhere are none, or leave nothing to follow."""

    message = N_("Les heures acquises ailleurs doivent être comprises entre une minute et %(full)s.")


class HoursUnknown(RuleBroken):
    """Nobody has said how many hours the parcours has."""

    message = N_("Choisissez d’abord le parcours : ses heures ne sont pas connues.")


def target_minutes(kind: TargetKind, full: int, *, credited: int | None, planned: int, ahead: int) -> int:
    """Return the minutes that somebody has to follow.

    :param full: the minutes of the whole parcours.
    :param credited: those acquired elsewhere, which an equivalence takes off.
    :param planned: the minutes of all half-days of the group.
    :param ahead: of these, those from the day of joining on; the share is rounded to the nearest minute.
    :raises CreditOutOfRange: and NothingToShare.
    """
    match kind:
        case TargetKind.FULL:
            return full
        case TargetKind.DISPENSED:
            return 0
        case TargetKind.EQUIVALENCE:
            if credited is None or not 0 < credited < full:
                raise CreditOutOfRange(full=format_hours(full))
            return full - credited
    if ahead <= 0 or planned <= 0:
        raise NothingToShare
    return max(1, (2 * full * min(ahead, planned) + planned) // (2 * planned))
