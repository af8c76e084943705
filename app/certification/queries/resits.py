"""Who may sit a block again, until when, and at which session."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.certification.models import ExamCandidate, ExamSession, Result
from app.certification.rules import CAN_BE_CANCELLED, Outcome, resit_deadline
from app.extensions import db
from app.people.models import Network
from app.training.models import Advisor
from app.training.titles import PROFESSIONAL_TITLES


@dataclass(frozen=True, slots=True)
class Resit:
    """A block that somebody has not obtained: since when, until when it can be sat again, and where."""

    advisor: Advisor
    title_code: str
    block_code: str
    failed_on: date
    until: date
    next_session: ExamSession | None
    is_listed: bool

    def is_over(self, today: date) -> bool:
        """Return whether the year has passed, so that a new training is needed."""
        return today > self.until


def resits_of_network(network: Network, today: date) -> list[Resit]:
    """Return everybody of the network who may sit a block again or no longer may, the earliest deadline first."""
    return _resits(network, today)


def resit_of(network: Network, advisor: Advisor, today: date) -> Resit | None:
    """Return the block that an advisor may sit again, or None."""
    return resits_of(network, [advisor.id], today).get(advisor.id)


def resits_of(network: Network, advisor_ids: Collection[int], today: date) -> dict[int, Resit]:
    """Return the block that each of these advisors may sit again, the earliest deadline of each."""
    found: dict[int, Resit] = {}
    for each in _resits(network, today, advisor_ids):
        found.setdefault(each.advisor.id, each)
    return found


def _resits(network: Network, today: date, advisor_ids: Collection[int] | None = None) -> list[Resit]:
    # The year is that of the titles of the State: Pix has rules of its own.
    titles = [title.code for title in PROFESSIONAL_TITLES]
    who_failed = select(Result.advisor_id).where(
        Result.network_id == network.id, Result.outcome == Outcome.NOT_OBTAINED
    )
    if advisor_ids is not None:
        who_failed = who_failed.where(Result.advisor_id.in_(advisor_ids))
    statement = select(Result).where(Result.title_code.in_(titles), Result.advisor_id.in_(who_failed))
    first_failures = _open_failures(db.session.scalars(statement.options(joinedload(Result.advisor))))
    if not first_failures:
        return []
    sessions, listed = _sessions_ahead(network, today), _listed(network)
    found = []
    for (advisor, *block), failed_on in first_failures.items():
        until = resit_deadline(failed_on)
        ahead = [each for each in sessions if [each.title_code, each.block_code] == block]
        in_time = [each for each in ahead if each.held_on is not None and each.held_on <= until]
        chosen = next((each for each in ahead if (each.id, advisor.id) in listed), None)
        session = chosen or next(iter(in_time), None)
        found.append(
            Resit(advisor, block[0], block[1], failed_on, until, session, is_listed=chosen is not None)
        )
    return sorted(found, key=lambda each: (each.until, each.advisor.person.sort_name))


def _open_failures(results: Iterable[Result]) -> dict[tuple[Advisor, str, str], date]:
    """Return the day of the first failure in each block that was failed and not obtained since."""
    passed: set[tuple[Advisor, str, str]] = set()
    failed: dict[tuple[Advisor, str, str], date] = {}
    for result in results:
        key = result.advisor, result.title_code, result.block_code
        if result.outcome is Outcome.OBTAINED:
            passed.add(key)
        elif result.outcome is Outcome.NOT_OBTAINED and result.exam_session.day is not None:
            failed[key] = min(failed.get(key, date.max), result.exam_session.day)
    return {key: day for key, day in failed.items() if key not in passed}


def _sessions_ahead(network: Network, today: date) -> list[ExamSession]:
    statement = select(ExamSession).where(
        ExamSession.network_id == network.id,
        ExamSession.held_on >= today,
        ExamSession.stage.in_(CAN_BE_CANCELLED),
    )
    return list(db.session.scalars(statement.order_by(ExamSession.held_on, ExamSession.id)))


def _listed(network: Network) -> set[tuple[int, int]]:
    statement = select(ExamCandidate.exam_session_id, ExamCandidate.advisor_id).where(
        ExamCandidate.network_id == network.id
    )
    return {(row[0], row[1]) for row in db.session.execute(statement)}
