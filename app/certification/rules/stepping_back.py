"""A step of an exam session that was noted by error is taken back: the last one, as long as nothing rests on it.

The signature of the minutes stays, because a result under it changes by a new, dated decision alone; so does a
cancellation, which people were told of.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.certification.rules.life_cycle import ExamIsCancelled, ExamStage
from app.core.errors import ChangedMeanwhile, RuleBroken
from app.core.language import N_


@dataclass(frozen=True, slots=True)
class WhatRests:
    """What rests on the last step of a session: who was called to the exam, by name, and the results of its jury."""

    convoked: tuple[str, ...] = ()
    results: int = 0


class OnlyPlanned(RuleBroken):
    """No step was taken yet."""

    message = N_("La session « %(name)s » est seulement planifiée : aucune étape n’est à retirer.")


class SignatureStays(RuleBroken):
    """The minutes are signed, which nobody takes back."""

    message = N_(
        "Le procès-verbal de la session « %(name)s » est signé : cette étape ne se retire pas. "
        "Un résultat change par une nouvelle décision datée."
    )


class PeopleAreConvoked(RuleBroken):
    """Letters have left that call people to the exam."""

    message = N_(
        "La convocation est partie pour %(people)s : modifiez la session ou annulez-la, "
        "chaque personne en sera avertie."
    )


class ResultsRest(RuleBroken):
    """Results are recorded, which only an exam that was held has."""

    message = N_("Cette session a des résultats (%(count)s) : l’examen a bien eu lieu.")


class SteppingBackNeedsReason(RuleBroken):
    """Nobody has said why a step is taken back."""

    message = N_("Indiquez pourquoi cette étape est retirée.")


def check_stepping_back(stage: ExamStage, step: ExamStage, name: str, reason: str, rests: WhatRests) -> None:
    """Let the last step of a session be taken back, with a reason, when nothing rests on it.

    :param step: the step that somebody was shown as the last one.
    :raises ChangedMeanwhile: when another step was taken since.
    :raises RuleBroken: the first of :func:`what_keeps`.
    :raises SteppingBackNeedsReason: when no reason is given.
    """
    if stage is not step:
        raise ChangedMeanwhile
    for refusal in what_keeps(stage, name, rests):
        raise refusal
    if not reason.strip():
        raise SteppingBackNeedsReason


def what_keeps(stage: ExamStage, name: str, rests: WhatRests) -> Iterator[RuleBroken]:
    """Yield what stands in the way of taking back the last step of a session."""
    match stage:
        case ExamStage.PLANNED:
            yield OnlyPlanned(name=name)
        case ExamStage.CLOSED:
            yield SignatureStays(name=name)
        case ExamStage.DECLARED if rests.convoked:
            yield PeopleAreConvoked(people=", ".join(rests.convoked))
        case ExamStage.HELD if rests.results:
            yield ResultsRest(count=rests.results)
        case ExamStage.CANCELLED:
            yield ExamIsCancelled(name=name)


def step_before(stage: ExamStage, noted: Iterable[ExamStage]) -> ExamStage:
    """Return the step to which a session goes back: the one noted before its last one, not the one of the order.

    One told afterwards was never declared. Of a session that is older than the notes of its steps, only this is known:
    an exam that was deliberated had been held.
    """
    earlier = [each for each in noted if each is not stage]
    if earlier:
        return earlier[-1]
    return ExamStage.HELD if stage is ExamStage.DELIBERATED else ExamStage.PLANNED
