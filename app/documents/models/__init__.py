"""Tables of issuers and of issued documents, by subject; callers import every one from here."""

from app.documents.models.documents import (
    ONE_LIVE_CERTIFICATE,
    ConfirmationRequest,
    DocumentMailing,
    DocumentState,
    FailedCheck,
    IssuedDocument,
    NumberSeries,
    PrintRun,
    SealingCertificate,
)
from app.documents.models.issuers import Issuer, Letterhead, Picture, ScannedSignature, Signatory

__all__ = [
    "ONE_LIVE_CERTIFICATE",
    "ConfirmationRequest",
    "DocumentMailing",
    "DocumentState",
    "FailedCheck",
    "IssuedDocument",
    "Issuer",
    "Letterhead",
    "NumberSeries",
    "Picture",
    "PrintRun",
    "ScannedSignature",
    "SealingCertificate",
    "Signatory",
]
