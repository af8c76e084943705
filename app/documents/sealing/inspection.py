"""Reads the seal of a file that was issued here, and proves it; this parser never gets a file from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate

from app.documents.sealing.loops import run_to_end


@dataclass(frozen=True, slots=True)
class SealFound:
    """What the seal of a file proves.

    `is_whole`: no byte was changed, none stands outside of what is sealed, and the chain leads to its root.
    `timestamped_at` is told by a timestamp server, `sealed_at` by the clock of the installation.
    """

    fingerprint: str
    is_whole: bool
    sealed_at: datetime | None
    timestamped_at: datetime | None


def inspect(pdf: bytes, chain: Sequence[Certificate]) -> SealFound | None:
    """Return what the seal of an issued file proves, or None when it bears none.

    :param chain: the certificates that it was sealed under; the last is what is trusted.
    """
    # Imported when a seal is read: it takes half a second, for which every command would wait.
    from asn1crypto.x509 import Certificate as ParsedCertificate
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    try:
        seals = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not seals:
            return None
        seal = seals[-1]
        root, *between = [ParsedCertificate.load(each.public_bytes(Encoding.DER)) for each in reversed(chain)]
        # Whether the chain was valid is asked of the day of the seal: a key that has ended since does not undo it.
        context = ValidationContext(
            trust_roots=[root], other_certs=between, allow_fetching=False, moment=seal.self_reported_timestamp
        )
        found = run_to_end(async_validate_pdf_signature(seal, context))
    except Exception:
        # A damaged file makes its parser stumble in any way: over a number, a name, or its own depth.
        return SealFound("", is_whole=False, sealed_at=None, timestamped_at=None)
    timestamp = found.timestamp_validity
    return SealFound(
        fingerprint=found.signing_cert.sha256.hex(),
        is_whole=found.intact
        and found.valid
        and found.trusted
        and found.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        sealed_at=seal.self_reported_timestamp,
        timestamped_at=timestamp.timestamp if timestamp is not None and timestamp.intact else None,
    )
