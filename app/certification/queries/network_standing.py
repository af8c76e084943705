"""Where a network stands for each block and after each exam: read as bare columns, since nobody is named."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import bindparam, select

from app.certification.models import ExamSession, Result
from app.certification.queries.exam_sessions import exam_sessions
from app.certification.rules import Candidacy, Outcome, Tally, candidacy_of, prepares, tally
from app.extensions import db
from app.people.models import Network
from app.training.models import Advisor, Cohort, Enrolment
from app.training.rules import Entry, EntryStatus, entry_status, has_left
from app.training.titles import PIX

BlockKey = tuple[str, str]
"""The codes of a title and of one of its blocks."""


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


class _Entered(NamedTuple):
    """An enrolment, as far as it counts."""

    advisor_id: int
    aim: BlockKey
    status: EntryStatus
    has_left: bool


class _Decided(NamedTuple):
    """A result, as far as it counts."""

    advisor_id: int
    session_id: int
    block: BlockKey
    outcome: Outcome


# Built once: most of what a small statement costs is to build it.
_ENROLMENTS: Final = (
    select(
        Enrolment.advisor_id,
        Cohort.title_code,
        Cohort.block_code,
        Advisor.hired_on,
        Enrolment.starts_on,
        Cohort.late_after,
        Enrolment.decided_status,
        Enrolment.exited_on,
    )
    .join(Enrolment.cohort)
    .join(Enrolment.advisor)
    .where(Enrolment.network_id == bindparam("network_id"))
    .order_by(Cohort.starts_on, Enrolment.id)
)
_RESULTS: Final = select(
    Result.id,
    Result.advisor_id,
    Result.exam_session_id,
    Result.title_code,
    Result.block_code,
    Result.outcome,
    Result.recorded_at,
).where(Result.network_id == bindparam("network_id"))


def exams_of_network(network: Network, today: date) -> ExamsOfNetwork:
    """Return the exams of a network as they stand today, read at once whatever their number."""
    sessions = exam_sessions(network)
    entered, decided = _entered(network, today), _decided(network, sessions)
    blocks = _blocks(sessions, entered)
    latest = {block: _latest_towards(block, entered) for block in blocks}
    of_session: dict[int, list[_Decided]] = defaultdict(list)
    of_block: dict[BlockKey, list[_Decided]] = defaultdict(list)
    for each in decided:
        of_session[each.session_id].append(each)
        of_block[each.block].append(each)
    return ExamsOfNetwork(
        sessions=sessions,
        tallies={each.id: _tally(of_session[each.id], latest[_block_of(each)]) for each in sessions},
        blocks=[_block_standing(block, latest[block], of_block[block]) for block in blocks],
    )


def _entered(network: Network, today: date) -> list[_Entered]:
    """Return every enrolment of a network; those of the latest cohorts come last."""
    rows = db.session.execute(_ENROLMENTS, {"network_id": network.id})
    return [
        _Entered(
            advisor_id,
            (title_code, block_code),
            entry_status(Entry(hired_on, starts_on, late_after, decided_status)),
            has_left(exited_on, today),
        )
        for advisor_id, title_code, block_code, hired_on, starts_on, late_after, decided_status, exited_on in rows
    ]


def _decided(network: Network, sessions: Iterable[ExamSession]) -> list[_Decided]:
    """Return every result of a network, oldest first."""
    days = {each.id: each.day for each in sessions}
    rows = db.session.execute(_RESULTS, {"network_id": network.id}).all()
    # A session of the State's results has no day: what was recorded last is then what is known last.
    in_order = sorted(rows, key=lambda row: (days.get(row.exam_session_id) or row.recorded_at.date(), row.id))
    return [
        _Decided(row.advisor_id, row.exam_session_id, (row.title_code, row.block_code), row.outcome)
        for row in in_order
    ]


def _blocks(sessions: Iterable[ExamSession], entered: Iterable[_Entered]) -> list[BlockKey]:
    aims, examined = {each.aim for each in entered}, {_block_of(each) for each in sessions}
    # Pix comes last: the blocks of the titles are what the training is for.
    return sorted(aims | examined, key=lambda block: (block[0] == PIX.code, block))


def _block_of(session: ExamSession) -> BlockKey:
    return session.title_code, session.block_code


def _latest_towards(block: BlockKey, entered: Iterable[_Entered]) -> dict[int, _Entered]:
    """Return the enrolment of each advisor in the latest cohort that leads to a block."""
    return {each.advisor_id: each for each in entered if prepares(each.aim, *block)}


def _block_standing(block: BlockKey, latest: dict[int, _Entered], decided: list[_Decided]) -> BlockStanding:
    # For each advisor the pass counts, or else the latest result.
    best = {
        each.advisor_id: each for each in sorted(decided, key=lambda each: each.outcome is Outcome.OBTAINED)
    }
    everybody = latest.keys() | best.keys()
    return BlockStanding(*block, tally([_candidacy(latest.get(each), best.get(each)) for each in everybody]))


def _tally(decided: Iterable[_Decided], latest: dict[int, _Entered]) -> Tally:
    return tally([_candidacy(latest.get(each.advisor_id), each) for each in decided])


def _candidacy(entered: _Entered | None, decided: _Decided | None) -> Candidacy:
    return candidacy_of(
        decided.outcome if decided is not None else None,
        entered.status if entered is not None else None,
        has_left=entered is not None and entered.has_left,
    )
