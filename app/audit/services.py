"""Writes to the audit chain, always inside the transaction of the act itself."""

import json
from datetime import UTC, datetime
from typing import Any, Final

from app.audit.models import AuditEntry
from app.audit.queries import last_hash
from app.audit.rules import Act, canonical, chained_hash
from app.database import lock_until_commit
from app.extensions import db

_LAST: Final = "livret_last_act"


def wait_for_turn() -> None:
    """Let nobody else record an act until this transaction ends.

    For a service that looks before it writes: two at once would both see nothing there. Every act takes its turn
    anyway; taking it at the beginning keeps one order, in which nobody waits for somebody who waits for them.
    """
    lock_until_commit("audit")


def record_act(
    action: str,
    subject: object,
    *,
    network_id: int | None,
    by_id: int | None,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add an act to the chain, in the transaction that is under way.

    :param action: what was done, as ``feature.verb``: ``hours.recorded``.
    :param subject: the row it was done to; its table and its id are kept.
    :param by_id: the person who did it; None for the command line and for people who are not signed in.
    """
    wait_for_turn()
    _write_what_it_tells_of()
    act = Act(
        # What comes back from the database is in UTC, and the hash is computed on that again.
        at=now.astimezone(UTC),
        actor_id=by_id,
        network_id=network_id,
        action=action,
        subject_type=type(subject).__name__,
        subject_id=getattr(subject, "id", None),
        before=_as_stored(before),
        after=_as_stored(after),
    )
    previous_hash = _hash_to_follow()
    entry = AuditEntry(
        at=act.at,
        actor_id=act.actor_id,
        network_id=act.network_id,
        action=act.action,
        subject_type=act.subject_type,
        subject_id=act.subject_id,
        before=act.before,
        after=act.after,
        previous_hash=previous_hash,
        hash=chained_hash(previous_hash, act),
    )
    db.session.add(entry)
    _remember(entry.hash)


def _remember(last_hash: str) -> None:
    # An act within a savepoint that is rolled back never was: what came before it is then looked up again.
    session = db.session()
    session.info[_LAST] = (session.get_nested_transaction() or session.get_transaction(), last_hash)


def _write_what_it_tells_of() -> None:
    """Write what is changed, so that each new row has its id; acts alone can wait, and are written together."""
    session = db.session()
    if session.dirty or session.deleted or not all(isinstance(each, AuditEntry) for each in session.new):
        session.flush()


def _hash_to_follow() -> str:
    """Return the hash of the act before: the one this transaction has just recorded, or the last one stored."""
    recorded_in, recorded = db.session.info.get(_LAST, (None, ""))
    return recorded if recorded_in is not None and recorded_in.is_active else last_hash()


def _as_stored(values: dict[str, Any] | None) -> dict[str, Any] | None:
    # The hash must be computed on what comes back from the database: dates become text on the way.
    stored: dict[str, Any] | None = json.loads(canonical(values)) if values is not None else None
    return stored
