"""Everything that one advisor's page tells: hours, results, documents and what comes next."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.attendance.queries import minutes_by_modality
from app.certification.models import Result
from app.certification.queries import Resit, best_by_advisor, resit_of, results_of
from app.documents.models import IssuedDocument
from app.documents.queries import documents_of
from app.extensions import db
from app.people.models import Network
from app.progress.queries.followers import follower_of
from app.progress.queries.history import LedgerInBrief, ledger_in_brief
from app.progress.queries.outlook import Outlook, Path, outlooks
from app.progress.rules import Stage, stage_of
from app.training.models import Advisor, Enrolment, TrainingSession
from app.training.queries import upcoming_sessions
from app.training.rules import EntryStatus, Modality, has_left
from app.training.titles import PIX, PROFESSIONAL_TITLES

LATEST_HALF_DAYS: Final = 8
"""How many half-days of the past a page shows."""

_PROFESSIONAL_CODES = frozenset(title.code for title in PROFESSIONAL_TITLES)


@dataclass(frozen=True, slots=True)
class FollowedTraining:
    """One enrolment with the hours that its ledger holds."""

    enrolment: Enrolment
    status: EntryStatus
    minutes: dict[Modality, int]
    ledger: LedgerInBrief

    @property
    def done_minutes(self) -> int:
        """Return the minutes credited: the sum of the ledger."""
        return sum(self.minutes.values())


@dataclass(frozen=True, slots=True)
class Progress:
    """Where one advisor stands."""

    advisor: Advisor
    training: FollowedTraining | None
    enrolments: list[Enrolment]
    """The latest first, which is the one of the training."""
    results: list[Result]
    documents: list[IssuedDocument]
    result: Result | None
    pix: Result | None
    stage: Stage
    has_left: bool
    resit: Resit | None
    """The block that can be sat again after a failure."""

    @property
    def is_exempt(self) -> bool:
        """Return whether nothing is to be followed: the block was held at hiring."""
        return self.training is not None and self.training.status is EntryStatus.EXEMPT

    @property
    def is_released(self) -> bool:
        """Return whether no half-day is expected any more: exempt, or gone."""
        return self.is_exempt or self.has_left


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes next for one advisor: the next half-days, then the end and the exam."""

    sessions: list[TrainingSession]
    outlook: Outlook


def progress_of(advisor: Advisor, today: date) -> Progress:
    """Return where an advisor stands today, in their latest cohort."""
    enrolments = sorted(advisor.enrolments, key=lambda each: each.age, reverse=True)
    training = _training(enrolments[0]) if enrolments else None
    # The block first: Pix is beside it.
    results = sorted(results_of(advisor), key=lambda result: result.title_code == PIX.code)
    result = _best(results, _PROFESSIONAL_CODES)
    gone = training is not None and has_left(training.enrolment.exited_on, today)
    return Progress(
        advisor=advisor,
        training=training,
        enrolments=enrolments,
        results=results,
        documents=documents_of(advisor),
        result=result,
        pix=_best(results, frozenset({PIX.code})),
        stage=stage_of(
            training.status if training is not None else None,
            result.outcome if result is not None else None,
            has_left=gone,
        ),
        has_left=gone,
        resit=resit_of(db.session.get_one(Network, advisor.network_id), advisor, today),
    )


def coming_up(network: Network, training: FollowedTraining, today: date, *, limit: int) -> Coming:
    """Return what comes next in a training that somebody follows, with at most ``limit`` half-days."""
    enrolment = training.enrolment
    path = Path(follower_of(enrolment), *enrolment.cohort.aim)
    return Coming(upcoming_sessions(enrolment, today, limit), outlooks(network, [path], today)[0])


def _training(enrolment: Enrolment) -> FollowedTraining:
    minutes, brief = minutes_by_modality(enrolment.id), ledger_in_brief(enrolment, LATEST_HALF_DAYS)
    return FollowedTraining(enrolment, enrolment.entry_status, minutes, brief)


def _best(results: list[Result], title_codes: frozenset[str]) -> Result | None:
    among = [result for result in results if result.title_code in title_codes]
    return next(iter(best_by_advisor(among).values()), None)
