"""How the entries of the audit chain hang together."""

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Act:
    """One act, as plain values; ``at`` is an aware instant in UTC."""

    at: datetime
    actor_id: int | None
    network_id: int | None
    action: str
    subject_type: str
    subject_id: int | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def chained_hash(previous_hash: str, act: Act) -> str:
    """Return the SHA-256 of an act and of the hash before it: changing either changes every hash that follows."""
    told = {each.name: getattr(act, each.name) for each in fields(act)}
    return hashlib.sha256(f"{previous_hash}\n{canonical(told)}".encode()).hexdigest()


def canonical(value: object) -> str:
    """Return the one JSON text of a value: keys sorted, no blanks, dates in ISO form."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat()) if isoformat else str(value)
