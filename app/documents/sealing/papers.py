"""Certificates with their seal: facts in, sealed bytes out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from app.documents.facts import CertificateFacts
from app.documents.rendering import render_certificate
from app.documents.sealing.authority import Authority
from app.documents.sealing.matrix import Matrix
from app.documents.typesetting.pictures import NO_PICTURES
from app.documents.typesetting.room import BYTE_RANGE, Room
from app.documents.typesetting.wording import LABELS


def sealed_certificate(
    facts: CertificateFacts, authority: Authority, at: datetime, pictures: Mapping[str, bytes] = NO_PICTURES
) -> bytes:
    """Typeset one certificate and seal it.

    Two calls give two files: a signature of an elliptic curve is never the same twice. Which of them is the document is
    decided by the one that is stored.

    :param pictures: the bytes of every picture that the facts name.
    :raises NotTypeset: when the paper cannot say the facts.
    :raises SealRefused: when the authority cannot seal at this instant.
    """
    return sealed(render_certificate(facts, room_for(facts, authority, at), pictures), authority)


def room_for(facts: CertificateFacts, authority: Authority, at: datetime) -> Room:
    """Return the room that a certificate leaves for the seal of this authority.

    :raises SealRefused: when the authority cannot seal at this instant.
    """
    authority.refuse_unless_valid(at)
    return Room(
        size=_matrix(authority).room,
        at=at,
        name=authority.name,
        contact=facts.verification_url,
        field_label=LABELS[facts.language]["seal"],
        is_development=authority.is_development,
    )


def sealed(pdf: bytes, authority: Authority) -> bytes:
    """Fill the signature into the room that a file leaves for it.

    :raises ValueError: when the file leaves none, or too little.
    :raises TimestampRefused: when the timestamp server gives no timestamp.
    """
    file = bytearray(pdf)
    at = file.index(b"/ByteRange " + BYTE_RANGE) + len(b"/ByteRange ")
    start = file.index(b"<", at)
    end = file.index(b">", start) + 1
    file[at : at + len(BYTE_RANGE)] = b"[0 %010d %010d %010d]" % (start, end, len(file) - end)
    digest = hashlib.sha256(file[:start])
    digest.update(file[end:])
    digits = _matrix(authority).signature_of(digest.digest()).hex().encode()
    if len(digits) > end - start - 2:
        raise ValueError("the signature is larger than its room")
    file[start + 1 : start + 1 + len(digits)] = digits
    return bytes(file)


@lru_cache(maxsize=4)
def _matrix(authority: Authority) -> Matrix:
    return Matrix(authority)
