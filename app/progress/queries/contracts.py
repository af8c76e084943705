"""The hours contracts: prescribed, done, validated and planned, for any number of enrolments at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Executable, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.attendance.models import HoursEntry, Recording, RegisterAct
from app.attendance.queries import is_register_in_force, total_minutes
from app.core.half_days import minutes_between
from app.extensions import db
from app.progress.queries.followers import Follower, follower_of
from app.progress.rules import Contract, HalfDayKey, PlannedHalfDay, contract_of, still_ahead
from app.training.models import CatchUp, Enrolment, TrainingSession
from app.training.queries import in_force, is_accepted

_Planned = dict[int, list[PlannedHalfDay]]

_OF_HALF_DAY: Final = (
    TrainingSession.day,
    TrainingSession.half,
    TrainingSession.starts_at,
    TrainingSession.ends_at,
    TrainingSession.module,
    TrainingSession.competences,
)


def contracts_of(followers: Collection[Follower], today: date) -> dict[int, Contract]:
    """Return the contract of each of these, by enrolment, in a fixed number of statements."""
    if not followers:
        return {}
    enrolment_ids = [each.enrolment_id for each in followers]
    done, validated = total_minutes(enrolment_ids), validated_minutes(enrolment_ids)
    planned = expected_half_days(followers, today)
    held = held_half_days({each.advisor_id for each in followers}, today)
    return {
        each.enrolment_id: contract_of(
            prescribed=each.prescribed_minutes,
            done=done[each.enrolment_id],
            validated=validated.get(each.enrolment_id, 0),
            planned=planned[each.enrolment_id],
            held=held.get(each.advisor_id, frozenset()),
        )
        for each in followers
    }


def planned_half_days(followers: Collection[Follower], today: date) -> dict[int, list[PlannedHalfDay]]:
    """Return the half-days that the contract of each of these counts as planned, by enrolment."""
    planned = expected_half_days(followers, today)
    held = held_half_days({each.advisor_id for each in followers}, today)
    return {
        each.enrolment_id: still_ahead(planned[each.enrolment_id], held.get(each.advisor_id, frozenset()))
        for each in followers
    }


def expected_half_days(followers: Collection[Follower], today: date) -> dict[int, list[PlannedHalfDay]]:
    """Return the half-days to come on whose list each of these stands, by enrolment."""
    if not followers:
        return {}
    own = _planned_by_group({each.group_id for each in followers if each.group_id is not None}, today)
    caught_up = _caught_up([each.enrolment_id for each in followers], today)
    return {
        each.enrolment_id: _expected(
            each, [*own.get(each.group_id or 0, ()), *caught_up.get(each.enrolment_id, ())]
        )
        for each in followers
    }


def planned_sessions(enrolment: Enrolment, today: date) -> list[TrainingSession]:
    """Return the half-days that an enrolment’s contract counts as planned, in their order."""
    follower = follower_of(enrolment)
    caught_up = select(CatchUp.session_id).where(CatchUp.enrolment_id == enrolment.id, is_accepted())
    own = or_(TrainingSession.group_id == enrolment.group_id, TrainingSession.id.in_(caught_up))
    statement = select(TrainingSession).where(own, *is_to_come(today))
    held = held_half_days([enrolment.advisor_id], today)[enrolment.advisor_id]
    found: dict[HalfDayKey, TrainingSession] = {}
    for each in db.session.scalars(statement.order_by(TrainingSession.day, TrainingSession.starts_at)):
        key = each.day, each.half
        is_longer = key not in found or found[key].duration_minutes < each.duration_minutes
        if follower.is_expected_on(each.day) and key not in held and is_longer:
            found[key] = each
    return list(found.values())


# Made once, as are the statements below: they take SQLAlchemy longer to make than to send.
_Original, _Line, _Undo = aliased(HoursEntry), aliased(HoursEntry), aliased(HoursEntry)


def validated_minutes(enrolment_ids: Collection[int]) -> dict[int, int]:
    """Return the minutes of each enrolment that a trainer answers for, with every correction since.

    They stand on closed registers, or are those of activities that were validated.
    """
    rows = db.session.execute(_validated(), {"enrolment_ids": list(enrolment_ids)})
    return {row[0]: row[1] for row in rows}


@cache
def _validated() -> Executable:
    return (
        select(_Line.enrolment_id, func.sum(_Line.minutes))
        .select_from(_Original)
        .join(Recording, Recording.id == _Original.recording_id)
        .join(_Line, same_half_day(_Original, _Line))
        .where(
            _Original.enrolment_id.in_(bindparam("enrolment_ids", expanding=True)),
            _Original.corrects_id.is_(None),
            or_(_Original.activity_id.is_not(None), Recording.session_id.in_(closed_sessions())),
        )
        .group_by(_Line.enrolment_id)
    )


def same_half_day(one: type[HoursEntry], other: type[HoursEntry]) -> ColumnElement[bool]:
    """Return the condition that two lines are of one half-day or activity of one person, recorded once."""
    return and_(
        other.advisor_id == one.advisor_id,
        other.day == one.day,
        # No half is the same as no half: lines of an activity are told by it.
        other.half.is_not_distinct_from(one.half),
        other.activity_id.is_not_distinct_from(one.activity_id),
        other.take == one.take,
    )


def closed_sessions() -> Select[int]:
    """Return the half-days whose register is closed."""
    # Closings are odd and reopenings even.
    acts = select(RegisterAct.session_id).group_by(RegisterAct.session_id)
    return acts.having(func.max(RegisterAct.number) % 2 == 1)


def _expected(follower: Follower, planned: Iterable[PlannedHalfDay]) -> list[PlannedHalfDay]:
    return [each for each in planned if follower.is_expected_on(each.day)]


def _planned_by_group(group_ids: Collection[int], today: date) -> _Planned:
    """Return the half-days to come of each group."""
    return _by_first_column(_of_groups(), {"group_ids": list(group_ids), "today": today})


@cache
def _of_groups() -> Executable:
    return select(TrainingSession.group_id, *_OF_HALF_DAY).where(
        TrainingSession.group_id.in_(bindparam("group_ids", expanding=True)), *is_to_come(bindparam("today"))
    )


def is_to_come(today: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that leave the half-days to come; one of today whose register is recorded is past."""
    registers = select(Recording.id).where(Recording.session_id == TrainingSession.id)
    is_recorded = registers.where(is_register_in_force()).exists()
    return TrainingSession.day >= today, in_force(), ~is_recorded


