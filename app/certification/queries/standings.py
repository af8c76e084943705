"""Who is prepared for a block, and where they stand."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.certification.models import ExamSession, Result
from app.certification.queries.exam_sessions import listed_ids
from app.certification.queries.results import results_by_advisor, results_in
from app.certification.rules import Candidacy, candidacy_of
from app.extensions import db
from app.people.models import Network
from app.training.models import Cohort, Enrolment
from app.training.queries import latest_per_advisor
from app.training.rules import has_left
from app.training.titles import PIX, WHOLE_TITLE


@dataclass(frozen=True, slots=True)
class Candidate:
    """An advisor who is prepared for a block, and the result there is."""

    enrolment: Enrolment
    result: Result | None

    def candidacy(self, today: date) -> Candidacy:
        """Return what counts of it in the pass rate."""
        return candidacy_of(
            self.result.outcome if self.result is not None else None,
            self.enrolment.entry_status,
            has_left=has_left(self.enrolment.exited_on, today),
        )


def enrolled_towards(network: Network, title_code: str, block_code: str) -> list[Enrolment]:
    """Return who is prepared for a block, once each, by their latest cohort, in the network's order."""
    towards = _enrolments_towards(network.id, title_code, block_code)
    with_advisor = towards.options(joinedload(Enrolment.advisor, innerjoin=True))
    return latest_per_advisor(network, db.session.scalars(with_advisor))


def candidate_ids(session: ExamSession, advisor_ids: list[int]) -> set[int]:
    """Return which of these advisors are prepared for the block of a session."""
    towards = _enrolments_towards(session.network_id, session.title_code, session.block_code)
    among = towards.where(Enrolment.advisor_id.in_(advisor_ids))
    return set(db.session.scalars(among.with_only_columns(Enrolment.advisor_id)))


def candidates(network: Network, title_code: str, block_code: str) -> list[Candidate]:
    """Return everybody who is prepared for a block, with the result that counts, in the network's order."""
    best = results_by_advisor(network, title_code, block_code)
    return [
        Candidate(enrolment, best.get(enrolment.advisor_id))
        for enrolment in enrolled_towards(network, title_code, block_code)
    ]


def rows_of(exam_session: ExamSession) -> list[Candidate]:
    """Return who can get a result in a session, with the one there is: its list, or else who is prepared."""
    network = db.session.get_one(Network, exam_session.network_id)
    recorded = results_in(exam_session)
    enrolled = enrolled_towards(network, exam_session.title_code, exam_session.block_code)
    listed = listed_ids(exam_session)
    return [
        Candidate(each, recorded.get(each.advisor_id))
        for each in enrolled
        if not listed or each.advisor_id in listed or each.advisor_id in recorded
    ]


def _enrolments_towards(network_id: int, title_code: str, block_code: str) -> Select[Enrolment]:
    statement = select(Enrolment).join(Enrolment.cohort).where(Enrolment.network_id == network_id)
    if title_code != PIX.code:
        statement = statement.where(Cohort.title_code == title_code)
        if block_code != WHOLE_TITLE:
            statement = statement.where(Cohort.block_code == block_code)
    return statement
