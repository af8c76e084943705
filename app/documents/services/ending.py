"""Ends certificates for good: the state, the day and the reason, once for each."""

from datetime import datetime

from sqlalchemy import update

from app.audit.services import record_act
from app.database import id_of
from app.documents.models import DocumentState, IssuedDocument
from app.documents.rules import RevocationWithoutReason
from app.extensions import db
from app.people.models import Person


def checked_reason(reason: str) -> str:
    """Return the reason without the blanks around it.

    :raises RevocationWithoutReason: when nothing is left.
    """
    if not reason.strip():
        raise RevocationWithoutReason
    return reason.strip()


def end(
    document: IssuedDocument,
    reason: str,
    *,
    while_it_is: DocumentState,
    action: str,
    now: datetime,
    by: Person | None,
) -> bool:
    """End a certificate, and return whether it was in this state: of two people at once, the first is told so."""
    claimed = db.session.scalar(
        update(IssuedDocument)
        .where(IssuedDocument.id == document.id, IssuedDocument.state == while_it_is)
        .values(state=DocumentState.REVOKED, revoked_at=now, revocation_reason=reason)
        .returning(IssuedDocument.id)
    )
    if claimed is None:
        return False
    record_act(
        action,
        document,
        network_id=document.network_id,
        by_id=id_of(by),
        now=now,
        after={"number": document.number, "reason": reason},
    )
    return True
