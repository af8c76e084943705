"""Keeps the certificates under which documents are sealed."""

from datetime import datetime

from app.audit.services import record_act, wait_for_turn
from app.database import transaction
from app.documents.models import SealingCertificate
from app.documents.queries import sealing_certificate
from app.documents.rules import SEAL_CERTIFICATE_KEPT
from app.documents.sealing import Authority
from app.extensions import db


@transaction
def kept_certificate(authority: Authority, *, now: datetime) -> SealingCertificate:
    """Return the kept certificates of an authority, kept at its first document and for ever after."""
    known = sealing_certificate(authority.fingerprint)
    if known is not None:
        return known
    wait_for_turn()
    # Somebody else may have sealed the first document in the meantime.
    known = sealing_certificate(authority.fingerprint)
    if known is not None:
        return known
    kept = SealingCertificate(
        fingerprint=authority.fingerprint,
        name=authority.name[:200],
        chain=authority.chain_pem,
        is_development=authority.is_development,
        valid_until=authority.valid_until,
        kept_at=now,
    )
    db.session.add(kept)
    told = {"fingerprint": kept.fingerprint, "name": kept.name, "is_development": kept.is_development}
    record_act(SEAL_CERTIFICATE_KEPT, kept, network_id=None, by_id=None, now=now, after=told)
    return kept
