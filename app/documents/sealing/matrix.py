"""The matrix of a seal: the signature as pyHanko builds it, made once, of which only digest and raw signature change.

A PAdES signature says the same of every document but for its digest (signed with its other attributes) and the raw
signature. To build its structure anew costs a hundred times what it takes to sign. So pyHanko builds it for a digest
that stands for all others, once for each length of a raw signature, and the two are put in their places.
"""

from __future__ import annotations

from typing import Any, Final

from cryptography.hazmat.primitives.serialization import Encoding

from app.documents.sealing.authority import Authority
from app.documents.sealing.loops import run_to_end
from app.documents.sealing.refusals import TimestampRefused
from app.documents.sealing.timestamps import timestamper_of

_ANY_DIGEST: Final = bytes.fromhex("1d0ffe") * 10 + bytes.fromhex("1e55")
_HASH: Final = "sha256"
# What no signature of a chain exceeds: attributes and names, and the answer of a timestamp server with its own chain.
_ROOM_FOR_ATTRIBUTES: Final = 1_024
_ROOM_FOR_TIMESTAMP: Final = 12_288


class Matrix:
    """What stamps the seal of one authority."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._timestamper = timestamper_of(authority.timestamp_url)
        self._attributes: bytes = run_to_end(self._attributes_of_any())
        self._structures: dict[int, tuple[bytes, bytes]] = {}

    @property
    def room(self) -> int:
        """How many bytes a signature may take."""
        certificates = sum(len(each.public_bytes(Encoding.DER)) for each in self._authority.chain)
        signature = len(self._authority.sign(b""))
        timestamp = _ROOM_FOR_TIMESTAMP if self._timestamper else 0
        return certificates + signature + _ROOM_FOR_ATTRIBUTES + timestamp

    def signature_of(self, digest: bytes) -> bytes:
        """Return the PAdES signature (CMS, DER) of a file with this SHA-256: B-B, or B-T with a timestamp server.

        :raises TimestampRefused: when the timestamp server gives none.
        """
        attributes = self._attributes.replace(_ANY_DIGEST, digest)
        signature = self._authority.sign(attributes)
        if self._timestamper is not None:
            return self._timestamped(attributes, signature)
        length = len(signature)
        if length not in self._structures:
            built = run_to_end(self._built(self._attributes, bytes(length)))
            before, after = built.split(_ANY_DIGEST)
            self._structures[length] = before, after[:-length]
        before, after = self._structures[length]
        return before + digest + after + signature

    def _timestamped(self, attributes: bytes, signature: bytes) -> bytes:
        try:
            return run_to_end(self._built(attributes, signature))
        except (ValueError, OSError) as error:
            # An answer that is no timestamp, or one for something else.
            raise TimestampRefused(reason=type(error).__name__) from error

    async def _attributes_of_any(self) -> bytes:
        attributes = await self._signer(b"").signed_attrs(_ANY_DIGEST, _HASH, use_pades=True)
        return bytes(attributes.dump())

    async def _built(self, attributes: bytes, signature: bytes) -> bytes:
        from asn1crypto.cms import CMSAttributes

        # As bytes: the event loop describes the result of its last task, which costs a second for a whole structure.
        built = await self._signer(signature).async_sign_prescribed_attributes(
            _HASH, CMSAttributes.load(attributes), timestamper=self._timestamper
        )
        return bytes(built.dump())

    def _signer(self, signature: bytes) -> Any:
        # Imported when something is sealed: it takes half a second, for which every command would wait.
        from asn1crypto.x509 import Certificate
        from pyhanko.sign.signers.pdf_cms import ExternalSigner
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        own, *above = (Certificate.load(each.public_bytes(Encoding.DER)) for each in self._authority.chain)
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(above)
        return ExternalSigner(own, store, signature_value=signature)
