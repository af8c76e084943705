"""Reads of the registers that came from tablets without network."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload

from app.attendance.models import HoursEntry, KeptSheet
from app.attendance.queries.registers import RosterLine, register_of, roster_of, sheet_of
from app.attendance.rules import Claim, Mark, OutsideTheHalfDay, SheetOutcome, credited_minutes, differences
from app.extensions import db
from app.people.models import Network
from app.training.models import Enrolment, TrainingSession


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """Somebody on a kept sheet: what it claims, and what the ledger says now, if anything."""

    enrolment: Enrolment
    kept: Claim
    current: HoursEntry | None
    is_different: bool


def shown_times(session: TrainingSession) -> str:
    """Return when a half-day is, as a page of its register keeps it: it tells whether the session moved since."""
    return f"{session.day.isoformat()} {session.half.value} {session.starts_at:%H:%M}-{session.ends_at:%H:%M}"


def kept_sheet(session: TrainingSession, sheet_id: int) -> KeptSheet | None:
    """Return a kept sheet of this half-day, or None."""
    return db.session.scalar(
        select(KeptSheet).where(KeptSheet.session_id == session.id, KeptSheet.id == sheet_id)
    )


def sheet_with_key(network_id: int, key: str) -> KeptSheet | None:
    """Return the sheet that came under a key, or None."""
    return db.session.scalar(
        select(KeptSheet).where(KeptSheet.network_id == network_id, KeptSheet.key == key)
    )


def sheets_to_decide(session: TrainingSession) -> list[KeptSheet]:
    """Return the kept sheets of a half-day on which nobody has decided, the first to arrive first."""
    statement = select(KeptSheet).where(KeptSheet.session_id == session.id, is_to_decide())
    return list(db.session.scalars(statement.order_by(KeptSheet.id)))


def open_sheets_of_network(network: Network) -> list[KeptSheet]:
    """Return all kept sheets of a network on which nobody has decided, with their half-days."""
    statement = select(KeptSheet).where(KeptSheet.network_id == network.id, is_to_decide())
    return list(
        db.session.scalars(statement.options(joinedload(KeptSheet.session)).order_by(KeptSheet.id).limit(20))
    )


def ledger_claims(session: TrainingSession) -> dict[int, Claim]:
    """Return what the ledger says of everybody who is on the sheet of a half-day, by enrolment id."""
    return {
        number: claim_of_entry(line.history[-1])
        for number, line in lines_by_enrolment(session).items()
        if line.history
    }


def lines_by_enrolment(session: TrainingSession) -> dict[int, RosterLine]:
    """Return who is expected on a half-day and who was recorded on it, by enrolment id."""
    lines = roster_of(session)
    if register_of(session) is not None:
        lines = [*lines, *sheet_of(session)]
    return {line.enrolment.id: line for line in lines}


def claims_of_marks(session: TrainingSession, marks: Mapping[int, Mark]) -> dict[int, Claim]:
    """Return what marks claim, by enrolment id; without those whose times no longer fit into the half-day."""
    claims = {}
    for number, mark in marks.items():
        try:
            minutes = credited_minutes(mark, session.starts_at, session.ends_at)
        except OutsideTheHalfDay:
            continue
        kind = mark.absence_kind if mark.attendance.is_absence else None
        claims[number] = Claim(mark.attendance, minutes, kind)
    return claims


def claim_of_entry(entry: HoursEntry) -> Claim:
    """Return what a line of the ledger claims."""
    return Claim(entry.attendance, entry.half_day_minutes, entry.absence_kind)


def compared(session: TrainingSession, marks: Mapping[int, Mark]) -> list[ComparedLine]:
    """Return the people of a kept sheet who are known on this half-day, in the order of the list."""
    lines, claims = lines_by_enrolment(session), claims_of_marks(session, marks)
    different = differences(ledger_claims(session), claims)
    return [
        ComparedLine(
            line.enrolment, claims[number], line.history[-1] if line.history else None, number in different
        )
        for number, line in lines.items()
        if number in claims
    ]


def is_to_decide() -> ColumnElement[bool]:
    """Return the condition that leaves the kept sheets on which somebody has to decide."""
    return and_(KeptSheet.outcome == SheetOutcome.TO_DECIDE, KeptSheet.decided_at.is_(None))
