"""Proof of the seals: each is read again from the stored bytes, under the certificates that were kept with it."""

from collections.abc import Iterator
from typing import Final

from cryptography.x509 import load_pem_x509_certificates
from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from app.documents.models import IssuedDocument
from app.documents.sealing import SealFound, inspect
from app.extensions import db

_DOCUMENTS_AT_ONCE: Final = 50


def seal_problems() -> Iterator[str]:
    """Yield an English sentence for each document whose seal is not that which was recorded, or is not whole."""
    issued = select(IssuedDocument).where(IssuedDocument.issued_at.is_not(None))
    issued = issued.order_by(IssuedDocument.id).options(
        undefer(IssuedDocument.pdf), joinedload(IssuedDocument.sealed_under)
    )
    for document in db.session.scalars(issued.execution_options(yield_per=_DOCUMENTS_AT_ONCE)):
        problem = _problem_of(document)
        if problem is not None:
            yield f"certificate {document.number}: {problem}"


def seal_of(document: IssuedDocument, pdf: bytes) -> SealFound | None:
    """Return what the seal of an issued document proves; None for one that was issued without."""
    if document.sealed_under is None:
        return None
    return inspect(pdf, load_pem_x509_certificates(document.sealed_under.chain.encode()))


def _problem_of(document: IssuedDocument) -> str | None:
    pdf = document.pdf or b""
    if document.sealed_under is None:
        # What stands for a signature in every file that was sealed here.
        return "it bears a seal that is not recorded" if b"/ETSI.CAdES.detached" in pdf else None
    found = seal_of(document, pdf)
    if found is None:
        return "it has lost its seal"
    if not found.is_whole or found.fingerprint != document.sealed_under.fingerprint:
        return "its seal is broken"
    return None
