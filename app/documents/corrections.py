"""Which certificates say something else than the records do today, and what somebody has decided about that."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.documents.assembly import differences, gather
from app.documents.facts import CertificateFacts
from app.documents.models import IssuedDocument
from app.documents.queries import facts_of, kept_against
from app.people.models import Network

# A new logo, heading or signatory is no correction: it is for the next certificates.
_OF_THE_ISSUER: Final = {
    "heading",
    "disclaimer",
    "place",
    "issuer_name",
    "network_name",
    "signatories",
    "language",
    "logo",
    "colour",
}

Change = tuple[str, object, object]


@dataclass(frozen=True, slots=True)
class Correction:
    """A valid certificate with what the records say otherwise today: the name of a fact, then, now."""

    document: IssuedDocument
    changes: tuple[Change, ...]


def corrections_of(
    network: Network, documents: Sequence[IssuedDocument], today: date, base_url: str
) -> list[Correction]:
    """Return the certificates about which nobody has decided yet, in the order given."""
    printable, _refused = gather(network, [each.result for each in documents], today=today, base_url=base_url)
    fresh = {one.result.id: one.facts for one in printable}
    kept = kept_against([each.id for each in documents])
    found = []
    for document in documents:
        facts = fresh.get(document.result_id)
        changes = changes_of(facts_of(document), facts) if facts else []
        if facts and changes and corrected(facts_of(document), facts) not in kept.get(document.id, ()):
            found.append(Correction(document, tuple(changes)))
    return found


def changes_of(frozen: CertificateFacts, fresh: CertificateFacts) -> list[Change]:
    """Return what the records say otherwise today of the person, the training and the decision."""
    return [change for change in differences(frozen, fresh) if change[0] not in _OF_THE_ISSUER]


def corrected(frozen: CertificateFacts, fresh: CertificateFacts) -> str:
    """Return a digest of what the records say otherwise: another correction gives another."""
    said = [(name, str(new)) for name, _old, new in changes_of(frozen, fresh)]
    return hashlib.sha256(repr(said).encode()).hexdigest()
