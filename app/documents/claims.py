"""What a file from elsewhere says of itself, looked for in its bytes alone.

Nothing of it is parsed or decompressed: a file that a stranger made must cost no more than reading it once. What was
sealed here says in plain bytes where it is checked, and holds the certificate that it was sealed under.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate

_BEGINNING: Final = 1024
"""Bytes within which a PDF says that it is one."""
_ADDRESS: Final = re.compile(rb"/verifier/([0-9A-Za-z-]{1,60})/([0-9A-Za-z]{26})\)")


def is_pdf(content: bytes) -> bool:
    """Return whether a file says that it is a PDF."""
    return b"%PDF-" in content[:_BEGINNING]


def claimed_number_and_code(content: bytes) -> tuple[str, str] | None:
    """Return the number and the code of the first address to check in a file: of one, for each is a guess."""
    found = _ADDRESS.search(content)
    return (found[1].decode(), found[2].decode()) if found else None


def bears_certificate(content: bytes, chains: Iterable[str]) -> bool:
    """Return whether a file holds the certificate of one of these keys, each the first of a chain in PEM."""
    return any(_digits(chain) in content for chain in chains)


def _digits(chain: str) -> bytes:
    certificate = load_pem_x509_certificate(chain.encode())
    return certificate.public_bytes(Encoding.DER).hex().encode()
