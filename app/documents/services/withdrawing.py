"""Withdraws certificates that have a number, and that the paper refuses."""

from datetime import datetime

from app.database import transaction
from app.documents.models import DocumentState, IssuedDocument
from app.documents.queries import typesetting_refusals
from app.documents.rules import WITHDRAWN, NothingToWithdraw
from app.documents.services.ending import checked_reason, end
from app.people.models import Person


@transaction
def withdraw(document: IssuedDocument, reason: str, *, now: datetime, by: Person | None) -> None:
    """Give up for good a certificate that waits and that the paper refuses: its result can be certified anew.

    Its number stays in the register with the reason and is never given again; nobody ever held the document.

    :raises RevocationWithoutReason: when no reason is given.
    :raises NothingToWithdraw: when it has its bytes, was withdrawn before, or was never refused by the paper.
    """
    reason = checked_reason(reason)
    if document.id not in typesetting_refusals([document]):
        raise NothingToWithdraw(number=document.number)
    # It may get its bytes at this moment: of the two, the update that comes first holds.
    if not end(document, reason, while_it_is=DocumentState.RESERVED, action=WITHDRAWN, now=now, by=by):
        raise NothingToWithdraw(number=document.number)
