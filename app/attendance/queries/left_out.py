"""Reads of whom a register left out because the ledger held their half-day already."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.orm import joinedload, lazyload

from app.attendance.models import Guest, HoursEntry, Recording
from app.attendance.queries.registers import is_register_in_force
from app.attendance.queries.signatures import click_of
from app.attendance.rules import CannotUndo, OthersRestOnRegister, can_undo
from app.audit.models import AuditEntry
from app.extensions import db
from app.training.models import CatchUp, Enrolment, TrainingSession
from app.training.queries import is_accepted, is_on_list


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who was expected on a register, and is not on it because an act had recorded their half-day."""

    person: str
    group: str
    day: date


def left_out_since(recording: Recording) -> Iterator[LeftOut]:
    """Yield whom the registers recorded after an act left out because of its half-days, in the order of the days.

    Were the act taken back, these people would be on no register, although they were expected on one.
    """
    statement = (
        select(HoursEntry, TrainingSession, Enrolment)
        .join(
            TrainingSession,
            and_(
                TrainingSession.network_id == HoursEntry.network_id,
                TrainingSession.day == HoursEntry.day,
                or_(TrainingSession.half == HoursEntry.half, *_overlaps(recording.session)),
            ),
        )
        .join(Recording, Recording.session_id == TrainingSession.id)
        # Of the person, whichever training the half-day counts in: a register asks whether it counts in any.
        .join(Enrolment, Enrolment.advisor_id == HoursEntry.advisor_id)
        .where(HoursEntry.recording_id == recording.id, Recording.id > recording.id, is_register_in_force())
        .where(_was_expected(recording))
        .options(lazyload(HoursEntry.recording), lazyload(TrainingSession.trainers))
        .options(joinedload(Enrolment.advisor))
        .order_by(HoursEntry.day, HoursEntry.id, TrainingSession.id, Enrolment.id)
    )
    told: set[tuple[int, int]] = set()
    for entry, session, enrolment in db.session.execute(statement):
        could_attend = enrolment.id == entry.enrolment_id or is_on_list(enrolment, session.day)
        if could_attend and (entry.id, session.id) not in told:
            told.add((entry.id, session.id))
            yield LeftOut(enrolment.advisor.person.display_name, session.group.name, session.day)


def refusal_of_undoing(
    session: TrainingSession, register: Recording, person_id: int, now: datetime
) -> CannotUndo | None:
    """Return why a person may not take a register back, or None while they may."""
    if not can_undo(click_of(session, register), person_id, now):
        return CannotUndo()
    left_out = next(left_out_since(register), None)
    return OthersRestOnRegister(group=left_out.group, person=left_out.person) if left_out else None


def _overlaps(session: TrainingSession | None) -> list[ColumnElement[bool]]:
    """Return on what condition another half-day of the day has a minute in common with one; none with a file's."""
    if session is None:
        return []
    return [and_(TrainingSession.starts_at < session.ends_at, TrainingSession.ends_at > session.starts_at)]


def _was_expected(recording: Recording) -> ColumnElement[bool]:
    """Return the condition on who was on the list: of the group then or now, catching it up, or added to it.

    Once a register is recorded, nobody withdraws from it or is taken off it; but people change groups.
    """
    left = select(AuditEntry.subject_id, AuditEntry.before["group_id"].as_integer()).where(
        AuditEntry.network_id == recording.network_id,
        AuditEntry.action == "enrolment.changed",
        AuditEntry.at >= recording.recorded_at,
    )
    catches_up = select(CatchUp.id).where(
        CatchUp.session_id == TrainingSession.id, CatchUp.enrolment_id == Enrolment.id, is_accepted()
    )
    was_added = select(Guest.id).where(
        Guest.session_id == TrainingSession.id, Guest.enrolment_id == Enrolment.id, Guest.removed_at.is_(None)
    )
    return or_(
        Enrolment.group_id == TrainingSession.group_id,
        catches_up.exists(),
        was_added.exists(),
        tuple_(Enrolment.id, TrainingSession.group_id).in_(left),
    )
