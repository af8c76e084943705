"""Checks a certificate for somebody who holds it, and slows down who guesses."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from app.database import lock_until_commit, transaction
from app.documents.claims import bears_certificate, claimed_number_and_code, is_pdf
from app.documents.models import DocumentState, FailedCheck, IssuedDocument
from app.documents.queries import (
    document_by_bytes,
    document_by_number_and_code,
    failed_checks_since,
    seal_of,
    sealing_chains,
)
from app.documents.rules import (
    FAILED_CHECKS_ALLOWED,
    FAILED_CHECKS_WINDOW,
    LARGEST_CHECKED_FILE,
    Authenticity,
    FileTooLarge,
    NotAPdf,
    TooManyFailedChecks,
)
from app.documents.sealing import SealFound
from app.extensions import db


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check has found; of what is altered or unknown there is no document to tell of."""

    authenticity: Authenticity
    document: IssuedDocument | None = None
    seal: SealFound | None = None


def check_certificate(number: str, code: str, address: str, *, now: datetime) -> Checked:
    """Return what is known of the document that bears this number and this code; only a failure is written down.

    A right code is only read, and waits for nobody who writes.

    :param address: the network address that asks.
    :raises TooManyFailedChecks: when it has failed too often lately; a right code is not told either then.
    """
    _refuse_too_many(address, now)
    found = document_by_number_and_code(number, code)
    if found is None:
        _count_failure(address, now=now)
        return Checked(Authenticity.UNKNOWN)
    return Checked(_state_of(found), found)


def check_file(content: bytes, address: str, *, now: datetime) -> Checked:
    """Return what is known of a file: what was issued here is told by who holds it, byte for byte, and nothing else is.

    A file that is not ours is neither parsed nor kept.

    :param address: the network address that asks.
    :raises NotAPdf: when it is something else.
    :raises FileTooLarge: when no document is as large.
    :raises TooManyFailedChecks: when this address has failed too often lately.
    """
    _refuse_too_many(address, now)
    if len(content) > LARGEST_CHECKED_FILE:
        raise FileTooLarge(limit=LARGEST_CHECKED_FILE // 1024**2)
    if not is_pdf(content):
        raise NotAPdf
    found = document_by_bytes(hashlib.sha256(content).hexdigest())
    if found is not None:
        seal = seal_of(found, content)
        is_whole = found.sealed_under is None or (seal is not None and seal.is_whole)
        return Checked(_state_of(found), found, seal) if is_whole else Checked(Authenticity.ALTERED)
    claimed = claimed_number_and_code(content)
    if claimed and document_by_number_and_code(*claimed):
        return Checked(Authenticity.ALTERED)
    if bears_certificate(content, sealing_chains()):
        return Checked(Authenticity.ALTERED)
    # A number and a code may be guessed in a file, too.
    _count_failure(address, now=now)
    return Checked(Authenticity.UNKNOWN)


def _state_of(document: IssuedDocument) -> Authenticity:
    if document.state is not DocumentState.REVOKED:
        return Authenticity.VALID
    return Authenticity.REPLACED if document.successor else Authenticity.REVOKED


@transaction
def _count_failure(address: str, *, now: datetime) -> None:
    lock_until_commit(f"checks from {address}")
    # Others may have failed from there in the meantime: the lock is what makes the count exact.
    _refuse_too_many(address, now)
    # What no longer counts is forgotten: addresses are kept for no longer than they are needed.
    db.session.execute(delete(FailedCheck).where(FailedCheck.at <= now - FAILED_CHECKS_WINDOW))
    db.session.add(FailedCheck(address=address, at=now))


def _refuse_too_many(address: str, now: datetime) -> None:
    if failed_checks_since(address, now - FAILED_CHECKS_WINDOW) >= FAILED_CHECKS_ALLOWED:
        raise TooManyFailedChecks
