"""Opens the key that seals, once for each process: a PKCS#12 file, or a device behind a PKCS#11 library."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cryptography.x509 import Certificate, load_der_x509_certificate

from app.documents.sealing.refusals import SealKeyUnusable

Opened = tuple[tuple[Certificate, ...], Callable[[bytes], bytes]]
"""A chain of certificates and what signs with the key of the first."""


def open_pkcs12(content: bytes, password: str) -> Opened:
    """Open a PKCS#12 file that holds the key, its certificate and those above it.

    :raises SealKeyUnusable: when the password is wrong, or when key or certificate are missing or of another kind.
    """
    try:
        held = load_pkcs12(content, password.encode() or None)
    except ValueError as error:
        # The library's own message could quote the file.
        raise SealKeyUnusable(reason="PKCS#12") from error
    if held.cert is None or held.key is None:
        raise SealKeyUnusable(reason="PKCS#12")
    others = [each.certificate for each in held.additional_certs]
    return chain_of(held.cert.certificate, others), _signing_with(held.key)


def open_pkcs11(library: str, token: str, label: str, pin: str) -> Opened:
    """Open the key of a device, with the certificates that it holds; the key never leaves it.

    :raises SealKeyUnusable: when the device does not answer, or lacks key or certificate of this label.
    """
    # Only who has such a device installs what speaks to it.
    try:
        from pkcs11 import Attribute, Mechanism, ObjectClass
        from pkcs11 import lib as load_library
        from pkcs11.exceptions import PKCS11Error
        from pkcs11.util.ec import encode_ecdsa_signature
    except ImportError as error:
        raise SealKeyUnusable(reason="python-pkcs11") from error
    try:
        session = load_library(library).get_token(token_label=token or None).open(user_pin=pin or None)
        # What it can do depends on the device, and is typed as nothing that signs.
        private_key: Any = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=label)
        stored = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
        named = [each[Attribute.VALUE] for each in stored if each[Attribute.LABEL] == label]
        certificates = [load_der_x509_certificate(each[Attribute.VALUE]) for each in stored]
        certificate = load_der_x509_certificate(named[0])
    except (PKCS11Error, RuntimeError, ValueError, IndexError) as error:
        raise SealKeyUnusable(reason=f"PKCS#11, {type(error).__name__}") from error
    is_elliptic = isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
    # A session of a device serves one thread at a time.
    one_at_a_time = threading.Lock()

    def sign(data: bytes) -> bytes:
        try:
            with one_at_a_time:
                if is_elliptic:
                    digest = session.digest(data, mechanism=Mechanism.SHA256)
                    return bytes(encode_ecdsa_signature(private_key.sign(digest, mechanism=Mechanism.ECDSA)))
                return bytes(private_key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
        except PKCS11Error as error:
            raise SealKeyUnusable(reason=f"PKCS#11, {type(error).__name__}") from error

    return chain_of(certificate, certificates), sign


def chain_of(certificate: Certificate, others: Sequence[Certificate]) -> tuple[Certificate, ...]:
    """Return the certificate and those above it, as far as they are at hand."""
    chain = [certificate]
    while chain[-1].issuer != chain[-1].subject:
        above = next((each for each in others if _is_issued_by(chain[-1], each)), None)
        if above is None or above in chain:
            break
        chain.append(above)
    return tuple(chain)


def _is_issued_by(certificate: Certificate, issuer: Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _signing_with(key: object) -> Callable[[bytes], bytes]:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return lambda data: key.sign(data, ec.ECDSA(SHA256()))
    if isinstance(key, rsa.RSAPrivateKey):
        return lambda data: key.sign(data, padding.PKCS1v15(), SHA256())
    raise SealKeyUnusable(reason=type(key).__name__)
