"""Who can sit an exam, and exactly why: each point that the rule looks at says what it found.

A person is ready when no point is missing. A late recruit is looked at like everybody else: coming late is noted, and
is neither an obstacle nor a failure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from app.certification.rules.counting import Outcome
from app.certification.rules.deadlines import exam_deadline, resit_deadline
from app.core.hours import format_hours
from app.core.language import N_
from app.training.rules import EntryStatus

ACTION_SHEETS: Final = 5
"""A *conseiller numérique* brings five action sheets, of which the jury picks one to be presented."""


class Criterion(StrEnum):
    """What the rule looks at."""

    ENTRY = "entry"
    ATTEMPTS = "attempts"
    HOURS = "hours"
    PLACEMENT = "placement"
    DEADLINE = "deadline"
    PORTFOLIO = "portfolio"
    ASSESSMENTS = "assessments"
    OTHER_SESSION = "other_session"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came out of an earlier session; its day may be unknown."""

    day: date | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Preparation:
    """What is known of an advisor who might sit an exam. Minutes everywhere.

    ``exam_on`` is the day of the exam, None while nobody has chosen it. ``hours_end_on`` is the day on which the
    planned half-days reach what is prescribed, or the last one followed when it is reached. ``competences`` of the
    block are ``assessed`` in training; a block whose competences nobody has found has none. An exam without a jury,
    such as Pix, asks for no training and no portfolio.
    """

    exam_on: date | None
    is_before_jury: bool = True
    status: EntryStatus = EntryStatus.ON_TIME
    started_on: date | None = None
    exited_on: date | None = None
    prescribed: int | None = None
    done: int = 0
    hours_end_on: date | None = None
    placement_tested_on: date | None = None
    portfolio_on: date | None = None
    action_sheets: int = 0
    attempts: tuple[Attempt, ...] = ()
    competences: int = 0
    assessed: int = 0
    other_session: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was looked at: whether it stands in the way, and a sentence with its facts."""

    criterion: Criterion
    is_missing: bool
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether somebody can sit an exam, explained point by point."""

    points: tuple[Point, ...]

    @property
    def missing(self) -> tuple[Point, ...]:
        """Return what stands in the way."""
        return tuple(point for point in self.points if point.is_missing)

    @property
    def is_ready(self) -> bool:
        """Return whether nothing stands in the way."""
        return not self.missing


def readiness(known: Preparation) -> Readiness:
    """Return whether somebody can sit an exam, and why."""
    if not known.is_before_jury:
        return Readiness((*_entry(known), *_other_session(known)))
    return Readiness(
        (
            *_entry(known),
            *_attempts(known),
            *_hours(known),
            *_placement(known),
            *_deadline(known),
            *_portfolio(known),
            *_assessments(known),
            *_other_session(known),
        )
    )


def _entry(known: Preparation) -> Iterator[Point]:
    if known.exited_on is not None and (known.exam_on is None or known.exited_on < known.exam_on):
        if known.prescribed is None or known.done < known.prescribed:
            message = N_("Sortie de la formation le %(day)s, avant la fin des heures.")
            yield Point(Criterion.ENTRY, True, message, {"day": known.exited_on})
    elif known.status is EntryStatus.LATE:
        yield Point(
            Criterion.ENTRY, False, N_("Recrutement tardif : c’est la session qui suit sa formation.")
        )
    elif known.status is EntryStatus.POSTPONED:
        yield Point(Criterion.ENTRY, True, N_("Entrée en formation reportée."))


def _attempts(known: Preparation) -> Iterator[Point]:
    missed = [each for each in known.attempts if each.outcome is Outcome.NOT_PRESENTED]
    if missed:
        yield Point(Criterion.ATTEMPTS, False, N_("Sessions manquées : %(count)s."), {"count": len(missed)})
    since = _first_failure(known)
    if since is None:
        return
    until = resit_deadline(since)
    if known.exam_on is not None and known.exam_on > until:
        message = N_(
            "Bloc non obtenu le %(since)s : le délai d’un an pour le représenter finissait le %(until)s, une nouvelle "
            "formation est nécessaire."
        )
        yield Point(Criterion.ATTEMPTS, True, message, {"since": since, "until": until})
    else:
        message = N_("Bloc non obtenu le %(since)s : peut le représenter jusqu’au %(until)s.")
        yield Point(Criterion.ATTEMPTS, False, message, {"since": since, "until": until})


