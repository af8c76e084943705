"""Sets what papers look like: logo, colour and scanned signatures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.audit.services import record_act, wait_for_turn
from app.database import id_of, transaction
from app.documents.models import Letterhead, Picture, ScannedSignature
from app.documents.pictures import ColourNotReadable, is_readable, printable_picture
from app.documents.queries import letterhead_of, pictures_named
from app.documents.typesetting.pictures import picture_name
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Provider


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A file as it was handed over."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is to be printed; None keeps a picture as it is, and a person who is not named keeps theirs.

    ``removed`` names those whose signature is taken away.
    """

    colour: str | None
    mention: str = ""
    logo: PictureFile | None = None
    is_logo_removed: bool = False
    signatures: Mapping[str, PictureFile] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()


def save_letterhead(
    network: Network, provider: Provider | None, look: Look, *, now: datetime, by: Person | None
) -> Letterhead:
    """Set what the papers of a network, or of one of its providers, look like from now on.

    Documents already reserved name the pictures that they bear, which are kept for ever.

    :raises ColourNotReadable: when text of this colour cannot be read on paper.
    :raises PictureRefused: when a file cannot be printed.
    """
    if look.colour is not None and not is_readable(look.colour):
        raise ColourNotReadable(colour=look.colour)
    # Outside of the transaction: each picture is drawn once to see whether it can be.
    logo = _printable(look.logo) if look.logo is not None else None
    signatures = {name: _printable(file) for name, file in look.signatures.items()}
    return _save(network, provider, look, logo, signatures, now=now, by=by)


@transaction
def _save(
    network: Network,
    provider: Provider | None,
    look: Look,
    logo: bytes | None,
    signatures: Mapping[str, bytes],
    *,
    now: datetime,
    by: Person | None,
) -> Letterhead:
    wait_for_turn()
    letterhead = letterhead_of(network, id_of(provider))
    before = _as_told(letterhead) if letterhead is not None else None
    if letterhead is None:
        letterhead = Letterhead(network_id=network.id, provider_id=provider.id if provider else None)
        db.session.add(letterhead)
    letterhead.colour, letterhead.mention = look.colour, look.mention or None
    if look.is_logo_removed:
        letterhead.logo_sha256 = None
    if logo is not None:
        letterhead.logo_sha256 = _keep(logo, now)
    _set_signatures(letterhead, look.removed, {name: _keep(each, now) for name, each in signatures.items()})
    record_act(
        "letterhead.saved",
        letterhead,
        network_id=network.id,
        by_id=id_of(by),
        now=now,
        before=before,
        after=_as_told(letterhead),
    )
    return letterhead


def _set_signatures(letterhead: Letterhead, removed: frozenset[str], new: Mapping[str, str]) -> None:
    kept = {each.name: each for each in letterhead.signatures}
    for name in removed & kept.keys():
        letterhead.signatures.remove(kept.pop(name))
    for name, sha256 in new.items():
        if name in kept:
            kept[name].picture_sha256 = sha256
        else:
            letterhead.signatures.append(ScannedSignature(name=name, picture_sha256=sha256))


def _printable(file: PictureFile) -> bytes:
    return printable_picture(file.name, file.content)


def _keep(content: bytes, now: datetime) -> str:
    sha256 = picture_name(content)
    if not pictures_named([sha256]):
        db.session.add(Picture(sha256=sha256, content=content, kept_at=now))
        # Before what names it: the two are joined by no relationship.
        db.session.flush()
    return sha256


def _as_told(letterhead: Letterhead) -> dict[str, object]:
    return {
        "provider_id": letterhead.provider_id,
        "logo": letterhead.logo_sha256,
        "colour": letterhead.colour,
        "mention": letterhead.mention,
        "signatures": {each.name: each.picture_sha256 for each in letterhead.signatures},
    }
