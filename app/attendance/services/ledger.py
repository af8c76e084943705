"""What every write to the ledger shares: the act of recording, its digest, its place in the audit chain."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.attendance.models import HoursEntry, Recording, RecordingKind
from app.attendance.queries import recorded_half_days
from app.attendance.rules import AlreadyRecorded, digest_of
from app.audit.services import record_act
from app.extensions import db
from app.people.models import Person


def new_recording(
    kind: RecordingKind, network_id: int, entries: list[HoursEntry], now: datetime, by: Person | None
) -> Recording:
    """Return an act of recording with its lines and their digest, not yet in the database."""
    return Recording(
        kind=kind,
        network_id=network_id,
        recorded_by_id=by.id if by is not None else None,
        recorded_at=now,
        digest=digest_of(entries),
        entries=entries,
    )


def add_or_be_refused(recording: Recording) -> None:
    """Write the act and its lines.

    :raises IntegrityError: when somebody else recorded the same at the same moment.
    """
    # In a savepoint: after the database has refused, this transaction can still read who came first.
    with db.session.begin_nested():
        db.session.add(recording)


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


def summary(entries: Sequence[HoursEntry]) -> dict[str, Any]:
    """Return what the audit chain keeps of many lines: how many, and their minutes together."""
    return {"half_days": len(entries), "minutes": sum(entry.minutes for entry in entries)}


def refuse_recorded_half_days(entries: Sequence[HoursEntry]) -> None:
    """Name the first half-day of ``entries`` that somebody else has recorded meanwhile.

    :raises AlreadyRecorded: when there is one.
    """
    days = [entry.day for entry in entries]
    if not days:
        return
    recorded = recorded_half_days({entry.advisor_id for entry in entries}, min(days), max(days))
    for entry in entries:
        history = recorded.get((entry.advisor_id, entry.day, entry.half))
        if history:
            raise already_recorded(history[0])


def already_recorded(entry: HoursEntry) -> AlreadyRecorded:
    """Return the refusal for a half-day that the ledger holds since ``entry``."""
    person = entry.enrolment.advisor.person.display_name
    return AlreadyRecorded(day=entry.day, person=person, **origin_of(entry.recording))


def origin_of(recording: Recording) -> dict[str, object]:
    """Return by whom (a name, or None for the command line) and when an act was recorded."""
    by = recording.recorded_by
    return {"recorded_by": by.display_name if by is not None else None, "recorded_at": recording.recorded_at}