def _hours(known: Preparation) -> Iterator[Point]:
    if known.prescribed is None:
        yield Point(Criterion.HOURS, True, N_("Les heures prescrites ne sont pas connues."))
        return
    facts: dict[str, object] = {
        "done": format_hours(known.done),
        "prescribed": format_hours(known.prescribed),
        "remaining": format_hours(max(0, known.prescribed - known.done)),
        "day": known.hours_end_on,
    }
    if known.done >= known.prescribed:
        yield Point(Criterion.HOURS, False, N_("%(done)s suivies sur %(prescribed)s."), facts)
    elif known.hours_end_on is None:
        message = N_("%(done)s suivies sur %(prescribed)s : il manque %(remaining)s, pas toutes planifiées.")
        yield Point(Criterion.HOURS, True, message, facts)
    elif known.exam_on is not None and known.hours_end_on >= known.exam_on:
        message = N_("%(done)s suivies sur %(prescribed)s : le reste finit le %(day)s, après l’examen.")
        yield Point(Criterion.HOURS, True, message, facts)
    else:
        message = N_("%(done)s suivies sur %(prescribed)s : le reste est planifié jusqu’au %(day)s.")
        yield Point(Criterion.HOURS, False, message, facts)


def _placement(known: Preparation) -> Iterator[Point]:
    if known.placement_tested_on is None:
        yield Point(Criterion.PLACEMENT, True, N_("Le test de positionnement n’est pas noté."))
    else:
        message = N_("Positionnement du %(day)s.")
        yield Point(Criterion.PLACEMENT, False, message, {"day": known.placement_tested_on})


def _deadline(known: Preparation) -> Iterator[Point]:
    # After a failure the year to sit the block again counts, and not the six months of the first time.
    if known.hours_end_on is None or any(_is_failure(each) for each in _since_training(known)):
        return
    until = exam_deadline(known.hours_end_on)
    facts: dict[str, object] = {"day": known.hours_end_on, "until": until}
    if known.exam_on is not None and known.exam_on > until:
        message = N_(
            "Formation finie le %(day)s : l’examen se présentait dans les six mois, jusqu’au %(until)s."
        )
        yield Point(Criterion.DEADLINE, True, message, facts)
    else:
        yield Point(Criterion.DEADLINE, False, N_("À présenter au plus tard le %(until)s."), facts)


def _portfolio(known: Preparation) -> Iterator[Point]:
    if known.portfolio_on is None:
        yield Point(Criterion.PORTFOLIO, True, N_("Le dossier professionnel n’est pas reçu."))
    else:
        message = N_("Dossier professionnel reçu le %(day)s.")
        yield Point(Criterion.PORTFOLIO, False, message, {"day": known.portfolio_on})
    is_short = known.action_sheets < ACTION_SHEETS
    facts = {"count": known.action_sheets, "all": ACTION_SHEETS}
    yield Point(Criterion.PORTFOLIO, is_short, N_("Fiches action : %(count)s sur %(all)s."), facts)


def _assessments(known: Preparation) -> Iterator[Point]:
    if known.competences:
        message = N_("Compétences évaluées en cours de formation : %(count)s sur %(all)s.")
        facts = {"count": known.assessed, "all": known.competences}
        yield Point(Criterion.ASSESSMENTS, False, message, facts)


def _other_session(known: Preparation) -> Iterator[Point]:
    if known.other_session:
        message = N_("Déjà sur la liste de la session « %(session)s ».")
        yield Point(Criterion.OTHER_SESSION, True, message, {"session": known.other_session})


def _is_failure(attempt: Attempt) -> bool:
    return attempt.outcome is Outcome.NOT_OBTAINED


def _first_failure(known: Preparation) -> date | None:
    """Return the day on which the year to sit the block again began: that of the first failure since the training."""
    failed_on = [each.day for each in _since_training(known) if _is_failure(each) and each.day is not None]
    return min(failed_on, default=None)


def _since_training(known: Preparation) -> tuple[Attempt, ...]:
    """Return the attempts since the latest training began: a new training opens the way anew."""
    began = known.started_on
    return tuple(each for each in known.attempts if began is None or each.day is None or each.day >= began)
