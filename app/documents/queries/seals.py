"""Proof of the seals: each is read again from the stored bytes, under the certificates that were kept with it."""

from collections.abc import Iterator
from typing import Final

from cryptography.x509 import load_pem_x509_certificates
from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from app.core.findings import Finding, finding
from app.core.language import N_
from app.documents.models import IssuedDocument
from app.documents.sealing import SealFound, inspect
from app.extensions import db

_DOCUMENTS_AT_ONCE: Final = 50


def seal_problems() -> Iterator[Finding]:
    """Yield a finding for each document whose seal is not that which was recorded, or is not whole."""
    issued = select(IssuedDocument).where(IssuedDocument.issued_at.is_not(None))
    issued = issued.order_by(IssuedDocument.id).options(
        undefer(IssuedDocument.pdf), joinedload(IssuedDocument.sealed_under)
    )
    for document in db.session.scalars(issued.execution_options(yield_per=_DOCUMENTS_AT_ONCE)):
        problem = _problem_of(document)
        if problem is not None:
            yield finding(problem, number=document.number)


def seal_of(document: IssuedDocument, pdf: bytes) -> SealFound | None:
    """Return what the seal of an issued document proves; None for one that was issued without."""
    if document.sealed_under is None:
        return None
    return inspect(pdf, load_pem_x509_certificates(document.sealed_under.chain.encode()))


def _problem_of(document: IssuedDocument) -> str | None:
    pdf = document.pdf or b""
    if document.sealed_under is None:
        # What stands for a signature in every file that was sealed here.
        said = N_("Certificat %(number)s : il porte un sceau qui n’est pas enregistré.")
        return said if b"/ETSI.CAdES.detached" in pdf else None
    found = seal_of(document, pdf)
    if found is None:
        return N_("Certificat %(number)s : il a perdu son sceau.")
    if not found.is_whole or found.fingerprint != document.sealed_under.fingerprint:
        return N_("Certificat %(number)s : son sceau est brisé.")
    return None
