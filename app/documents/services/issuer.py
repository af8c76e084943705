"""Sets in whose name a network prints."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.audit.services import record_act, wait_for_turn
from app.database import id_of, transaction
from app.documents.facts import DEFAULT_DISCLAIMERS, DEFAULT_HEADINGS
from app.documents.models import Issuer, Signatory
from app.documents.queries import issuer_of
from app.extensions import db
from app.people.models import Network, Person


@transaction
def save_issuer(
    network: Network,
    *,
    name: str,
    place: str,
    heading: str,
    disclaimer: str,
    language: str = "fr",
    signatories: Sequence[tuple[str, str]],
    now: datetime,
    by: Person | None,
) -> Issuer:
    """Set in whose name a network prints from now on; documents already issued keep what they bear.

    Words that were left as they are proposed are said in the language of the certificate.

    :param signatories: the name and the quality of each who signs, in order.
    """
    wait_for_turn()
    issuer = issuer_of(network)
    before = _as_told(issuer) if issuer is not None else None
    if issuer is None:
        issuer = Issuer(network_id=network.id)
        db.session.add(issuer)
    issuer.name, issuer.place, issuer.language = name, place, language
    issuer.heading = in_language(heading, DEFAULT_HEADINGS, language)
    issuer.disclaimer = in_language(disclaimer, DEFAULT_DISCLAIMERS, language)
    issuer.signatories.clear()
    # Deleted before the new ones come, who take the same positions.
    db.session.flush()
    issuer.signatories.extend(
        Signatory(position=position, name=signatory, quality=quality)
        for position, (signatory, quality) in enumerate(signatories, start=1)
    )
    record_act(
        "issuer.saved",
        issuer,
        network_id=network.id,
        by_id=id_of(by),
        now=now,
        before=before,
        after=_as_told(issuer),
    )
    return issuer


def in_language(text: str, proposed: Mapping[str, str], language: str) -> str:
    """Return the text, or what is proposed in this language when it is what is proposed in another."""
    return proposed[language] if text in proposed.values() else text


def _as_told(issuer: Issuer) -> dict[str, object]:
    return {
        "name": issuer.name,
        "place": issuer.place,
        "heading": issuer.heading,
        "disclaimer": issuer.disclaimer,
        "language": issuer.language,
        "signatories": [[one.name, one.quality] for one in issuer.signatories],
    }
