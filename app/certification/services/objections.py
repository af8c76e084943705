"""What features above the exams object to when a deliberation is taken back: they know what was issued on it.

A feature registers its objection; it refuses by raising one of its own rules, and is asked inside the transaction.
"""

from collections.abc import Callable

from app.certification.models import ExamSession

DeliberationObjection = Callable[[ExamSession], None]
"""Takes a session whose deliberation is to be taken back."""

_TO_TAKING_BACK: list[DeliberationObjection] = []


def object_to_taking_back(objection: DeliberationObjection) -> DeliberationObjection:
    """Ask ``objection`` whenever a deliberation is taken back."""
    _TO_TAKING_BACK.append(objection)
    return objection


def check_nothing_issued(session: ExamSession) -> None:
    """Let a deliberation be taken back unless a feature objects.

    :raises RuleBroken: what that feature says.
    """
    for objection in _TO_TAKING_BACK:
        objection(session)
