"""What a check tells a machine; the README describes it."""

from typing import Any, Final

from app.documents.queries import facts_of
from app.documents.rules import Authenticity
from app.documents.services import Checked

STATUSES: Final = {
    Authenticity.VALID: 200,
    Authenticity.REPLACED: 410,
    Authenticity.REVOKED: 410,
    Authenticity.ALTERED: 422,
    Authenticity.UNKNOWN: 404,
}


def as_data(checked: Checked) -> dict[str, Any]:
    """Return the answer as plain values: what is printed, of what is valid; the day alone, of what is revoked."""
    told: dict[str, Any] = {"state": checked.authenticity.value}
    document = checked.document
    if document is None:
        return told
    told["number"] = document.number
    told["seal"] = None
    if document.sealed_under is not None:
        told["seal"] = {
            "name": document.sealed_under.name,
            "fingerprint": document.sealed_under.fingerprint,
            "is_development": document.sealed_under.is_development,
        }
    if document.revoked_at is not None:
        told["revoked_on"] = document.revoked_at.date().isoformat()
        if document.successor is not None:
            told["replaced_by"] = document.successor.number
        return told
    facts = facts_of(document)
    told |= {
        "person": facts.full_name,
        "title": facts.title_name,
        "register_number": facts.title_rncp,
        "block": facts.block_code,
        "block_name": facts.block_name,
        "minutes": facts.hours_minutes,
        "decided_on": facts.jury_date.isoformat() if facts.jury_date else None,
        "issued_on": facts.issued_on.isoformat(),
        "issuer": facts.issuer_name,
        "is_test": facts.is_development,
    }
    return told
