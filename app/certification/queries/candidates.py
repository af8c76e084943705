"""Reads of who is on the list of a session, who could be, and exactly why."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.attendance.queries import total_minutes, training_dates_of
from app.certification.models import CompetenceAssessment, ExamCandidate, ExamFile, ExamSession, Result
from app.certification.queries.hours_ahead import hours_end
from app.certification.queries.standings import enrolled_towards
from app.certification.rules import (
    CAN_BE_CANCELLED,
    Attempt,
    Outcome,
    Preparation,
    Readiness,
    readiness,
)
from app.extensions import db
from app.people.models import Network
from app.training.models import Advisor, Enrolment
from app.training.queries import competence_codes_of
from app.training.rules import EntryStatus
from app.training.titles import PIX


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody who might sit an exam: whether they are ready, why, and whether they are on the list."""

    enrolment: Enrolment
    readiness: Readiness
    candidate: ExamCandidate | None

    @property
    def is_late(self) -> bool:
        """Return whether they came late: they are never a failure, and flow into the next session by themselves."""
        return self.enrolment.entry_status is EntryStatus.LATE


def candidates_of(session: ExamSession) -> dict[int, ExamCandidate]:
    """Return who is on the list of a session, by advisor."""
    statement = select(ExamCandidate).where(ExamCandidate.exam_session_id == session.id)
    with_people = statement.options(joinedload(ExamCandidate.advisor), joinedload(ExamCandidate.admitted_by))
    return {each.advisor_id: each for each in db.session.scalars(with_people)}


