"""Reads of the registers of half-days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.attendance.models import Guest, HoursEntry, Recording, RecordingKind, RegisterAct
from app.attendance.queries.guests import added_enrolments, guests_of
from app.attendance.queries.hours import recorded_half_days, recorded_when
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Advisor, Enrolment, SessionTrainer, TrainingSession
from app.training.queries import expected_enrolments, in_force


@dataclass(frozen=True, slots=True)
class RosterLine:
    """Somebody on the list of a half-day, with what the ledger holds of it: the original line, then each correction."""

    enrolment: Enrolment
    history: list[HoursEntry]
    times_undone: int = 0
    """How often the half-day was recorded for them and undone, where that is to be recorded still."""


def roster_of(session: TrainingSession, guests: list[Guest] | None = None) -> list[RosterLine]:
    """Return who is expected on a half-day or was added to it, by name.

    Whoever has a history was recorded from a file, or elsewhere at the same time.

    :param guests: who was added, when that is known already.
    """
    expected = expected_enrolments(session)
    known = {each.advisor_id for each in expected}
    guests = guests_of(session) if guests is None else guests
    added = [each for each in added_enrolments(session, guests) if each.advisor_id not in known]
    if added:
        expected = sorted([*expected, *added], key=lambda each: (each.advisor.person.sort_name, each.id))
    advisor_ids = {each.advisor_id for each in expected}
    recorded = recorded_when(advisor_ids, session.day, session.day)
    return [
        RosterLine(
            each,
            recorded.at_the_time_of(session, each.advisor_id),
            recorded.times_undone[each.advisor_id, session.day, session.half],
        )
        for each in expected
    ]


def sheet_of(session: TrainingSession) -> list[RosterLine]:
    """Return who is on the sheet of a half-day, by name: who is expected, or who was recorded once it is."""
    register = register_of(session)
    return lines_of(register) if register is not None else roster_of(session)


def lines_of(register: Recording) -> list[RosterLine]:
    """Return the people on a recorded register, by name, each with every correction since."""
    entries = [*register.entries, *_added_entries(register)]
    days = [entry.day for entry in entries] or [date.min]
    recorded = recorded_half_days({entry.advisor_id for entry in entries}, min(days), max(days))
    lines = [RosterLine(entry.enrolment, recorded[entry.half_day]) for entry in entries]
    return sorted(lines, key=lambda line: (line.enrolment.advisor.person.sort_name, line.enrolment.id))


def _added_entries(register: Recording) -> list[HoursEntry]:
    """Return the lines of those who were added to a register after it was recorded."""
    person = joinedload(HoursEntry.enrolment).joinedload(Enrolment.advisor).joinedload(Advisor.person)
    statement = (
        select(HoursEntry)
        .join(HoursEntry.recording)
        .where(Recording.session_id == register.session_id, Recording.kind == RecordingKind.ADDITION)
        .options(person)
    )
    return list(db.session.scalars(statement.order_by(HoursEntry.id)))


def register_of(session: TrainingSession) -> Recording | None:
    """Return the recorded register of a half-day with its lines and the people on them, or None while it is to do."""
    people = selectinload(Recording.entries).joinedload(HoursEntry.enrolment)
    return db.session.scalar(
        select(Recording)
        .where(Recording.session_id == session.id, is_register_in_force())
        .options(people.joinedload(Enrolment.advisor).joinedload(Advisor.person))
    )


@cache
def is_register_in_force() -> ColumnElement[bool]:
    """Return the condition that leaves the registers that were recorded and not undone."""
    undo = aliased(Recording)
    is_undone = select(undo.id).where(undo.undoes_id == Recording.id).exists()
    return and_(Recording.kind == RecordingKind.REGISTER, ~is_undone)


# Made once: an alias takes SQLAlchemy longer to make than its statement to send.
_Undo = aliased(Recording)
_TAKES: Final = (
    select(_Undo.id)
    .select_from(Recording)
    .outerjoin(_Undo, _Undo.undoes_id == Recording.id)
    .where(Recording.session_id == bindparam("session_id"), Recording.kind == RecordingKind.REGISTER)
)


def takes_of(session: TrainingSession) -> tuple[bool, int]:
    """Return whether the register of a half-day is recorded, and how often it was recorded and undone before."""
    undos = db.session.scalars(_TAKES, {"session_id": session.id}).all()
    times_undone = sum(undo is not None for undo in undos)
    return times_undone < len(undos), times_undone


def undone_registers(session: TrainingSession) -> list[tuple[Recording, Recording]]:
    """Return the registers of a half-day that were recorded and undone, each with the act that undid it."""
    statement = select(Recording.id, _Undo.id).join(_Undo, _Undo.undoes_id == Recording.id)
    of_session = statement.where(Recording.session_id == session.id).order_by(Recording.id)
    pairs = [(undone_id, undo_id) for undone_id, undo_id in db.session.execute(of_session)]
    # Seldom anything was undone, and then nothing more is asked.
    if not pairs:
        return []
    acts = db.session.scalars(select(Recording).where(Recording.id.in_({*chain.from_iterable(pairs)})))
    by_id = {act.id: act for act in acts}
    return [(by_id[undone_id], by_id[undo_id]) for undone_id, undo_id in pairs]


def acts_of(session: TrainingSession) -> list[RegisterAct]:
    """Return the closings and reopenings of a register, in their order: it is closed when the last one closed it."""
    statement = select(RegisterAct).where(RegisterAct.session_id == session.id).order_by(RegisterAct.number)
    return list(db.session.scalars(statement))


def is_closed(session: TrainingSession) -> bool:
    """Return whether the register of a half-day is closed."""
    return session.id in closed_session_ids([session.id])


def closed_session_ids(session_ids: Collection[int]) -> set[int]:
    """Return those of the half-days whose register is closed."""
    statement = (
        select(RegisterAct.session_id)
        .where(RegisterAct.session_id.in_(session_ids))
        .group_by(RegisterAct.session_id)
        # Closings are odd and reopenings even.
        .having(func.max(RegisterAct.number) % 2 == 1)
    )
    return set(db.session.scalars(statement))


def recorded_session_ids(session_ids: Collection[int]) -> set[int]:
    """Return those of the half-days whose register is recorded."""
    statement = select(Recording.session_id).where(Recording.session_id.in_(session_ids))
    found = db.session.scalars(statement.where(is_register_in_force()))
    return {session_id for session_id in found if session_id is not None}


def sessions_to_record(
    network: Network, before: date, *, trainer: Person | None = None
) -> list[TrainingSession]:
    """Return the half-days before a day whose register is still to do, the oldest first; of one trainer if named."""
    statement = select(TrainingSession).where(
        TrainingSession.network_id == network.id,
        TrainingSession.day < before,
        in_force(),
        ~select(Recording.id)
        .where(Recording.session_id == TrainingSession.id, is_register_in_force())
        .exists(),
    )
    if trainer is not None:
        own = select(SessionTrainer.session_id).where(SessionTrainer.person_id == trainer.id)
        statement = statement.where(TrainingSession.id.in_(own))
    return list(db.session.scalars(statement.order_by(TrainingSession.day, TrainingSession.starts_at)))
