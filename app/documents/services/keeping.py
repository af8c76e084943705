"""Keeps certificates as they are after a correction, and copies that were made of them."""

from datetime import datetime

from app.audit.services import record_act
from app.database import id_of, transaction
from app.documents.models import DocumentState, IssuedDocument
from app.documents.rules import COPIED, KEPT_AS_IT_IS, Keeping, NotInForce
from app.documents.services.ending import checked_reason
from app.people.models import Person


@transaction
def keep_as_it_is(
    document: IssuedDocument, choice: Keeping, reason: str, against: str, *, now: datetime, by: Person | None
) -> None:
    """Decide that a certificate stays valid although the records say something else today; nobody is asked again.

    :param against: the digest of what it would say today: another correction asks again.
    :raises RevocationWithoutReason: when no reason is given.
    :raises NotInForce: when it is not valid.
    """
    reason = checked_reason(reason)
    _act(KEPT_AS_IT_IS, document, now=now, by=by, choice=choice.value, reason=reason, against=against)


@transaction
def note_copy(document: IssuedDocument, *, now: datetime, by: Person | None) -> None:
    """Note in the history that a duplicate of a certificate was made.

    :raises NotInForce: when it is not valid: of what is revoked or waits there are no duplicates.
    """
    _act(COPIED, document, now=now, by=by)


def _act(action: str, document: IssuedDocument, *, now: datetime, by: Person | None, **after: str) -> None:
    if document.state is not DocumentState.VALID:
        raise NotInForce(number=document.number)
    record_act(
        action,
        document,
        network_id=document.network_id,
        by_id=id_of(by),
        now=now,
        after={"number": document.number, **after},
    )
