"""Writes about certificates, by intention; callers import every one from here."""

from app.documents.services.checking import check_certificate
from app.documents.services.issuer import save_issuer
from app.documents.services.issuing import complete_document, complete_run, reserve_certificates
from app.documents.services.revoking import revoke

__all__ = [
    "check_certificate",
    "complete_document",
    "complete_run",
    "reserve_certificates",
    "revoke",
    "save_issuer",
]
