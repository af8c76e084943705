"""Replaces a certificate whose facts have changed: the old one is revoked, the new one names it."""

from collections.abc import Mapping
from datetime import date, datetime

from app.database import transaction
from app.documents.models import IssuedDocument, PrintRun
from app.documents.queries import results_to_certify
from app.documents.services.issuing import hold_certificates, reserve_certificates
from app.documents.services.revoking import revoke
from app.people.models import Network, Person


@transaction
def replace(
    network: Network,
    document: IssuedDocument,
    reason: str,
    *,
    today: date,
    now: datetime,
    by: Person | None,
    base_url: str,
    shown: Mapping[int, str] | None = None,
    second: Person | None = None,
) -> PrintRun:
    """Revoke a certificate and reserve the one that replaces it, with the facts of today, or change nothing.

    :param second: who has confirmed it, in a network where nobody replaces alone.
    :raises SecondPersonNeeded: when nobody else has.
    :raises RevocationWithoutReason: when no reason is given.
    :raises AlreadyRevoked: when it was revoked before.
    :raises NotIssuedYet: while it waits for its bytes.
    :raises SeveralRefused: when the new one cannot be printed.
    :raises SealRefused: when nothing can be sealed now.
    """
    hold_certificates(network)
    # Before an act is recorded: whoever changes a result holds it first, and takes their turn among the acts then.
    results_to_certify(network, [document.result_id], until_commit=True)
    revoke(document, reason, now=now, by=by, second=second)
    return reserve_certificates(
        network,
        [document.result],
        today=today,
        now=now,
        by=by,
        base_url=base_url,
        shown=shown,
        second=second,
    )
