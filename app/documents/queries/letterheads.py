"""Reads of letterheads and of the pictures that papers print."""

import re
from collections.abc import Iterable
from typing import Final

from sqlalchemy import or_, select

from app.database import id_of
from app.documents.looks import PLAIN, LookFacts
from app.documents.models import Letterhead, Picture, ScannedSignature
from app.extensions import db
from app.people.models import Network
from app.training.models import Provider
from app.training.queries import providers

_AFTER_NAME: Final = re.compile(r"\s*($|[,;:(–—-])")


def letterhead_of(network: Network, provider_id: int | None = None) -> Letterhead | None:
    """Return what the papers of a network, or of one of its providers, look like, once somebody has said so."""
    statement = select(Letterhead).where(Letterhead.network_id == network.id)
    return db.session.scalar(statement.where(Letterhead.provider_id.is_not_distinct_from(provider_id)))


def look_of(network: Network, provider: Provider | None = None) -> LookFacts:
    """Return what a paper looks like that the network signs, or one of its providers."""
    letterhead = letterhead_of(network, id_of(provider))
    if letterhead is None:
        return PLAIN
    return LookFacts(
        owner=provider.name if provider is not None else network.name,
        logo=letterhead.logo_sha256,
        colour=letterhead.colour,
        mention=letterhead.mention or "",
    )


def look_of_centre(network: Network, centre: str) -> LookFacts:
    """Return what the papers of an approved centre look like: a provider of this name, or else nobody we know.

    What follows a comma, a dash or a parenthesis tells one of its places: « Afpa, centre de Dax ».
    """
    known = {each.name.casefold(): each for each in providers(network)}
    said = " ".join(centre.split()).casefold()
    fitting = [name for name in known if _AFTER_NAME.match(said.removeprefix(name)) and said.startswith(name)]
    return look_of(network, known[max(fitting, key=len)]) if fitting else PLAIN


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
