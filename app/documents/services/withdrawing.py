"""Withdraws certificates that have a number, and that the paper refuses."""

from datetime import datetime

from sqlalchemy import update

from app.audit.services import record_act
from app.database import id_of, transaction
from app.documents.models import DocumentState, IssuedDocument
from app.documents.queries import typesetting_refusals
from app.documents.rules import WITHDRAWN, NothingToWithdraw, RevocationWithoutReason
from app.extensions import db
from app.people.models import Person


@transaction
def withdraw(document: IssuedDocument, reason: str, *, now: datetime, by: Person | None) -> None:
    """Give up for good a certificate that waits and that the paper refuses: its result can be certified anew.

    Its number stays in the register with the reason and is never given again; nobody ever held the document.

    :raises RevocationWithoutReason: when no reason is given.
    :raises NothingToWithdraw: when it has its bytes, was withdrawn before, or was never refused by the paper.
    """
    reason = reason.strip()
    if not reason:
        raise RevocationWithoutReason
    if document.id not in typesetting_refusals([document]):
        raise NothingToWithdraw(number=document.number)
    # It may get its bytes at this moment: of the two, the update that comes first holds.
    claimed = db.session.scalar(
        update(IssuedDocument)
        .where(IssuedDocument.id == document.id, IssuedDocument.state == DocumentState.RESERVED)
        .values(state=DocumentState.REVOKED, revoked_at=now, revocation_reason=reason)
        .returning(IssuedDocument.id)
    )
    if claimed is None:
        raise NothingToWithdraw(number=document.number)
    record_act(
        WITHDRAWN,
        document,
        network_id=document.network_id,
        by_id=id_of(by),
        now=now,
        after={"number": document.number, "reason": reason},
    )
