"""What can still change once the minutes are signed: a result, by a new decision with its day and its reason."""

from datetime import date
from typing import Final

from app.certification.rules.life_cycle import ExamStage, has_reached
from app.core.errors import RuleBroken
from app.core.language import N_

LONGEST_REPORT: Final = 4000
"""Characters of a report of incidents, which fit on the minutes with room for the list."""


class MinutesNotSigned(RuleBroken):
    """The minutes are not signed: a result is corrected, and needs no decision."""

    message = N_(
        "Le procès-verbal n’est pas signé : le résultat se corrige sur la page de la session, avec un motif."
    )


class DecisionNeedsReason(RuleBroken):
    """A decision says why."""

    message = N_("Indiquez le motif de la nouvelle décision.")


class DecidedBeforeMinutes(RuleBroken):
    """The decision would come before the minutes that it changes."""

    message = N_("La décision serait du %(day)s, avant la signature du procès-verbal le %(signed_on)s.")


class DecidedTomorrow(RuleBroken):
    """The day of the decision has not come."""

    message = N_("La décision serait du %(day)s, qui n’est pas encore passé.")


def check_decision_anew(
    stage: ExamStage, signed_on: date | None, decided_on: date, reason: str, today: date
) -> None:
    """Let a result of signed minutes change by a decision that has a reason and a day after the signature.

    :raises MinutesNotSigned: DecisionNeedsReason, DecidedTomorrow and DecidedBeforeMinutes.
    """
    if not has_reached(stage, ExamStage.CLOSED):
        raise MinutesNotSigned
    if not reason.strip():
        raise DecisionNeedsReason
    if decided_on > today:
        raise DecidedTomorrow(day=decided_on)
    if signed_on is not None and decided_on < signed_on:
        raise DecidedBeforeMinutes(day=decided_on, signed_on=signed_on)
