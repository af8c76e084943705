"""Writes about certificates, by intention; callers import every one from here."""

from app.documents.services.additions import keep_what_certificates_say
from app.documents.services.checking import Checked, check_certificate, check_file
from app.documents.services.confirming import (
    ask_to_issue,
    ask_to_replace,
    ask_to_revoke,
    confirm,
    refuse,
    switch_two_people,
)
from app.documents.services.deliberations import keep_certified_deliberation
from app.documents.services.issuer import save_issuer
from app.documents.services.issuing import (
    complete_document,
    complete_run,
    lock_of_certificates,
    reserve_certificates,
)
from app.documents.services.keeping import keep_as_it_is, note_copy
from app.documents.services.letterhead import Look, PictureFile, save_letterhead
from app.documents.services.mailing import claim_letter, note_letter
from app.documents.services.refusing import refuse_one_hand
from app.documents.services.replacing import replace
from app.documents.services.revoking import revoke
from app.documents.services.withdrawing import withdraw

__all__ = [
    "Checked",
    "Look",
    "PictureFile",
    "ask_to_issue",
    "ask_to_replace",
    "ask_to_revoke",
    "check_certificate",
    "check_file",
    "claim_letter",
    "complete_document",
    "complete_run",
    "confirm",
    "keep_as_it_is",
    "keep_certified_deliberation",
    "keep_what_certificates_say",
    "lock_of_certificates",
    "note_copy",
    "note_letter",
    "refuse",
    "refuse_one_hand",
    "replace",
    "reserve_certificates",
    "revoke",
    "save_issuer",
    "save_letterhead",
    "switch_two_people",
    "withdraw",
]
