"""Proof of the ledger: what can be computed again is, and compared with what is stored."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from app.attendance.models import Activity, ActivityProof, HoursEntry, Recording, RegisterScan, Signature
from app.attendance.queries.hours import standing_of
from app.attendance.rules import (
    LONGEST_ACTIVITY,
    ActivityState,
    Standing,
    check_day,
    check_minutes,
    digest_of,
    digest_of_text,
)
from app.audit.models import AuditEntry
from app.core.errors import RuleBroken
from app.core.half_days import HALF_DAY_LIMIT_MINUTES
from app.extensions import db
from app.training.models import Enrolment

_ROWS_AT_ONCE: Final = 500
_FILES_AT_ONCE: Final = 5


def ledger_problems() -> Iterator[str]:
    """Yield an English sentence for each thing in the ledger that is not as the application writes it."""
    yield from _changed_recordings()
    yield from _broken_half_days()
    yield from _negative_totals()
    yield from _miscounted_activities()
    yield from _changed_signatures()
    yield from _changed_files(RegisterScan, "scan", "register")
    yield from _changed_files(ActivityProof, "proof", "activity")


def _changed_signatures() -> Iterator[str]:
    in_the_chain = _digests_in_the_audit_chain(Signature)
    for signature in db.session.scalars(select(Signature).execution_options(yield_per=_ROWS_AT_ONCE)):
        if digest_of_text(signature.signed_text) != signature.digest:
            yield f"signature {signature.id}: its text is not what was signed"
        if in_the_chain.pop(signature.id, []) != [signature.digest]:
            yield f"signature {signature.id}: the audit chain does not hold its digest exactly once"
    for signature_id in in_the_chain:
        yield f"signature {signature_id} is in the audit chain and no longer on its sheet"


def _changed_files(table: type[RegisterScan | ActivityProof], what: str, whose: str) -> Iterator[str]:
    in_the_chain = _digests_in_the_audit_chain(table)
    removed = _removed_proofs() if table is ActivityProof else {}
    statement = select(table.id, table.sha256, table.content)
    for file_id, sha256, content in db.session.execute(statement.execution_options(yield_per=_FILES_AT_ONCE)):
        if removed.get(file_id) in {ActivityState.VALIDATED, ActivityState.WAITING}:
            yield f"{what} {file_id}: its bytes were removed from an activity that is {removed[file_id]}"
        if file_id not in removed and hashlib.sha256(content).hexdigest() != sha256:
            yield f"{what} {file_id}: its bytes are not those that were attached"
        if in_the_chain.pop(file_id, []) != [sha256]:
            yield f"{what} {file_id}: the audit chain does not hold its digest exactly once"
    for file_id in in_the_chain:
        yield f"{what} {file_id} is in the audit chain and no longer with its {whose}"


def _removed_proofs() -> dict[int, ActivityState]:
    """Return the proofs whose bytes were let go, with the state of their activity."""
    statement = select(ActivityProof.id, Activity.state).join(
        Activity, Activity.id == ActivityProof.activity_id
    )
    found = db.session.execute(statement.where(ActivityProof.removed_at.is_not(None)))
    return {row[0]: row[1] for row in found}


def _changed_recordings() -> Iterator[str]:
    in_the_chain = _digests_in_the_audit_chain(Recording)
    statement = select(Recording).options(lazyload(Recording.recorded_by), joinedload(Recording.session))
    recordings = {recording.id: recording for recording in db.session.scalars(statement)}
    without_lines = set(recordings)
    for recording_id, group in groupby(_lines_by("recording_id"), key=lambda line: line.recording_id):
        without_lines.discard(recording_id)
        if recording_id in recordings:
            yield from _recording_problems(recordings[recording_id], list(group))
        else:
            yield f"recording {recording_id} has lines and is not in the ledger"
    for recording_id in without_lines:
        yield from _recording_problems(recordings[recording_id], [])
    for recording_id, recording in recordings.items():
        if in_the_chain.pop(recording_id, []) != [recording.digest]:
            yield f"recording {recording_id}: the audit chain does not hold its digest exactly once"
    for recording_id in in_the_chain:
        yield f"recording {recording_id} is in the audit chain and no longer in the ledger"


def _recording_problems(recording: Recording, lines: Sequence[HoursEntry]) -> Iterator[str]:
    if digest_of(lines) != recording.digest:
        yield f"recording {recording.id}: its lines are not those that were recorded"
    session = recording.session
    if session is not None and any((line.day, line.half) != (session.day, session.half) for line in lines):
        yield f"recording {recording.id}: a line lies outside of the half-day of the register"


def _digests_in_the_audit_chain(
    table: type[Recording | Signature | RegisterScan | ActivityProof],
) -> dict[int, list[str]]:
    statement = select(AuditEntry.subject_id, AuditEntry.after).where(
        AuditEntry.subject_type == table.__name__
    )
    digests: dict[int, list[str]] = defaultdict(list)
    for subject_id, after in db.session.execute(statement):
        digests[subject_id].append(after["digest"])
    return digests


def _broken_half_days() -> Iterator[str]:
    enrolments = db.session.scalars(select(Enrolment).options(joinedload(Enrolment.advisor)))
    standings = {enrolment.id: standing_of(enrolment) for enrolment in enrolments}
    lines = _lines_by("advisor_id", "day", "half", "activity_id", "take")
    for _once, group in groupby(lines, key=lambda line: (line.credit_key, line.take)):
        history = list(group)
        yield from _chain_problems(history)
        yield from _credit_problems(history[-1], standings[history[-1].enrolment_id])


def _chain_problems(history: Sequence[HoursEntry]) -> Iterator[str]:
    by_id = {line.id: line for line in history}
    for corrected_id, times in Counter(line.corrects_id for line in history).items():
        if times > 1:
            what = "recorded" if corrected_id is None else "corrected"
            yield f"the half-day of hours entry {history[0].id} was {what} {times} times at once"
    for line in history:
        corrected = by_id.get(line.corrects_id) if line.corrects_id is not None else None
        if line.corrects_id is not None and corrected is None:
            yield f"hours entry {line.id} corrects an entry of another half-day"
        before = corrected.half_day_minutes if corrected is not None else 0
        if corrected is not None and corrected.undoes:
            yield f"hours entry {line.id} corrects what was undone"
        if line.minutes != line.half_day_minutes - before:
            yield f"hours entry {line.id} adds {line.minutes} minutes, not {line.half_day_minutes - before}"


def _credit_problems(current: HoursEntry, standing: Standing) -> Iterator[str]:
    try:
        limit = HALF_DAY_LIMIT_MINUTES if current.activity_id is None else LONGEST_ACTIVITY
        check_minutes(current.half_day_minutes, current.attendance, limit)
    except RuleBroken:
        yield f"hours entry {current.id}: a half-day cannot count {current.half_day_minutes} minutes so"
    try:
        # Who is exempt today may have followed some of the training before.
        check_day(replace(standing, is_exempt=False), current.day, today=current.day)
    except RuleBroken:
        if current.half_day_minutes:
            yield f"hours entry {current.id} credits {current.day}, a day outside of the enrolment"


def _miscounted_activities() -> Iterator[str]:
    counted: Counter[int | None] = Counter(
        db.session.scalars(select(HoursEntry.activity_id).where(*_counts_an_activity()))
    )
    states = {row[0]: row[1] for row in db.session.execute(select(Activity.id, Activity.state))}
    for activity_id, state in states.items():
        wanted = 1 if state is ActivityState.VALIDATED else 0
        if counted.pop(activity_id, 0) != wanted:
            yield f"activity {activity_id} is {state} and the ledger does not count it {wanted} times"
    for unknown_id in counted:
        yield f"activity {unknown_id} is in the ledger and was never handed in"


@cache
def _counts_an_activity() -> tuple[ColumnElement[bool], ...]:
    correction = aliased(HoursEntry)
    is_corrected = select(correction.id).where(correction.corrects_id == HoursEntry.id).exists()
    return HoursEntry.activity_id.is_not(None), ~HoursEntry.undoes, ~is_corrected


def _negative_totals() -> Iterator[str]:
    total = func.sum(HoursEntry.minutes)
    statement = select(HoursEntry.enrolment_id, total).group_by(HoursEntry.enrolment_id).having(total < 0)
    for enrolment_id, minutes in db.session.execute(statement):
        yield f"enrolment {enrolment_id} has {minutes} minutes in all"


def _lines_by(*names: str) -> Iterator[HoursEntry]:
    order: list[Any] = [getattr(HoursEntry, name) for name in names]
    statement = select(HoursEntry).options(lazyload(HoursEntry.recording)).order_by(*order, HoursEntry.id)
    yield from db.session.scalars(statement.execution_options(yield_per=_ROWS_AT_ONCE))
