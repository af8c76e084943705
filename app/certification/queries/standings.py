"""Who is prepared for a block, and where they stand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.certification.models import ExamSession, Result
from app.certification.queries.exam_sessions import exam_sessions
from app.certification.queries.results import (
    best_by_advisor,
    results_by_advisor,
    results_in,
    results_of_network,
)
from app.certification.rules import Candidacy, Tally, tally
from app.extensions import db
from app.people.models import Network
from app.training.models import Advisor, Cohort, Enrolment
from app.training.queries import order_of_advisors
from app.training.rules import EntryStatus, has_left
from app.training.titles import PIX


@dataclass(frozen=True, slots=True)
class Standing:
    """An advisor who is prepared for a block, and the result there is."""

    enrolment: Enrolment
    result: Result | None

    def candidacy(self, today: date) -> Candidacy:
        """Return what counts of it in the pass rate."""
        return candidacy_of(self.enrolment, self.result, today)


def enrolments_of_network(network: Network) -> list[Enrolment]:
    """Return every enrolment of the network with its cohort and its advisor, in the network's order."""
    statement = select(Enrolment).where(Enrolment.network_id == network.id)
    enrolments = db.session.scalars(statement.options(joinedload(Enrolment.advisor, innerjoin=True)))
    rank = order_of_advisors(network)
    return sorted(enrolments, key=lambda enrolment: rank(enrolment.advisor))


def candidates(network: Network, title_code: str, block_code: str) -> list[Enrolment]:
    """Return who is prepared for a block, once each, by their latest cohort, in the network's order."""
    towards = _enrolments_towards(network.id, title_code, block_code)
    with_advisor = towards.options(joinedload(Enrolment.advisor, innerjoin=True))
    return latest_per_advisor(network, db.session.scalars(with_advisor))


def candidate_ids(session: ExamSession, advisor_ids: list[int]) -> set[int]:
    """Return which of these advisors are prepared for the block of a session."""
    towards = _enrolments_towards(session.network_id, session.title_code, session.block_code)
    among = towards.where(Enrolment.advisor_id.in_(advisor_ids))
    return set(db.session.scalars(among.with_only_columns(Enrolment.advisor_id)))


def advisors_by_id(network_id: int, advisor_ids: list[int]) -> dict[int, Advisor]:
    """Return those of these advisors who belong to the network, by id."""
    statement = select(Advisor).where(Advisor.network_id == network_id, Advisor.id.in_(advisor_ids))
    return {advisor.id: advisor for advisor in db.session.scalars(statement)}


def latest_per_advisor(network: Network, enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Return the enrolment of each advisor in their latest cohort, in the network's order."""
    latest = {enrolment.advisor_id: enrolment for enrolment in by_age(enrolments)}
    rank = order_of_advisors(network)
    return sorted(latest.values(), key=lambda enrolment: rank(enrolment.advisor))


def prepares(enrolment: Enrolment, title_code: str, block_code: str) -> bool:
    """Return whether a cohort leads to a block; each leads to the Pix certification too."""
    return title_code == PIX.code or enrolment.cohort.aim == (title_code, block_code)


def candidacy_of(enrolment: Enrolment | None, result: Result | None, today: date) -> Candidacy:
    """Return what is counted of an advisor; whoever has a result without an enrolment came on time."""
    status = enrolment.entry_status if enrolment is not None else EntryStatus.ON_TIME
    return Candidacy(
        outcome=result.outcome if result is not None else None,
        is_late=status is EntryStatus.LATE,
        is_exempt=status is EntryStatus.EXEMPT,
        has_left=enrolment is not None and has_left(enrolment.exited_on, today),
    )


def standings(network: Network, title_code: str, block_code: str) -> list[Standing]:
    """Return everybody who is prepared for a block, with the result that counts, in the network's order."""
    best = results_by_advisor(network, title_code, block_code)
    return [
        Standing(enrolment, best.get(enrolment.advisor_id))
        for enrolment in candidates(network, title_code, block_code)
    ]


def rows_of(exam_session: ExamSession) -> list[Standing]:
    """Return everybody who is prepared for the block of a session, with their result in this session."""
    network = db.session.get_one(Network, exam_session.network_id)
    recorded = results_in(exam_session)
    enrolled = candidates(network, exam_session.title_code, exam_session.block_code)
    return [Standing(enrolment, recorded.get(enrolment.advisor_id)) for enrolment in enrolled]


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
    enrolled = {each.advisor_id: each for each in by_age(enrolments) if prepares(each, *block)}
    everybody = enrolled.keys() | best.keys()
    return BlockStanding(
        *block, tally([candidacy_of(enrolled.get(each), best.get(each), today) for each in everybody])
    )


def _tally_of_session(
    session: ExamSession, of_session: dict[int, list[Result]], enrolments: list[Enrolment], today: date
) -> Tally:
    block = (session.title_code, session.block_code)
    enrolled = {each.advisor_id: each for each in by_age(enrolments) if prepares(each, *block)}
    return tally(
        [candidacy_of(enrolled.get(each.advisor_id), each, today) for each in of_session[session.id]]
    )


def by_age(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Return the enrolments with the latest cohort last, which is the one that counts for its advisor."""
    return sorted(enrolments, key=lambda enrolment: (enrolment.cohort.starts_on, enrolment.id))


def _enrolments_towards(network_id: int, title_code: str, block_code: str) -> Select[Enrolment]:
    statement = select(Enrolment).join(Enrolment.cohort).where(Enrolment.network_id == network_id)
    if title_code != PIX.code:
        statement = statement.where(Cohort.title_code == title_code, Cohort.block_code == block_code)
    return statement
