"""Who has hours to follow: the enrolments whose contract can be told."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select

from app.extensions import db
from app.progress.queries.directory import entry_status, latest_enrolment
from app.training.models import Advisor, CatchUp, Cohort, Enrolment
from app.training.queries import is_accepted
from app.training.rules import EntryStatus, Touched, first_creditable_day, has_left, is_expected

MOST_LOOKED_UP: Final = 500
"""Ids in one statement; when more are touched, everybody is looked at."""

FOLLOWER_COLUMNS: Final[tuple[Any, ...]] = (
    Enrolment.id.label("enrolment_id"),
    Advisor.id.label("advisor_id"),
    Enrolment.group_id,
    Advisor.hired_on,
    Enrolment.starts_on,
    Enrolment.exited_on,
    entry_status.label("status"),
    Enrolment.prescribed_minutes,
)
"""What a statement reads of an enrolment so that :func:`follower_in` finds it."""


@dataclass(frozen=True, slots=True)
class Follower:
    """An enrolment, as far as it decides which half-days are to come and how many hours are due."""

    enrolment_id: int
    advisor_id: int
    group_id: int | None
    hired_on: date | None
    starts_on: date | None
    exited_on: date | None
    status: EntryStatus
    prescribed_minutes: int | None

    def is_expected_on(self, day: date) -> bool:
        """Return whether they are on the list of their group on a day."""
        first_day = first_creditable_day(self.hired_on, self.starts_on)
        return is_expected(day, first_day, self.exited_on, self.status)


def follower_of(enrolment: Enrolment) -> Follower:
    """Return an enrolment as :func:`contracts_of` takes it."""
    return Follower(
        enrolment.id,
        enrolment.advisor_id,
        enrolment.group_id,
        enrolment.advisor.hired_on,
        enrolment.starts_on,
        enrolment.exited_on,
        enrolment.entry_status,
        enrolment.prescribed_minutes,
    )


def follower_in(row: Any) -> Follower:
    """Return the enrolment of a row that has at least the columns of a follower."""
    return Follower(
        row.enrolment_id,
        row.advisor_id,
        row.group_id,
        row.hired_on,
        row.starts_on,
        row.exited_on,
        row.status,
        row.prescribed_minutes,
    )


def followers_of(network_id: int, today: date, touched: Touched | None = None) -> list[Follower]:
    """Return everybody who is in training in a network, each in their latest cohort; not who is exempt or gone.

    :param touched: leaves those whom a change concerns.
    """
    statement = (
        select(*FOLLOWER_COLUMNS)
        .select_from(Advisor)
        .join(Enrolment, Enrolment.id == latest_enrolment())
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Advisor.network_id == network_id, entry_status != EntryStatus.EXEMPT)
    )
    if touched is not None and len(touched) <= MOST_LOOKED_UP:
        # By the people first: otherwise the latest cohort of everybody in the network would be looked up.
        concerned = select(Enrolment.advisor_id).where(
            Enrolment.network_id == network_id, _is_touched(touched)
        )
        statement = statement.where(or_(Advisor.id.in_(touched.advisors), Advisor.id.in_(concerned)))
    rows = db.session.execute(statement.order_by(Enrolment.id))
    return [follower_in(row) for row in rows if not has_left(row.exited_on, today)]


def _is_touched(touched: Touched) -> ColumnElement[bool]:
    caught_up = select(CatchUp.enrolment_id).where(CatchUp.session_id.in_(touched.sessions), is_accepted())
    return or_(
        Enrolment.id.in_(touched.enrolments),
        Enrolment.group_id.in_(touched.groups),
        Enrolment.id.in_(caught_up),
    )
