"""When people are called to an exam, and what makes them be called anew."""

from datetime import date, datetime, time
from typing import NamedTuple

from app.certification.rules.life_cycle import ExamStage
from app.core.errors import RuleBroken
from app.core.language import N_
from app.people.rules import SILENCE


class Appointment(NamedTuple):
    """What somebody must know to be there; when it changes, they are told again."""

    day: date | None
    starts_at: time | None
    place: str
    is_remote: bool


class NotDeclaredYet(RuleBroken):
    """People would be called to an exam that is not declared, or that was held."""

    message = N_("Les convocations partent une fois la session déclarée, et avant l’examen.")


def check_convocation(stage: ExamStage) -> None:
    """Let people be called to an exam that is declared and was not held.

    :raises NotDeclaredYet: at any other stage.
    """
    if stage is not ExamStage.DECLARED:
        raise NotDeclaredYet


def is_interrupted(awaited_since: datetime | None, now: datetime) -> bool:
    """Return whether nobody is at a letter any more of which it is not known whether it has left.

    :param awaited_since: the latest sign of who writes the letters of the list; none once the letter has left.
    """
    return awaited_since is not None and now - awaited_since >= SILENCE


def is_to_be_called(convoked_at: datetime | None, awaited_since: datetime | None, now: datetime) -> bool:
    """Return whether somebody on the list is still to be called: nobody has, or their letter was interrupted."""
    return convoked_at is None or is_interrupted(awaited_since, now)
