"""Reads of exam sessions and results, and of who stands where for a block."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.certification.models import ExamSession, Result
from app.certification.rules import Candidacy, Outcome, Tally, tally
from app.extensions import db
from app.people.models import Network, SortOrder
from app.training.models import Advisor, Cohort, Enrolment
from app.training.rules import EntryStatus
from app.training.titles import PIX, PROFESSIONAL_TITLES


@dataclass(frozen=True, slots=True)
class Standing:
    """An advisor who is prepared for a block, and the result there is."""

    enrolment: Enrolment
    result: Result | None

    @property
    def candidacy(self) -> Candidacy:
        """Return what counts of it in the pass rate."""
        return candidacy_of(self.enrolment, self.result)


def exam_sessions(network: Network) -> list[ExamSession]:
    """Return the exam sessions of the network, latest first, those without a day at the end."""
    statement = select(ExamSession).where(ExamSession.network_id == network.id)
    by_day = (ExamSession.held_on.is_(None), ExamSession.held_on.desc(), ExamSession.id.desc())
    return list(db.session.scalars(statement.order_by(*by_day)))


def exam_session(network: Network, exam_session_id: int) -> ExamSession | None:
    """Return an exam session of the network, with its jury."""
    statement = select(ExamSession).where(
        ExamSession.network_id == network.id, ExamSession.id == exam_session_id
    )
    return db.session.scalar(statement.options(selectinload(ExamSession.jurors)))


def exam_session_named(network: Network, title_code: str, block_code: str, name: str) -> ExamSession | None:
    """Return the session of a block with this name."""
    statement = _sessions_of_block(network, title_code, block_code)
    return db.session.scalar(statement.where(ExamSession.name == name))


def exam_session_on(network: Network, title_code: str, block_code: str, day: date) -> ExamSession | None:
    """Return the session of a block that was held on ``day``, the first one recorded when there are several."""
    statement = _sessions_of_block(network, title_code, block_code)
    return db.session.scalar(statement.where(ExamSession.held_on == day).order_by(ExamSession.id).limit(1))


def next_exam_session(network: Network, title_code: str, block_code: str, after: date) -> ExamSession | None:
    """Return the first session of a block that is held on ``after`` or later."""
    statement = _sessions_of_block(network, title_code, block_code)
    to_come = statement.where(ExamSession.held_on >= after)
    return db.session.scalar(to_come.order_by(ExamSession.held_on, ExamSession.id).limit(1))


def has_results(session: ExamSession) -> bool:
    """Return whether a result is recorded in the session."""
    return (
        db.session.scalar(select(Result.id).where(Result.exam_session_id == session.id).limit(1)) is not None
    )


def results_in(session: ExamSession) -> dict[int, Result]:
    """Return the results of one session, by advisor."""
    statement = select(Result).where(Result.exam_session_id == session.id)
    return {result.advisor_id: result for result in db.session.scalars(statement)}


def results_of(advisor: Advisor) -> list[Result]:
    """Return every result of an advisor, latest first."""
    statement = select(Result).where(Result.advisor_id == advisor.id).options(joinedload(Result.recorded_by))
    return sorted(db.session.scalars(statement), key=_age, reverse=True)


def results_of_network(network: Network) -> list[Result]:
    """Return every result of the network with its session, oldest first."""
    statement = select(Result).where(Result.network_id == network.id)
    return sorted(db.session.scalars(statement), key=_age)


def results_by_advisor(network: Network, title_code: str, block_code: str) -> dict[int, Result]:
    """Return for each advisor the result that counts for a block: the pass, or else the latest."""
    statement = select(Result).where(
        Result.network_id == network.id, Result.title_code == title_code, Result.block_code == block_code
    )
    return best_by_advisor(db.session.scalars(statement))


def best_by_advisor(results: Iterable[Result]) -> dict[int, Result]:
    """Return for each advisor the pass, or else the latest of these results."""
    in_order = sorted(results, key=lambda result: (result.outcome is Outcome.OBTAINED, _age(result)))
    return {result.advisor_id: result for result in in_order}


def obtained_results(network: Network) -> list[Result]:
    """Return the passes for blocks of professional titles, in the network's order."""
    statement = (
        select(Result)
        .where(
            Result.network_id == network.id,
            Result.outcome == Outcome.OBTAINED,
            Result.title_code.in_([title.code for title in PROFESSIONAL_TITLES]),
        )
        .options(joinedload(Result.advisor))
    )
    return sorted(db.session.scalars(statement), key=lambda result: _rank(network, result.advisor))


def enrolments_of_network(network: Network) -> list[Enrolment]:
    """Return every enrolment of the network with its cohort and its advisor, in the network's order."""
    statement = select(Enrolment).where(Enrolment.network_id == network.id)
    enrolments = db.session.scalars(statement.options(joinedload(Enrolment.advisor, innerjoin=True)))
    return sorted(enrolments, key=lambda enrolment: _rank(network, enrolment.advisor))


