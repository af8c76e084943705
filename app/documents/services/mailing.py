"""Keeps which certificates were mailed: claimed before a letter leaves, so that none leaves twice."""

from datetime import datetime

from sqlalchemy import select, update

from app.audit.services import record_act
from app.database import lock_until_commit, transaction
from app.documents.models import DocumentMailing, DocumentState, IssuedDocument
from app.documents.rules import MAILED, NOT_MAILED, MailingState
from app.extensions import db


@transaction
def claim_letter(document_id: int, *, now: datetime, by_id: int | None) -> bool:
    """Take a letter upon oneself before it leaves; return whether nobody else has sent it or is at it.

    One that failed may be tried again. One whose sender was killed midway may have left, and is not sent again.
    """
    lock_until_commit(f"letter of document {document_id}")
    document = db.session.get_one(IssuedDocument, document_id)
    if document.state is not DocumentState.VALID:
        return False
    known = db.session.scalar(select(DocumentMailing).where(DocumentMailing.document_id == document_id))
    if known is None:
        db.session.add(
            DocumentMailing(document_id=document_id, state=MailingState.UNDER_WAY, at=now, by_id=by_id)
        )
        return True
    if known.state not in {MailingState.FAILED, MailingState.NO_ADDRESS}:
        return False
    known.state, known.at, known.by_id = MailingState.UNDER_WAY, now, by_id
    return True


@transaction
def note_letter(document_id: int, state: MailingState, *, now: datetime) -> None:
    """Note what became of a letter that was claimed: sent, failed, or nobody there to read it."""
    by_id = db.session.scalar(
        update(DocumentMailing)
        .where(DocumentMailing.document_id == document_id, DocumentMailing.state == MailingState.UNDER_WAY)
        .values(state=state, at=now)
        .returning(DocumentMailing.by_id)
    )
    document = db.session.get_one(IssuedDocument, document_id)
    record_act(
        MAILED if state is MailingState.SENT else NOT_MAILED,
        document,
        network_id=document.network_id,
        by_id=by_id,
        now=now,
        after={"number": document.number, "state": state.value},
    )
