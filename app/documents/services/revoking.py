"""Revokes certificates."""

from datetime import datetime

from sqlalchemy import update

from app.audit.services import record_act
from app.database import id_of, transaction
from app.documents.confirmation import refuse_one_alone
from app.documents.models import DocumentState, IssuedDocument
from app.documents.rules import REVOKED, AlreadyRevoked, NotIssuedYet, RevocationWithoutReason
from app.documents.services.issuing import hold_certificates
from app.extensions import db
from app.people.models import Person


@transaction
def revoke(
    document: IssuedDocument, reason: str, *, now: datetime, by: Person | None, second: Person | None = None
) -> None:
    """Revoke a certificate for good; its number is never given again, and its check says so from this moment.

    :param second: who has confirmed it, in a network where nobody revokes alone.
    :raises SecondPersonNeeded: when nobody else has.
    :raises RevocationWithoutReason: when no reason is given.
    :raises AlreadyRevoked: when it was revoked before.
    :raises NotIssuedYet: while it waits for its bytes.
    """
    hold_certificates(document.network)
    refuse_one_alone(document.network, by, second)
    reason = reason.strip()
    if not reason:
        raise RevocationWithoutReason
    if document.state is DocumentState.RESERVED:
        raise NotIssuedYet(number=document.number)
    # Two people at once: the update tells which of them came first.
    claimed = db.session.scalar(
        update(IssuedDocument)
        .where(IssuedDocument.id == document.id, IssuedDocument.state == DocumentState.VALID)
        .values(state=DocumentState.REVOKED, revoked_at=now, revocation_reason=reason)
        .returning(IssuedDocument.id)
    )
    if claimed is None:
        raise AlreadyRevoked(number=document.number)
    record_act(
        REVOKED,
        document,
        network_id=document.network_id,
        by_id=id_of(by),
        now=now,
        after={"number": document.number, "reason": reason},
    )