def candidates(network: Network, title_code: str, block_code: str) -> list[Enrolment]:
    """Return who is prepared for a block, once each, by their latest cohort, in the network's order."""
    towards = _enrolments_towards(network.id, title_code, block_code)
    with_advisor = towards.options(joinedload(Enrolment.advisor, innerjoin=True))
    return latest_per_advisor(network, db.session.scalars(with_advisor))


def latest_per_advisor(network: Network, enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Return the enrolment of each advisor in their latest cohort, in the network's order."""
    by_start = sorted(enrolments, key=lambda enrolment: (enrolment.cohort.starts_on, enrolment.id))
    latest = {enrolment.advisor_id: enrolment for enrolment in by_start}
    return sorted(latest.values(), key=lambda enrolment: _rank(network, enrolment.advisor))


def prepares(enrolment: Enrolment, title_code: str, block_code: str) -> bool:
    """Return whether a cohort leads to a block; each leads to the Pix certification too."""
    aim = (enrolment.cohort.title_code, enrolment.cohort.block_code)
    return title_code == PIX.code or aim == (title_code, block_code)


def candidate_ids(session: ExamSession, advisor_ids: list[int]) -> set[int]:
    """Return which of these advisors are prepared for the block of a session."""
    towards = _enrolments_towards(session.network_id, session.title_code, session.block_code)
    among = towards.where(Enrolment.advisor_id.in_(advisor_ids))
    return set(db.session.scalars(among.with_only_columns(Enrolment.advisor_id)))


def advisors_by_id(network_id: int, advisor_ids: list[int]) -> dict[int, Advisor]:
    """Return those of these advisors who belong to the network, by id."""
    statement = select(Advisor).where(Advisor.network_id == network_id, Advisor.id.in_(advisor_ids))
    return {advisor.id: advisor for advisor in db.session.scalars(statement)}


def recorded_for_change(session: ExamSession, advisor_ids: list[int]) -> dict[int, Result]:
    """Return the results of these advisors in a session, locked until the commit, by advisor.

    Two corrections of one result then see each other, as do a correction and a certificate of the same moment.
    """
    statement = select(Result).where(Result.exam_session_id == session.id, Result.advisor_id.in_(advisor_ids))
    locked = statement.order_by(Result.advisor_id).with_for_update(of=Result)
    return {result.advisor_id: result for result in db.session.scalars(locked)}


def passed_elsewhere(session: ExamSession, advisor_ids: list[int] | None = None) -> set[int]:
    """Return who obtained the block of a session in another one, among these advisors when some are named."""
    statement = select(Result.advisor_id).where(
        Result.network_id == session.network_id,
        Result.title_code == session.title_code,
        Result.block_code == session.block_code,
        Result.outcome == Outcome.OBTAINED,
        Result.exam_session_id != session.id,
    )
    if advisor_ids is not None:
        statement = statement.where(Result.advisor_id.in_(advisor_ids))
    return set(db.session.scalars(statement))


def candidacy_of(enrolment: Enrolment | None, result: Result | None) -> Candidacy:
    """Return what is counted of an advisor; whoever has a result without an enrolment came on time."""
    status = enrolment.entry_status if enrolment is not None else EntryStatus.ON_TIME
    return Candidacy(
        outcome=result.outcome if result is not None else None,
        is_late=status is EntryStatus.LATE,
        is_exempt=status is EntryStatus.EXEMPT,
    )


def standings(network: Network, title_code: str, block_code: str) -> list[Standing]:
    """Return everybody who is prepared for a block, with the result that counts, in the network's order."""
    best = results_by_advisor(network, title_code, block_code)
    return [
        Standing(enrolment, best.get(enrolment.advisor_id))
        for enrolment in candidates(network, title_code, block_code)
    ]


def tally_of(rows: Iterable[Standing]) -> Tally:
    """Count where people stand."""
    return tally([row.candidacy for row in rows])


def _sessions_of_block(network: Network, title_code: str, block_code: str) -> Select[ExamSession]:
    return select(ExamSession).where(
        ExamSession.network_id == network.id,
        ExamSession.title_code == title_code,
        ExamSession.block_code == block_code,
    )


def _enrolments_towards(network_id: int, title_code: str, block_code: str) -> Select[Enrolment]:
    statement = select(Enrolment).join(Enrolment.cohort).where(Enrolment.network_id == network_id)
    if title_code != PIX.code:
        statement = statement.where(Cohort.title_code == title_code, Cohort.block_code == block_code)
    return statement


def _age(result: Result) -> tuple[date, int]:
    # A session of the State's results has no day: what was recorded last is then what is known last.
    return result.exam_session.day or result.recorded_at.date(), result.id


def _rank(network: Network, advisor: Advisor) -> tuple[str, str, int]:
    host = advisor.host.sort_name if advisor.host and network.sort_order is SortOrder.HOST else ""
    return host, advisor.person.sort_name, advisor.id
