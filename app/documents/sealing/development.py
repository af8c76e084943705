"""An authority of this installation alone: nobody else knows it, and every paper that it seals says so."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509 import (
    AuthorityKeyIdentifier,
    BasicConstraints,
    Certificate,
    CertificateBuilder,
    KeyUsage,
    Name,
    NameAttribute,
    NameOID,
    SubjectKeyIdentifier,
    random_serial_number,
)

ROOT_NAME: Final = "Livret, racine de développement"
NAME: Final = "Livret, autorité de développement"
# The demonstration lives in 2022, and the tests as well.
_VALID_FROM: Final = datetime(2022, 1, 1, tzinfo=UTC)
_VALID_UNTIL: Final = datetime(2042, 1, 1, tzinfo=UTC)
_NAME_IN_FILE: Final = b"Livret"


def kept_development_authority(path: Path) -> bytes:
    """Return the PKCS#12 file of the authority, made the first time.

    :raises OSError: when it can be neither read nor written.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        # Created with the right to read it in the same step: nobody else can open it in between.
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(new_development_authority())
            # Of two processes that start at once, one keeps its authority and both use it.
            path.hardlink_to(unfinished)
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()
    return path.read_bytes()


def new_development_authority(
    valid_from: datetime = _VALID_FROM, valid_until: datetime = _VALID_UNTIL
) -> bytes:
    """Return a new authority as a PKCS#12 file without a password: a P-256 key, its certificate, and its own root.

    The key of the root is forgotten at once: nothing more can be signed with it.
    """
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = (
        _begun(ROOT_NAME, root_key.public_key(), root_key, valid_from, valid_until)
        .add_extension(BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(root_key, SHA256())
    )
    certificate: Certificate = (
        _begun(NAME, key.public_key(), root_key, valid_from, valid_until)
        .add_extension(BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .sign(root_key, SHA256())
    )
    return serialize_key_and_certificates(_NAME_IN_FILE, key, certificate, [root], NoEncryption())


def _begun(
    name: str,
    public_key: ec.EllipticCurvePublicKey,
    root_key: ec.EllipticCurvePrivateKey,
    valid_from: datetime,
    valid_until: datetime,
) -> CertificateBuilder:
    return (
        CertificateBuilder()
        .subject_name(Name([NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(Name([NameAttribute(NameOID.COMMON_NAME, ROOT_NAME)]))
        .public_key(public_key)
        .serial_number(random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_until)
        .add_extension(SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
    )


def _usage(**uses: bool) -> KeyUsage:
    every = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign "
        "encipher_only decipher_only"
    ).split()
    return KeyUsage(**{name: uses.get(name, False) for name in every})
