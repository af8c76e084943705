"""Reads of the hours ledger: sums, lines, half-days, and activities outside of half-days."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, bindparam, case, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.attendance.models import CreditKey, HoursEntry, Recording
from app.attendance.rules import LONGEST_ACTIVITY, Standing
from app.core.half_days import HALF_DAY_LIMIT_MINUTES, Half
from app.extensions import db
from app.people.models import Network
from app.training.models import Advisor, Enrolment, TrainingSession
from app.training.rules import EntryStatus, Modality, overlap

Key = TypeVar("Key")
HalfDayOfAdvisor = tuple[int, date, Half]
"""What can be credited once: the advisor's id, the day, the half."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the ledger holds of half-days: their histories, how often each was undone, and the times of its sheet."""

    histories: dict[HalfDayOfAdvisor, list[HoursEntry]]
    times_undone: Counter[HalfDayOfAdvisor]
    times: dict[HalfDayOfAdvisor, tuple[time, time]]

    def at_the_time_of(self, session: TrainingSession, advisor_id: int) -> list[HoursEntry]:
        """Return the history of what an advisor was recorded for at the time of a half-day, empty when for nothing.

        That is the same half of its day, or the other one where the two have a minute in common: what somebody was
        recorded for there counts no second time here. The times of the sheets decide, not those of a person: whoever
        left one early can still be corrected there to have stayed.
        """
        same = self.histories.get((advisor_id, session.day, session.half))
        if same:
            return same
        other = advisor_id, session.day, session.half.other
        times = self.times.get(other)
        if times is None or not overlap(session.starts_at, session.ends_at, *times):
            return []
        return self.histories[other]


# Built once, since each register asks it: most of what a small statement costs is to build it.
_RECORDED: Final = (
    select(HoursEntry)
    .where(
        HoursEntry.advisor_id.in_(bindparam("advisor_ids", expanding=True)),
        HoursEntry.day.between(bindparam("first"), bindparam("last")),
        HoursEntry.half.is_not(None),
    )
    # Most lines come from few recordings, and on the day itself there are no lines yet.
    .options(selectinload(HoursEntry.recording))
    .order_by(HoursEntry.id)
)

# With when the half-day was that wrote a line; a file and a correction have none.
_RECORDED_WHEN: Final = (
    _RECORDED.add_columns(TrainingSession.starts_at, TrainingSession.ends_at)
    .join(HoursEntry.recording)
    .outerjoin(Recording.session)
)

# Looked for from either end of the ledger: what lies between them, however long, is never read.
_CREDITED_DAYS: Final = (
    select(HoursEntry.day)
    .where(HoursEntry.advisor_id == Enrolment.advisor_id, HoursEntry.enrolment_id == Enrolment.id)
    .group_by(HoursEntry.day)
    .having(func.sum(HoursEntry.minutes) > 0)
    .limit(1)
    .correlate(Enrolment)
)
_TRAINING_DATES: Final = select(
    Enrolment.id,
    _CREDITED_DAYS.order_by(HoursEntry.day).scalar_subquery(),
    _CREDITED_DAYS.order_by(HoursEntry.day.desc()).scalar_subquery(),
).where(Enrolment.id.in_(bindparam("enrolment_ids", expanding=True)))

# The words sort the other way round; what belongs to no half-day comes after the day.
_half_order = case((HoursEntry.half == Half.MORNING, 0), (HoursEntry.half == Half.AFTERNOON, 1), else_=2)


def total_minutes(enrolment_ids: Collection[int]) -> dict[int, int]:
    """Return the minutes credited to each enrolment: the sum of its entries, 0 without any."""
    total = func.sum(HoursEntry.minutes)
    rows = db.session.execute(
        select(HoursEntry.enrolment_id, total)
        .where(HoursEntry.enrolment_id.in_(enrolment_ids))
        .group_by(HoursEntry.enrolment_id)
    )
    return {**dict.fromkeys(enrolment_ids, 0), **{row[0]: row[1] for row in rows}}