def _caught_up(enrolment_ids: Collection[int], today: date) -> _Planned:
    """Return the half-days to come of other groups that were accepted, by enrolment."""
    return _by_first_column(_of_catch_ups(), {"enrolment_ids": list(enrolment_ids), "today": today})


@cache
def _of_catch_ups() -> Executable:
    return (
        select(CatchUp.enrolment_id, *_OF_HALF_DAY)
        .join(TrainingSession, TrainingSession.id == CatchUp.session_id)
        .where(
            CatchUp.enrolment_id.in_(bindparam("enrolment_ids", expanding=True)),
            is_accepted(),
            *is_to_come(bindparam("today")),
        )
    )


def _by_first_column(statement: Executable, asked: dict[str, Any]) -> _Planned:
    planned: _Planned = defaultdict(list)
    for key, day, half, starts_at, ends_at, module, codes in db.session.execute(statement, asked):
        minutes = minutes_between(starts_at, ends_at)
        planned[key].append(PlannedHalfDay(day, half, minutes, module, tuple(codes)))
    return planned


def held_half_days(advisor_ids: Collection[int], today: date) -> dict[int, set[HalfDayKey]]:
    """Return the half-days from today on that the ledger holds already, by advisor."""
    held: dict[int, set[HalfDayKey]] = defaultdict(set)
    asked = {"advisor_ids": list(advisor_ids), "today": today}
    for advisor_id, day, half in db.session.execute(_held(), asked):
        if half is not None:
            held[advisor_id].add((day, half))
    return held


@cache
def _held() -> Executable:
    is_undone = select(_Undo.id).where(_Undo.undoes, same_half_day(_Original, _Undo)).exists()
    return select(_Original.advisor_id, _Original.day, _Original.half).where(
        _Original.advisor_id.in_(bindparam("advisor_ids", expanding=True)),
        _Original.day >= bindparam("today"),
        _Original.corrects_id.is_(None),
        ~is_undone,
    )
