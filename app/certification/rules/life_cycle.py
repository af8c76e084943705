"""The life of an exam session: planned, declared, held, deliberated, closed, validated by the State.

One step follows the other and none is left out; before it is held, a session may be cancelled. What was noted by error
is taken back as `stepping_back` allows.
What stands in the way of a step is a refusal that says why; all of them are told at once to who looks, and the first
one to who tries.

Source: règlement général des sessions d’examen (arrêté du 21 juillet 2016). The results are official once the State
has validated them (arrêté du 14 novembre 2024).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from app.certification.rules.jury import Member, check_accredited
from app.certification.rules.lists import NobodyAdmitted
from app.core.errors import RuleBroken
from app.core.language import N_
from app.training.titles import Title


class ExamStage(StrEnum):
    """How far an exam session is, in the order of its life."""

    PLANNED = "planned"
    DECLARED = "declared"
    HELD = "held"
    DELIBERATED = "deliberated"
    CLOSED = "closed"
    VALIDATED = "validated"
    CANCELLED = "cancelled"
    """The end of a session that was never held; what it was before stays in its history."""


STAGES_IN_ORDER: Final = tuple(each for each in ExamStage if each is not ExamStage.CANCELLED)
CAN_BE_CANCELLED: Final = (ExamStage.PLANNED, ExamStage.DECLARED)
DAY_OF_THE_EXAM: Final = (ExamStage.HELD,)
"""The steps whose day is that of the exam and is not asked for."""


@dataclass(frozen=True, slots=True)
class ExamState:
    """What is known of an exam when its next step is to be taken.

    ``latest`` is the day of the last step that has one; ``without_result`` names who is still to be judged.
    """

    title: Title
    name: str
    stage: ExamStage
    held_on: date | None = None
    latest: date | None = None
    place: str = ""
    centre: str = ""
    is_remote: bool = False
    members: tuple[Member, ...] = ()
    candidates: int = 0
    results: int = 0
    without_result: tuple[str, ...] = ()


class StepOutOfOrder(RuleBroken):
    """Another step comes first."""

    message = N_(
        "La session « %(name)s » en est à l’étape « %(stage)s » : l’étape « %(step)s » ne vient pas ensuite."
    )


class ExamDayMissing(RuleBroken):
    """Nobody has said when the exam takes place."""

    message = N_("Le jour de l’examen n’est pas indiqué.")


class PlaceMissing(RuleBroken):
    """Nobody has said where the exam takes place."""

    message = N_("Le lieu de l’examen n’est pas indiqué ; une session à distance n’en a pas besoin.")


class CentreMissing(RuleBroken):
    """Nobody has said which approved centre organises the exam."""

    message = N_("Le centre agréé qui organise la session n’est pas indiqué.")


class StepInTheFuture(RuleBroken):
    """The day of the step has not come."""

    message = N_("Le %(day)s n’est pas encore passé : cette étape se note une fois qu’elle a eu lieu.")


class StepBeforePrevious(RuleBroken):
    """The step would come before the one that it follows."""

    message = N_("Le %(day)s précède l’étape d’avant, qui est du %(previous)s.")


class DeclaredAfterHeld(RuleBroken):
    """The session would be declared after its exam."""

    message = N_("Une session se déclare au plus tard le jour de l’examen, le %(held_on)s.")


class NothingToDeliberate(RuleBroken):
    """No result is recorded."""

    message = N_("Aucun résultat n’est enregistré : enregistrez d’abord ce que le jury a décidé.")


class ResultsMissing(RuleBroken):
    """Somebody on the list has no result."""

    message = N_("Il manque le résultat de %(people)s.")


class NotHeldYet(RuleBroken):
    """The exam was not held, so that nobody can have a result."""

    message = N_(
        "La session « %(name)s » n’est pas encore tenue : les résultats s’enregistrent après l’examen."
    )


class MinutesSigned(RuleBroken):
    """The minutes are signed, which fixes what they say."""

    message = N_(
        "Le procès-verbal de la session « %(name)s » est signé : un résultat ne change plus que par une nouvelle "
        "décision datée."
    )


class ExamIsClosed(RuleBroken):
    """The minutes are signed: the description of the exam stays as they say it."""

    message = N_("Le procès-verbal de la session « %(name)s » est signé : la session ne se modifie plus.")


class ExamIsCancelled(RuleBroken):
    """The session was cancelled: nothing happens there any more."""

    message = N_("La session « %(name)s » est annulée : créez-en une autre.")


class HeldBeforeCancelled(RuleBroken):
    """The exam took place: its session cannot be cancelled."""

    message = N_("La session « %(name)s » a été tenue : elle ne s’annule plus.")


class CancellationNeedsReason(RuleBroken):
    """Nobody has said why the session is cancelled."""

    message = N_("Indiquez pourquoi la session est annulée.")


class DeliberatedByItsStep(RuleBroken):
    """A day of deliberation is given for an exam that was not deliberated."""

    message = N_("Le jour de la délibération se note avec l’étape « Délibérée », une fois la session tenue.")


def has_reached(stage: ExamStage, other: ExamStage) -> bool:
    """Return whether a session that is at ``stage`` has taken the step ``other``."""
    if ExamStage.CANCELLED in (stage, other):
        return stage is other or other is ExamStage.PLANNED
    return STAGES_IN_ORDER.index(stage) >= STAGES_IN_ORDER.index(other)


def step_after(stage: ExamStage) -> ExamStage | None:
    """Return the step that follows, or None after the last one."""
    if stage is ExamStage.CANCELLED:
        return None
    place = STAGES_IN_ORDER.index(stage) + 1
    return STAGES_IN_ORDER[place] if place < len(STAGES_IN_ORDER) else None


def takes_results(stage: ExamStage) -> bool:
    """Return whether results can be recorded: the exam was held, and its minutes are not signed."""
    return stage in (ExamStage.HELD, ExamStage.DELIBERATED)


def check_takes_results(stage: ExamStage, name: str) -> None:
    """Let results be recorded only after the exam and before the minutes are signed.

    :raises NotHeldYet: and MinutesSigned.
    :raises ExamIsCancelled: when it was cancelled.
    """
    check_not_cancelled(stage, name)
    if not has_reached(stage, ExamStage.HELD):
        raise NotHeldYet(name=name)
    if has_reached(stage, ExamStage.CLOSED):
        raise MinutesSigned(name=name)


def check_not_cancelled(stage: ExamStage, name: str) -> None:
    """Leave a session alone that was cancelled.

    :raises ExamIsCancelled: when it was.
    """
    if stage is ExamStage.CANCELLED:
        raise ExamIsCancelled(name=name)


def check_cancellation(stage: ExamStage, name: str, reason: str) -> None:
    """Let a session be cancelled before it is held, with a reason.

    :raises HeldBeforeCancelled: once it was held.
    :raises CancellationNeedsReason: when none is given.
    """
    if stage not in CAN_BE_CANCELLED:
        raise HeldBeforeCancelled(name=name)
    if not reason.strip():
        raise CancellationNeedsReason


def check_step(exam: ExamState, step: ExamStage, day: date, today: date) -> None:
    """Let an exam take its next step, on a day that has come and does not precede the step before.

    :param day: when the step was taken: of the exam for « held », of the deliberation, of the signature …
    :raises ExamIsCancelled: when it was cancelled.
    :raises StepOutOfOrder: when another step comes first.
    :raises StepInTheFuture: and StepBeforePrevious, when the day cannot be.
    :raises RuleBroken: the first of the :func:`obstacles`.
    """
    check_not_cancelled(exam.stage, exam.name)
    if step_after(exam.stage) is not step:
        raise StepOutOfOrder(name=exam.name, stage=exam.stage, step=step)
    for obstacle in obstacles(exam, step, today):
        raise obstacle
    if day > today:
        raise StepInTheFuture(day=day)
    if exam.latest is not None and day < exam.latest:
        raise StepBeforePrevious(day=day, previous=exam.latest)
    if step is ExamStage.DECLARED and exam.held_on is not None and day > exam.held_on:
        raise DeclaredAfterHeld(held_on=exam.held_on)


def obstacles(exam: ExamState, step: ExamStage, today: date) -> Iterator[RuleBroken]:
    """Yield what stands in the way of a step, whatever its day."""
    match step:
        case ExamStage.DECLARED:
            yield from _obstacles_to_declaring(exam)
        case ExamStage.HELD if exam.held_on is None:
            yield ExamDayMissing()
        case ExamStage.HELD if exam.held_on is not None and exam.held_on > today:
            yield StepInTheFuture(day=exam.held_on)
        case ExamStage.HELD if not exam.candidates:
            yield NobodyAdmitted()
        case ExamStage.DELIBERATED if not exam.results:
            yield NothingToDeliberate()
        case ExamStage.DELIBERATED if exam.without_result:
            yield ResultsMissing(people=", ".join(exam.without_result))


def _obstacles_to_declaring(exam: ExamState) -> Iterator[RuleBroken]:
    if exam.held_on is None:
        yield ExamDayMissing()
    if not exam.place and not exam.is_remote:
        yield PlaceMissing()
    if not exam.centre:
        yield CentreMissing()
    # Whoever delivers a certification without a jury, as Pix does, examines without one.
    if exam.held_on is not None and exam.title.is_professional:
        try:
            check_accredited(exam.members, exam.held_on)
        except RuleBroken as refusal:
            yield refusal