def minutes_by_modality(enrolment_id: int) -> dict[Modality, int]:
    """Return the minutes credited to an enrolment by kind, without the kinds that have none."""
    total = func.sum(HoursEntry.minutes)
    rows = db.session.execute(
        select(HoursEntry.modality, total)
        .where(HoursEntry.enrolment_id == enrolment_id)
        .group_by(HoursEntry.modality)
        .having(total > 0)
    )
    return {row[0]: row[1] for row in rows}


def training_dates_of(enrolment_ids: Collection[int]) -> dict[int, tuple[date, date]]:
    """Return the first and the last day with credited minutes of each enrolment that has any."""
    found = db.session.execute(_TRAINING_DATES, {"enrolment_ids": enrolment_ids})
    return {enrolment_id: (first, last) for enrolment_id, first, last in found if first is not None}


def histories_of(advisor: Advisor) -> list[list[HoursEntry]]:
    """Return every half-day and activity of an advisor, the latest first: the original line, then each correction."""
    statement = select(HoursEntry).where(HoursEntry.advisor_id == advisor.id).options(*_origin())
    order = HoursEntry.day.desc(), _half_order.desc(), HoursEntry.id
    found: dict[CreditKey, list[HoursEntry]] = {}
    for line in db.session.scalars(statement.order_by(*order)):
        _continue(found, line.credit_key, line)
    return list(found.values())


def _origin() -> tuple[Any, ...]:
    """Return what is read together with lines that are shown: where they come from."""
    return joinedload(HoursEntry.recording).joinedload(Recording.session), joinedload(HoursEntry.activity)


def credited_outside(enrolment: Enrolment, first_day: date | None, last_day: date | None) -> list[date]:
    """Return the days on which an enrolment is credited something before ``first_day`` or after ``last_day``."""
    days = (entry.day for entry in current_entries(enrolment) if entry.half_day_minutes)
    return [
        day
        for day in days
        if (first_day is not None and day < first_day) or (last_day is not None and day > last_day)
    ]


@cache
def _is_corrected() -> ColumnElement[bool]:
    correction = aliased(HoursEntry)
    return select(correction.id).where(correction.corrects_id == HoursEntry.id).exists()


def current_entries(enrolment: Enrolment) -> list[HoursEntry]:
    """Return what each half-day and activity of an enrolment counts now: the lines that no other corrects, by day."""
    statement = select(HoursEntry).where(
        HoursEntry.enrolment_id == enrolment.id, ~HoursEntry.undoes, ~_is_corrected()
    )
    return list(db.session.scalars(statement.order_by(HoursEntry.day, _half_order)))


def history_of(entry: HoursEntry) -> list[HoursEntry]:
    """Return all lines of the half-day or activity of ``entry``: the original, then each correction; the last counts.

    Of what was undone, the last one is the line that takes it back.
    """
    statement = select(HoursEntry).where(
        HoursEntry.advisor_id == entry.advisor_id,
        HoursEntry.day == entry.day,
        # Compared with None as well: an activity has no half, and a half-day no activity.
        HoursEntry.half == entry.half,
        HoursEntry.activity_id == entry.activity_id,
        HoursEntry.take == entry.take,
    )
    return list(db.session.scalars(statement.order_by(HoursEntry.id)))


def recorded_half_days(
    advisor_ids: Collection[int], first: date, last: date
) -> dict[HalfDayOfAdvisor, list[HoursEntry]]:
    """Return the half-days of these advisors in the ledger from ``first`` to ``last``, with their history."""
    asked = {"advisor_ids": list(advisor_ids), "first": first, "last": last}
    found: dict[HalfDayOfAdvisor, list[HoursEntry]] = {}
    for entry in db.session.scalars(_RECORDED, asked):
        _continue(found, entry.half_day, entry)
    return found


