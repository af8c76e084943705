"""Reads of letterheads and of the pictures that papers print."""

from collections.abc import Iterable

from sqlalchemy import or_, select

from app.documents.models import Letterhead, Picture, ScannedSignature
from app.extensions import db
from app.people.models import Network


def letterhead_of(network: Network, provider_id: int | None = None) -> Letterhead | None:
    """Return what the papers of a network, or of one of its providers, look like, once somebody has said so."""
    statement = select(Letterhead).where(Letterhead.network_id == network.id)
    return db.session.scalar(statement.where(Letterhead.provider_id.is_not_distinct_from(provider_id)))


def picture_of(network: Network, sha256: str) -> bytes | None:
    """Return a picture that a letterhead of the network shows now, or None."""
    shown = (
        select(Letterhead.id)
        .outerjoin(ScannedSignature)
        .where(
            Letterhead.network_id == network.id,
            or_(Letterhead.logo_sha256 == sha256, ScannedSignature.picture_sha256 == sha256),
        )
    )
    return db.session.scalar(select(Picture.content).where(Picture.sha256 == sha256, shown.exists()))


def pictures_named(names: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of pictures, by the SHA-256 under which facts name them."""
    asked = set(names)
    if not asked:
        return {}
    found = db.session.execute(select(Picture.sha256, Picture.content).where(Picture.sha256.in_(asked)))
    return {row[0]: row[1] for row in found}
