"""Who is put on the list of a session, and until when."""

from enum import StrEnum
from typing import Final

from app.core.errors import RuleBroken
from app.core.language import N_

LONGEST_REASON: Final = 200
LONGEST_ARRANGEMENT: Final = 100


class AssessmentLevel(StrEnum):
    """What an assessment in training says of one competence."""

    ACQUIRED = "acquired"
    IN_PROGRESS = "in_progress"
    NOT_ACQUIRED = "not_acquired"


class ListIsFixed(RuleBroken):
    """The exam was held: its list stays as it was."""

    message = N_("La session « %(name)s » est tenue : sa liste ne change plus.")


class NotReady(RuleBroken):
    """Something stands in the way of a person, whom only a reason can put on the list."""

    message = N_(
        "%(person)s n’est pas prêt·e pour cette session : donnez un motif pour l’admettre quand même."
    )


class NobodyAdmitted(RuleBroken):
    """The list is empty."""

    message = N_("Personne n’est sur la liste : retenez d’abord les candidates et les candidats.")


class NotOnList(RuleBroken):
    """The person is not on the list of the session, and has sat no exam there."""

    message = N_("%(person)s n’est pas sur la liste de cette session.")


def is_reason_needed(*, is_ready: bool, reason: str) -> bool:
    """Return whether somebody can be admitted only with a reason that nobody has given."""
    return not is_ready and not reason.strip()