def recorded_when(advisor_ids: Collection[int], first: date, last: date) -> Recorded:
    """Return what :func:`recorded_half_days` and :func:`times_undone` say, and at what time, in one statement."""
    asked = {"advisor_ids": list(advisor_ids), "first": first, "last": last}
    found = Recorded({}, Counter(), {})
    for entry, starts_at, ends_at in db.session.execute(_RECORDED_WHEN, asked):
        _continue(found.histories, entry.half_day, entry)
        found.times_undone[entry.half_day] += entry.undoes
        if entry.undoes:
            found.times.pop(entry.half_day, None)
        elif starts_at is not None:
            found.times[entry.half_day] = starts_at, ends_at
    return found


def histories_between(
    advisor_ids: Collection[int], first: date | None, last: date | None
) -> list[list[HoursEntry]]:
    """Return the half-days and activities of these advisors in a period, either end open, each with its history."""
    statement = select(HoursEntry).where(HoursEntry.advisor_id.in_(advisor_ids))
    if first is not None:
        statement = statement.where(HoursEntry.day >= first)
    if last is not None:
        statement = statement.where(HoursEntry.day <= last)
    found: dict[CreditKey, list[HoursEntry]] = {}
    ordered = statement.options(*_origin()).order_by(HoursEntry.day, _half_order, HoursEntry.id)
    for line in db.session.scalars(ordered):
        _continue(found, line.credit_key, line)
    return list(found.values())


def times_undone(advisor_ids: Collection[int], first: date, last: date) -> Counter[HalfDayOfAdvisor]:
    """Return how often each half-day of these advisors was recorded and undone; a line that is new comes after that."""
    statement = select(HoursEntry.advisor_id, HoursEntry.day, HoursEntry.half).where(
        HoursEntry.undoes,
        HoursEntry.advisor_id.in_(advisor_ids),
        HoursEntry.day.between(first, last),
        HoursEntry.half.is_not(None),
    )
    return Counter((row.advisor_id, row.day, row.half) for row in db.session.execute(statement))


def _continue(found: dict[Key, list[HoursEntry]], key: Key, line: HoursEntry) -> None:
    """Add a line, in the order of writing, to the history of what it is about; what was undone has none."""
    if line.undoes:
        found.pop(key, None)
    else:
        found.setdefault(key, []).append(line)


def entry(network: Network, entry_id: int) -> HoursEntry | None:
    """Return a line of the network's ledger, with the person it is about, or None."""
    return db.session.scalar(
        select(HoursEntry)
        .where(HoursEntry.network_id == network.id, HoursEntry.id == entry_id, ~HoursEntry.undoes)
        .options(
            joinedload(HoursEntry.enrolment).joinedload(Enrolment.advisor), joinedload(HoursEntry.activity)
        )
    )


def is_undone(recording: Recording) -> bool:
    """Return whether an act of recording was taken back."""
    return db.session.scalar(select(Recording.id).where(Recording.undoes_id == recording.id)) is not None


def corrections_of(recording: Recording) -> list[HoursEntry]:
    """Return the lines that correct lines of an act, in the order of their days."""
    original = aliased(HoursEntry)
    statement = (
        select(HoursEntry)
        .join(original, original.id == HoursEntry.corrects_id)
        .where(original.recording_id == recording.id)
        .options(joinedload(HoursEntry.enrolment).joinedload(Enrolment.advisor))
    )
    return list(db.session.scalars(statement.order_by(HoursEntry.day, HoursEntry.id)))


def standing_of(enrolment: Enrolment) -> Standing:
    """Return what decides on which days hours of this enrolment count."""
    return Standing(
        person=enrolment.advisor.person.display_name,
        first_day=enrolment.first_creditable_day,
        exited_on=enrolment.exited_on,
        is_exempt=enrolment.entry_status is EntryStatus.EXEMPT,
    )


def longest_credit(entry: HoursEntry) -> int:
    """Return the most minutes that ``entry`` can count: those of its session, of any half-day, or of any activity."""
    if entry.activity_id is not None:
        return LONGEST_ACTIVITY
    session = history_of(entry)[0].recording.session
    return session.duration_minutes if session is not None else HALF_DAY_LIMIT_MINUTES
