"""What pages say of the authority that seals, before anything is issued."""

from app.documents.sealing import keyring
from app.documents.sealing.refusals import SealRefused
from app.web.clock import now
from app.web.messages import explain


def seal_refusal() -> str | None:
    """Return why nothing can be sealed now, in the reader's language, or None."""
    try:
        keyring.authority_at(now())
    except SealRefused as refusal:
        return explain(refusal)
    return None


def is_sealed_for_development() -> bool:
    """Return whether documents are sealed by an authority that nobody else knows."""
    try:
        return keyring.authority().is_development
    except SealRefused:
        return False
