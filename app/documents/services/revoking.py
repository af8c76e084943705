"""Revokes certificates."""

from datetime import datetime

from app.database import transaction
from app.documents.confirmation import refuse_one_alone
from app.documents.models import DocumentState, IssuedDocument
from app.documents.rules import REVOKED, AlreadyRevoked, NotIssuedYet
from app.documents.services.ending import checked_reason, end
from app.documents.services.issuing import hold_certificates
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
    reason = checked_reason(reason)
    if document.state is DocumentState.RESERVED:
        raise NotIssuedYet(number=document.number)
    if not end(document, reason, while_it_is=DocumentState.VALID, action=REVOKED, now=now, by=by):
        raise AlreadyRevoked(number=document.number)
