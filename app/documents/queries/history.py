"""What has happened to a document, as the chain of acts keeps it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from app.audit.models import AuditEntry
from app.documents.models import IssuedDocument, PrintRun
from app.documents.rules import KEPT_AS_IT_IS, RESERVED
from app.extensions import db
from app.people.models import Person


@dataclass(frozen=True, slots=True)
class PastAct:
    """One act on a document: what, when, by whom (None for a command), and the reason that was given."""

    action: str
    at: datetime
    by: Person | None
    reason: str | None = None


def history_of(document: IssuedDocument) -> list[PastAct]:
    """Return every act on a document, the first first."""
    on_it = and_(AuditEntry.subject_type == IssuedDocument.__name__, AuditEntry.subject_id == document.id)
    its_run = and_(
        AuditEntry.action == RESERVED,
        AuditEntry.subject_type == PrintRun.__name__,
        AuditEntry.subject_id == document.print_run_id,
    )
    statement = (
        select(AuditEntry, Person)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.network_id == document.network_id, or_(on_it, its_run))
        .order_by(AuditEntry.id)
    )
    return [
        PastAct(entry.action, entry.at, person, (entry.after or {}).get("reason"))
        for entry, person in db.session.execute(statement)
    ]


def kept_against(document_ids: Collection[int]) -> dict[int, set[str]]:
    """Return against what facts of a day documents were kept as they are, as digests, by document."""
    statement = select(AuditEntry.subject_id, AuditEntry.after).where(
        AuditEntry.action == KEPT_AS_IT_IS, AuditEntry.subject_id.in_(document_ids)
    )
    found: dict[int, set[str]] = {}
    for document_id, after in db.session.execute(statement):
        found.setdefault(document_id or 0, set()).add(after["against"])
    return found
