"""What every write to the ledger shares: the act of recording, its digest, its place in the audit chain."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, select

from app.attendance.models import HoursEntry, Recording, RecordingKind
from app.attendance.queries import recorded_half_days
from app.attendance.rules import AlreadyRecorded, LedgerLine, RecordedAtThisTime, digest_of
from app.audit.services import record_act
from app.core.counting import Stage, tell
from app.database import id_of, lock_until_commit
from app.extensions import db
from app.people.models import Person
from app.training.models import TrainingSession
from app.training.services import hold_training, lock_training, note_enrolments

LINES_AT_ONCE: Final = 1_000
"""Lines of one statement: memory stays bounded, and a long import can tell how far it is."""

_OWN: Final = TrainingSession.__mapper__.column_attrs.keys()
"""What is read again of a half-day that is held: itself. Its group and its trainers are rows of their own."""


def hold(session: TrainingSession) -> None:
    """Let whoever changes the half-day, or who is expected there, come entirely before or entirely after."""
    hold_training(_network_of(session))
    db.session.refresh(session, _OWN, with_for_update={"read": True, "of": TrainingSession})


def hold_alone(session: TrainingSession) -> None:
    """Let whoever signs or records at this moment, and holds the half-day too, come entirely before or after."""
    hold_training(_network_of(session))
    db.session.refresh(session, _OWN, with_for_update={"of": TrainingSession})


def hold_against_registers(session: TrainingSession) -> None:
    """Let whoever records any register of the network come before or after, and whoever holds the half-day too.

    A register leaves out who has hours on another one, and must find them as they are when it is written.
    """
    lock_training(_network_of(session))
    hold_alone(session)


def hold_day(session: TrainingSession) -> None:
    """Let whoever credits the same people with another half-day of this day come entirely before or entirely after.

    Two half-days whose times overlap may be a morning and an afternoon, which no index of the database tells from two
    that do not. Taken once the half-day itself is held, and before anybody is looked for in the ledger.
    """
    lock_until_commit(f"registers of {session.network_id} on {session.day}")


def _network_of(session: TrainingSession) -> int:
    # It never changes. Where it is not known it is asked for alone: with the row, which is read again as soon as it is
    # held, its trainers would come twice.
    known: int | None = vars(session).get("network_id")
    if known is not None:
        return known
    return db.session.scalars(select(TrainingSession.network_id).filter_by(id=session.id)).one()


def write(
    kind: RecordingKind,
    network_id: int,
    lines: Sequence[LedgerLine],
    *,
    now: datetime,
    by: Person | None,
    session: TrainingSession | None = None,
    take: int = 0,
    undoes: Recording | None = None,
) -> Recording:
    """Write an act of recording and its lines, these with one statement for every ``LINES_AT_ONCE`` of them.

    :raises IntegrityError: when somebody else recorded the same at the same moment.
    """
    recording = Recording(
        kind=kind,
        network_id=network_id,
        session_id=id_of(session),
        recorded_by_id=id_of(by),
        recorded_at=now,
        take=take,
        undoes_id=id_of(undoes),
        digest=digest_of(lines),
    )
    # In a savepoint: after the database has refused, this transaction can still read who came first.
    with db.session.begin_nested():
        db.session.add(recording)
        db.session.flush()
        place = {"network_id": network_id, "recording_id": recording.id}
        for start in range(0, len(lines), LINES_AT_ONCE):
            some = lines[start : start + LINES_AT_ONCE]
            # With their empty columns: left out, each pattern of them would be a statement of its own.
            db.session.execute(
                insert(HoursEntry),
                [line.values() | place for line in some],
                execution_options={"render_nulls": True},
            )
            tell(Stage.WRITTEN, start + len(some), len(lines))
    note_enrolments(network_id, (line.enrolment_id for line in lines))
    return recording


def keep_act(
    action: str, recording: Recording, *, after: dict[str, Any], before: dict[str, Any] | None = None
) -> None:
    """Put the act into the audit chain, with the digest of its lines."""
    record_act(
        action,
        recording,
        network_id=recording.network_id,
        by_id=recording.recorded_by_id,
        now=recording.recorded_at,
        before=before,
        after=after | {"digest": recording.digest},
    )


def summary(lines: Sequence[LedgerLine]) -> dict[str, Any]:
    """Return what the audit chain keeps of many lines: how many, and their minutes together."""
    return {"half_days": len(lines), "minutes": sum(line.minutes for line in lines)}


def refuse_recorded_half_days(lines: Sequence[LedgerLine]) -> None:
    """Name the first half-day of ``lines`` that somebody else has recorded meanwhile.

    :raises AlreadyRecorded: when there is one.
    """
    days = [line.day for line in lines]
    if not days:
        return
    recorded = recorded_half_days({line.advisor_id for line in lines}, min(days), max(days))
    for line in lines:
        history = recorded.get((line.advisor_id, line.day, line.half)) if line.half is not None else None
        if history:
            raise already_recorded(history[0])


def already_recorded(entry: HoursEntry) -> AlreadyRecorded:
    """Return the refusal for a half-day that the ledger holds since ``entry``."""
    person = entry.enrolment.advisor.person.display_name
    return AlreadyRecorded(day=entry.day, half=entry.half, person=person, **origin_of(entry.recording))


def recorded_at_this_time(session: TrainingSession, entry: HoursEntry) -> AlreadyRecorded:
    """Return the refusal for somebody whom the ledger holds since ``entry`` at the time of a half-day."""
    elsewhere = entry.recording.session
    if elsewhere is None or entry.half is session.half:
        return already_recorded(entry)
    return RecordedAtThisTime(
        day=entry.day,
        person=entry.enrolment.advisor.person.display_name,
        group=elsewhere.group.name,
        starts_at=elsewhere.starts_at,
        ends_at=elsewhere.ends_at,
        **origin_of(entry.recording),
    )


def origin_of(recording: Recording) -> dict[str, object]:
    """Return by whom (a name, or None for the command line) and when an act was recorded."""
    by = recording.recorded_by
    return {"recorded_by": by.display_name if by is not None else None, "recorded_at": recording.recorded_at}
