"""Checks a certificate for somebody who holds it, and slows down who guesses."""

from datetime import datetime

from sqlalchemy import delete

from app.database import lock_until_commit, transaction
from app.documents.models import FailedCheck, IssuedDocument
from app.documents.queries import document_by_number_and_code, failed_checks_since
from app.documents.rules import FAILED_CHECKS_ALLOWED, FAILED_CHECKS_WINDOW, TooManyFailedChecks
from app.extensions import db


def check_certificate(number: str, code: str, address: str, *, now: datetime) -> IssuedDocument | None:
    """Return the document that bears this number and this code, or None; only a failure is written down.

    A right code is only read, and waits for nobody who writes.

    :param address: the network address that asks.
    :raises TooManyFailedChecks: when it has failed too often lately; a right code is not told either then.
    """
    _refuse_too_many(address, now)
    found = document_by_number_and_code(number, code)
    if found is None:
        _count_failure(address, now=now)
    return found


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
