"""When people are called to an exam, and what makes them be called anew."""

from datetime import date, time
from typing import NamedTuple

from app.certification.rules.life_cycle import ExamStage
from app.core.errors import RuleBroken
from app.core.language import N_


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
