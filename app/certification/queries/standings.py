"""Who is prepared for a block, and where they stand."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.certification.models import ExamSession, Result
from app.certification.queries.exam_sessions import exam_sessions, listed_ids
from app.certification.queries.results import (
    best_by_advisor,
    results_by_advisor,
    results_in,
    results_of_network,
)
from app.certification.rules import Candidacy, Tally, candidacy_of, prepares, tally
from app.extensions import db
from app.people.models import Network
from app.training.models import Cohort, Enrolment
from app.training.queries import enrolments_of_network, latest_per_advisor
from app.training.rules import has_left
from app.training.titles import PIX, WHOLE_TITLE


@dataclass(frozen=True, slots=True)
class Candidate:
    """An advisor who is prepared for a block, and the result there is."""

    enrolment: Enrolment
    result: Result | None

    def candidacy(self, today: date) -> Candidacy:
        """Return what counts of it in the pass rate."""
        return _candidacy(self.enrolment, self.result, today)


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


@dataclass(frozen=True, slots=True)
class BlockStanding:
    """Where the network stands for one block."""

    title_code: str
    block_code: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class ExamsOfNetwork:
    """The exam sessions of a network with what came out of each, and where the network stands for each block."""

    sessions: list[ExamSession]
    tallies: dict[int, Tally]
    blocks: list[BlockStanding]


def exams_of_network(network: Network, today: date) -> ExamsOfNetwork:
    """Return the exams of a network as they stand today, read at once whatever their number."""
    sessions, results = exam_sessions(network), results_of_network(network)
    enrolments = enrolments_of_network(network)
    of_session: dict[int, list[Result]] = defaultdict(list)
    for result in results:
        of_session[result.exam_session_id].append(result)
    return ExamsOfNetwork(
        sessions=sessions,
        tallies={
            session.id: _tally_of_session(session, of_session, enrolments, today) for session in sessions
        },
        blocks=[
            _block_standing(block, enrolments, results, today) for block in _blocks(sessions, enrolments)
        ],
    )


def _blocks(sessions: list[ExamSession], enrolments: list[Enrolment]) -> list[tuple[str, str]]:
    aims = {enrolment.cohort.aim for enrolment in enrolments}
    examined = {(session.title_code, session.block_code) for session in sessions}
    # Pix comes last: the blocks of the titles are what the training is for.
    return sorted(aims | examined, key=lambda block: (block[0] == PIX.code, block))


def _block_standing(
    block: tuple[str, str], enrolments: list[Enrolment], results: list[Result], today: date
) -> BlockStanding:
    best = best_by_advisor(result for result in results if (result.title_code, result.block_code) == block)
    enrolled = _latest_towards(block, enrolments)
    everybody = enrolled.keys() | best.keys()
    return BlockStanding(
        *block, tally([_candidacy(enrolled.get(each), best.get(each), today) for each in everybody])
    )


def _tally_of_session(
    session: ExamSession, of_session: dict[int, list[Result]], enrolments: list[Enrolment], today: date
) -> Tally:
    enrolled = _latest_towards((session.title_code, session.block_code), enrolments)
    return tally([_candidacy(enrolled.get(each.advisor_id), each, today) for each in of_session[session.id]])


def _latest_towards(block: tuple[str, str], enrolments: list[Enrolment]) -> dict[int, Enrolment]:
    """Return the enrolment of each advisor in the latest cohort that leads to a block."""
    leading = (each for each in enrolments if prepares(each.cohort.aim, *block))
    return {each.advisor_id: each for each in sorted(leading, key=lambda each: each.age)}


def _candidacy(enrolment: Enrolment | None, result: Result | None, today: date) -> Candidacy:
    return candidacy_of(
        result.outcome if result is not None else None,
        enrolment.entry_status if enrolment is not None else None,
        has_left=enrolment is not None and has_left(enrolment.exited_on, today),
    )


def _enrolments_towards(network_id: int, title_code: str, block_code: str) -> Select[Enrolment]:
    statement = select(Enrolment).join(Enrolment.cohort).where(Enrolment.network_id == network_id)
    if title_code != PIX.code:
        statement = statement.where(Cohort.title_code == title_code)
        if block_code != WHOLE_TITLE:
            statement = statement.where(Cohort.block_code == block_code)
    return statement
