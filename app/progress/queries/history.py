"""What an advisor's page tells of the ledger without reading all of it: the latest half-days, and two figures."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased, joinedload

from app.attendance.models import HoursEntry
from app.attendance.rules import Attendance
from app.core.half_days import Half
from app.extensions import db
from app.progress.queries.contracts import same_half_day
from app.training.models import Enrolment

_half_order = case((HoursEntry.half == Half.MORNING, 0), (HoursEntry.half == Half.AFTERNOON, 1), else_=2)


@dataclass(frozen=True, slots=True)
class LedgerInBrief:
    """The latest half-days and activities after every correction, and how many absences and corrections there are."""

    latest: list[HoursEntry]
    absences: int
    corrections: int


def ledger_in_brief(enrolment: Enrolment, limit: int) -> LedgerInBrief:
    """Return the ledger of an enrolment in brief, with at most ``limit`` half-days."""
    return LedgerInBrief(
        latest=_latest(enrolment, limit), absences=_absences(enrolment), corrections=_corrections(enrolment)
    )


def _latest(enrolment: Enrolment, limit: int) -> list[HoursEntry]:
    statement = select(HoursEntry).where(
        HoursEntry.advisor_id == enrolment.advisor_id,
        HoursEntry.enrolment_id == enrolment.id,
        *is_current(),
    )
    order = HoursEntry.day.desc(), _half_order.desc(), HoursEntry.id.desc()
    latest = statement.options(joinedload(HoursEntry.activity)).order_by(*order).limit(limit)
    return list(db.session.scalars(latest))


def _absences(enrolment: Enrolment) -> int:
    statement = select(func.count(HoursEntry.id)).where(
        HoursEntry.enrolment_id == enrolment.id,
        HoursEntry.attendance != Attendance.PRESENT,
        *is_current(),
    )
    first_day = enrolment.first_creditable_day
    if first_day is not None:
        # Nobody is absent before having come.
        statement = statement.where(HoursEntry.day >= first_day)
    return db.session.scalar(statement) or 0


@cache
def _is_undone() -> ColumnElement[bool]:
    undo = aliased(HoursEntry)
    return select(undo.id).where(undo.undoes, same_half_day(HoursEntry, undo)).exists()


def _corrections(enrolment: Enrolment) -> int:
    statement = select(func.count(HoursEntry.id)).where(
        HoursEntry.enrolment_id == enrolment.id, HoursEntry.corrects_id.is_not(None), ~_is_undone()
    )
    return db.session.scalar(statement) or 0


@cache
def is_current() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that leave the lines of the ledger that count now: neither corrected nor taken back."""
    correction = aliased(HoursEntry)
    is_corrected = select(correction.id).where(correction.corrects_id == HoursEntry.id).exists()
    return ~HoursEntry.undoes, ~is_corrected
