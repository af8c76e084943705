"""Half-days of other groups that would bring what somebody’s contract misses."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.progress.queries.contracts import held_half_days, is_to_come, planned_sessions
from app.progress.rules import Contract
from app.training.models import Cohort, Enrolment, TrainingSession
from app.training.queries import caught_up_by, is_on_list
from app.training.rules import has_place, overlap


def sessions_that_mend(
    enrolment: Enrolment, contract: Contract, today: date, *, limit: int
) -> list[TrainingSession]:
    """Return half-days of other groups that somebody can join, the first ones first; none when nothing is missing.

    They prepare the same block, have a place left, are not on a half-day that is planned or in the ledger already, and
    lie between joining and leaving.
    """
    if not contract.is_out_of_reach:
        return []
    free = [each for each in _of_other_groups(enrolment, today) if is_on_list(enrolment, each.day)]
    own = planned_sessions(enrolment, today)
    held = held_half_days([enrolment.advisor_id], today)[enrolment.advisor_id]
    free = [
        each
        for each in free
        if (each.day, each.half) not in held and not any(_is_at_once(each, other) for other in own)
    ]
    expected = _expected({each.id: each for each in free if each.group.places is not None})
    found = [each for each in free if has_place(each.group.places, expected[each.id])]
    return found[:limit]


def _of_other_groups(enrolment: Enrolment, today: date) -> list[TrainingSession]:
    cohort = enrolment.cohort
    statement = (
        select(TrainingSession)
        .join(Cohort, Cohort.id == TrainingSession.cohort_id)
        .where(
            TrainingSession.network_id == enrolment.network_id,
            Cohort.title_code == cohort.title_code,
            Cohort.block_code == cohort.block_code,
            *is_to_come(today),
        )
    )
    if enrolment.group_id is not None:
        statement = statement.where(TrainingSession.group_id != enrolment.group_id)
    ordered = statement.order_by(TrainingSession.day, TrainingSession.starts_at, TrainingSession.id)
    return list(db.session.scalars(ordered))


def _is_at_once(one: TrainingSession, other: TrainingSession) -> bool:
    is_overlapping = overlap(one.starts_at, one.ends_at, other.starts_at, other.ends_at)
    return one.day == other.day and (one.half is other.half or is_overlapping)


def _expected(sessions: dict[int, TrainingSession]) -> Counter[int]:
    """Return how many are on the list of each of these half-days."""
    groups: Collection[int] = {each.group_id for each in sessions.values()}
    if not groups:
        return Counter()
    statement = select(Enrolment).where(Enrolment.group_id.in_(groups))
    members = list(db.session.scalars(statement.options(joinedload(Enrolment.advisor))))
    caught_up = caught_up_by(sessions)
    counted: Counter[int] = Counter()
    for session_id, session in sessions.items():
        own = [each for each in members if each.group_id == session.group_id]
        counted[session_id] = sum(is_on_list(each, session.day) for each in [*own, *caught_up[session_id]])
    return counted
