"""Reads of the audit chain."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select

from app.audit.models import FIRST_PREVIOUS_HASH, AuditEntry
from app.audit.rules import Act, chained_hash
from app.core.findings import Finding, finding
from app.core.language import N_
from app.extensions import db

# Written once: every act that is recorded asks it.
_LAST_HASH: Final = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
_AT_ONCE: Final = 500
"""Values in one statement; databases limit them."""


def last_hash() -> str:
    """Return the hash that the next entry has to name."""
    return db.session.scalar(_LAST_HASH) or FIRST_PREVIOUS_HASH


def chain_problems() -> Iterator[Finding]:
    """Yield a finding for each entry that does not follow from the one before it."""
    expected = FIRST_PREVIOUS_HASH
    for entry in db.session.scalars(
        select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)
    ):
        if entry.previous_hash != expected:
            yield finding(
                N_("Acte %(id)s : il ne suit pas celui d’avant, un acte a été retiré ou ajouté."), id=entry.id
            )
        if chained_hash(entry.previous_hash, _act_of(entry)) != entry.hash:
            yield finding(N_("Acte %(id)s : il a été modifié après avoir été écrit."), id=entry.id)
        expected = entry.hash


def subjects_of_acts(
    network_id: int,
    actions: Collection[str],
    subject_ids: Collection[int],
    *,
    since: datetime,
    after: Mapping[str, str] | None = None,
) -> set[int]:
    """Return on which of these something was done since then, by the id of what it was done to.

    :param actions: what was done, as the acts call it; each is done to one kind of thing.
    :param after: what the act has to say, where it matters.
    """
    found: set[int] = set()
    ids = sorted(subject_ids)
    for start in range(0, len(ids), _AT_ONCE):
        statement = select(AuditEntry.subject_id, AuditEntry.after).where(
            AuditEntry.network_id == network_id,
            AuditEntry.action.in_(actions),
            AuditEntry.subject_id.in_(ids[start : start + _AT_ONCE]),
            AuditEntry.at >= since,
        )
        for subject_id, said in db.session.execute(statement):
            if (after or {}).items() <= (said or {}).items():
                found.add(subject_id)
    return found


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
