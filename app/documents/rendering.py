"""The one door to the typesetting of certificates: facts in, bytes out.

The same facts give the same bytes in every process: dates and the identifier come from the facts, the QR code has a
fixed mask, the fonts are the paper's own and nothing else is fetched. What is slow is done once for each process:
the fonts are registered, the style sheet parsed, the template compiled, each shape of page styled.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Final

import segno

from app.documents.facts import CertificateFacts
from app.documents.rules import TextTooLong
from app.documents.typesetting.composition import steps
from app.documents.typesetting.glyphs import refuse_undrawn
from app.documents.typesetting.libraries import Attachment
from app.documents.typesetting.paper import paper_version, sample_facts, written_page
from app.documents.typesetting.pictures import NO_PICTURES
from app.documents.typesetting.press import one_at_a_time, press
from app.documents.typesetting.room import Room
from app.documents.typesetting.wording import LABELS

__all__ = ["paper_version", "render_certificate", "sample_facts"]

FACTS_FILE: Final = "faits.json"
"""What the attachment with the facts is called."""
# Where the signatures begin, in the CSS pixels in which WeasyPrint tells the place of what has an id.
_STORY_BOTTOM: Final = 145.5 * 96 / 25.4


def render_certificate(
    facts: CertificateFacts, room: Room | None = None, pictures: Mapping[str, bytes] = NO_PICTURES
) -> bytes:
    """Typeset one certificate as a tagged one-page PDF that claims PDF/A-3a and PDF/UA-1.

    :param room: for one that is issued: it carries its facts as an attachment, and leaves this room for its seal.
    :param pictures: the bytes of every picture that the facts name.
    :raises KeyError: when a picture is not among them.
    :raises CharacterNotDrawn: when the fonts lack a character of a text.
    :raises TextTooLong: when the story reaches the signatures even at the smallest step.
    """
    refuse_undrawn(facts)
    qr_code = _qr_code(facts.verification_url)
    identifier = hashlib.sha256(facts.to_json().encode()).hexdigest()[:32].encode()
    shown = {name: pictures[name] for name in facts.pictures}
    with one_at_a_time():
        for step in steps(facts):
            document = press().laid_out(written_page(facts, step, room=room), qr_code, shown)
            if document.pages[0].anchors["story"][3] <= _STORY_BOTTOM:
                attachments = [_attachment(facts)] if room else []
                return press().printed(document, identifier, room, attachments)
    raise TextTooLong(person=facts.full_name)


def _attachment(facts: CertificateFacts) -> Attachment:
    """The facts as text that a machine reads."""
    midnight = datetime.combine(facts.issued_on, time(), UTC)
    return Attachment(
        string=facts.to_json(),
        name=FACTS_FILE,
        description=LABELS[facts.language]["facts"],
        created=midnight,
        modified=midnight,
        relationship="Data",
    )


def _qr_code(address: str) -> bytes:
    """The address as a one-bit PNG. A fixed mask spares trying all eight."""
    picture = io.BytesIO()
    segno.make(address, error="m", mask=2, micro=False, boost_error=False).save(
        picture, kind="png", scale=1, border=2
    )
    return picture.getvalue()