def listed_ahead(network: Network, today: date) -> dict[int, set[int]]:
    """Return on the list of which sessions that lie ahead each advisor of the network stands: identifiers."""
    statement = (
        select(ExamCandidate.advisor_id, ExamCandidate.exam_session_id)
        .join(ExamSession, ExamSession.id == ExamCandidate.exam_session_id)
        .where(
            ExamCandidate.network_id == network.id,
            ExamSession.held_on >= today,
            ExamSession.stage.in_(CAN_BE_CANCELLED),
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for advisor_id, session_id in db.session.execute(statement):
        found[advisor_id].add(session_id)
    return found


def names_without_result(session: ExamSession) -> list[str]:
    """Return the names of those on the list of a session of whom no result is recorded, by name."""
    has_result = select(Result.id).where(
        Result.exam_session_id == session.id, Result.advisor_id == ExamCandidate.advisor_id
    )
    statement = select(ExamCandidate).where(ExamCandidate.exam_session_id == session.id, ~has_result.exists())
    waiting = db.session.scalars(statement.options(joinedload(ExamCandidate.advisor)))
    people = sorted((each.advisor.person for each in waiting), key=lambda person: person.sort_name)
    return [person.display_name for person in people]


def proposals(session: ExamSession, today: date) -> list[Proposal]:
    """Return everybody who might sit an exam, in the network's order: who is prepared for its block and has not passed.

    A late recruit and somebody who failed or missed an earlier session stand there by themselves. Takes a number of
    statements that does not grow with the list.
    """
    network = db.session.get_one(Network, session.network_id)
    listed = candidates_of(session)
    passed = _passed(session)
    enrolments = [
        each
        for each in enrolled_towards(network, session.title_code, session.block_code)
        if each.advisor_id in listed
        or (each.advisor_id not in passed and each.entry_status is not EntryStatus.EXEMPT)
    ]
    known = _preparations(session, enrolments, today)
    return [Proposal(each, readiness(known[each.id]), listed.get(each.advisor_id)) for each in enrolments]


def exam_file(advisor: Advisor, title_code: str, block_code: str) -> ExamFile | None:
    """Return what an advisor has handed in for a block, or None."""
    statement = select(ExamFile).where(
        ExamFile.advisor_id == advisor.id,
        ExamFile.title_code == title_code,
        ExamFile.block_code == block_code,
    )
    return db.session.scalar(statement)


def assessments_of(advisor: Advisor) -> dict[str, CompetenceAssessment]:
    """Return how an advisor was assessed in training, by competence."""
    statement = select(CompetenceAssessment).where(CompetenceAssessment.advisor_id == advisor.id)
    return {each.competence: each for each in db.session.scalars(statement)}


def files_towards(session: ExamSession, advisor_ids: Collection[int]) -> dict[int, ExamFile]:
    """Return what these advisors have handed in for the block of a session, by advisor."""
    statement = select(ExamFile).where(
        ExamFile.advisor_id.in_(advisor_ids),
        ExamFile.title_code == session.title_code,
        ExamFile.block_code == session.block_code,
    )
    return {each.advisor_id: each for each in db.session.scalars(statement)}


def _preparations(
    session: ExamSession, enrolments: Collection[Enrolment], today: date
) -> dict[int, Preparation]:
    ids, advisor_ids = [each.id for each in enrolments], [each.advisor_id for each in enrolments]
    minutes, dates, ends = total_minutes(ids), training_dates_of(ids), hours_end(list(enrolments), today)
    files, attempts = files_towards(session, advisor_ids), _attempts(session, advisor_ids)
    codes = competence_codes_of(session.network_id, session.title_code, session.block_code)
    assessed, elsewhere = _assessed(advisor_ids, codes), _listed_elsewhere(session, advisor_ids)
    found = {}
    for each in enrolments:
        prescribed, done = each.prescribed_minutes, minutes[each.id]
        is_complete = prescribed is not None and done >= prescribed
        last_day = dates[each.id][1] if each.id in dates else None
        file = files.get(each.advisor_id)
        found[each.id] = Preparation(
            exam_on=session.held_on,
            is_before_jury=session.title_code != PIX.code,
            status=each.entry_status,
            started_on=each.starts_on or each.cohort.starts_on,
            exited_on=each.exited_on,
            prescribed=prescribed,
            done=done,
            hours_end_on=last_day if is_complete else ends.get(each.id),
            placement_tested_on=each.placement_tested_on,
            portfolio_on=file.portfolio_on if file is not None else None,
            action_sheets=file.action_sheets if file is not None else 0,
            attempts=attempts.get(each.advisor_id, ()),
            competences=len(codes),
            assessed=assessed[each.advisor_id],
            other_session=elsewhere.get(each.advisor_id, ""),
        )
    return found


def _passed(session: ExamSession) -> set[int]:
    statement = select(Result.advisor_id).where(
        Result.network_id == session.network_id,
        Result.title_code == session.title_code,
        Result.block_code == session.block_code,
        Result.outcome == Outcome.OBTAINED,
    )
    return set(db.session.scalars(statement))


def _attempts(session: ExamSession, advisor_ids: Collection[int]) -> dict[int, tuple[Attempt, ...]]:
    statement = select(Result).where(
        Result.advisor_id.in_(advisor_ids),
        Result.title_code == session.title_code,
        Result.block_code == session.block_code,
        Result.exam_session_id != session.id,
    )
    by_advisor: dict[int, list[Attempt]] = defaultdict(list)
    for result in db.session.scalars(statement):
        by_advisor[result.advisor_id].append(Attempt(result.exam_session.day, result.outcome))
    return {each: tuple(attempts) for each, attempts in by_advisor.items()}


def _assessed(advisor_ids: Collection[int], codes: Iterable[str]) -> Counter[int]:
    statement = select(CompetenceAssessment.advisor_id).where(
        CompetenceAssessment.advisor_id.in_(advisor_ids), CompetenceAssessment.competence.in_(list(codes))
    )
    return Counter(db.session.scalars(statement))


def _listed_elsewhere(session: ExamSession, advisor_ids: Collection[int]) -> dict[int, str]:
    """Return on the list of which other session of this block, not yet held, some of these stand."""
    statement = (
        select(ExamCandidate.advisor_id, ExamSession.name)
        .join(ExamSession, ExamSession.id == ExamCandidate.exam_session_id)
        .where(
            ExamCandidate.advisor_id.in_(advisor_ids),
            ExamSession.id != session.id,
            ExamSession.title_code == session.title_code,
            ExamSession.block_code == session.block_code,
            ExamSession.stage.in_(CAN_BE_CANCELLED),
        )
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def assesses_competences(network_id: int, title_code: str, block_code: str) -> bool:
    """Return whether a competence of this block was assessed for anybody of the network."""
    statement = select(CompetenceAssessment.id).where(
        CompetenceAssessment.network_id == network_id,
        CompetenceAssessment.competence.startswith(f"{title_code}:{block_code}:"),
    )
    return db.session.scalar(statement.limit(1)) is not None
