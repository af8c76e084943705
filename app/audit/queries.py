"""Reads of the audit chain."""

from collections.abc import Iterator

from sqlalchemy import select

from app.audit.models import FIRST_PREVIOUS_HASH, AuditEntry
from app.audit.rules import Act, chained_hash
from app.extensions import db


def last_hash() -> str:
    """Return the hash that the next entry has to name."""
    found = db.session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    return found or FIRST_PREVIOUS_HASH


def chain_problems() -> Iterator[str]:
    """Yield a sentence for each entry that does not follow from the one before it."""
    expected = FIRST_PREVIOUS_HASH
    for entry in db.session.scalars(
        select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)
    ):
        if entry.previous_hash != expected:
            yield f"audit entry {entry.id} does not follow the entry before it: one was removed or added"
        if chained_hash(entry.previous_hash, _act_of(entry)) != entry.hash:
            yield f"audit entry {entry.id} was changed after it was written"
        expected = entry.hash


def _act_of(entry: AuditEntry) -> Act:
    return Act(
        at=entry.at,
        actor_id=entry.actor_id,
        network_id=entry.network_id,
        action=entry.action,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        before=entry.before,
        after=entry.after,
    )
