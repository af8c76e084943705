"""Who seals: a private key that stays where it is, its certificate, and those above it up to the root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, NameOID

from app.documents.sealing.refusals import SealKeyExpired, SealKeyNotYetValid


@dataclass(frozen=True, eq=False)
class Authority:
    """What seals documents in this installation.

    `sign` makes the raw signature (SHA-256) of some bytes, wherever the key is. `chain` is the certificate of the key,
    then those above it, the root last.
    """

    chain: tuple[Certificate, ...]
    sign: Callable[[bytes], bytes]
    is_development: bool = False
    timestamp_url: str = ""

    @property
    def certificate(self) -> Certificate:
        """The certificate of the key."""
        return self.chain[0]

    @property
    def name(self) -> str:
        """Who seals, as the certificate calls it."""
        names = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(names[0].value) if names else self.certificate.subject.rfc4514_string()

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate, by which documents name it."""
        return fingerprint_of(self.certificate)

    @property
    def chain_pem(self) -> str:
        """All certificates as text, for who must trust them."""
        return "".join(each.public_bytes(Encoding.PEM).decode() for each in self.chain)

    @property
    def valid_from(self) -> datetime:
        """The instant from which every certificate of the chain is valid, in UTC."""
        return max(each.not_valid_before_utc for each in self.chain)

    @property
    def valid_until(self) -> datetime:
        """The instant until which every certificate of the chain is valid, in UTC."""
        return min(each.not_valid_after_utc for each in self.chain)

    def refuse_unless_valid(self, at: datetime) -> None:
        """Refuse to seal outside of the time for which the certificates stand.

        :raises SealKeyExpired: after their end.
        :raises SealKeyNotYetValid: before their beginning: a clock that was set back looks like this, too.
        """
        if at > self.valid_until:
            raise SealKeyExpired(day=self.valid_until.date())
        if at < self.valid_from:
            raise SealKeyNotYetValid(day=self.valid_from.date())


def fingerprint_of(certificate: Certificate) -> str:
    """Return the SHA-256 of a certificate, in lower-case hexadecimal digits."""
    return certificate.fingerprint(SHA256()).hex()
