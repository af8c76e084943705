"""Checks a certificate for somebody who holds it, and slows down who guesses."""

from datetime import datetime

from sqlalchemy import delete

from app.database import lock_until_commit, transaction
from app.documents.models import FailedCheck, IssuedDocument
from app.documents.queries import document_by_number_and_code, failed_checks_since
from app.documents.rules import FAILED_CHECKS_ALLOWED, FAILED_CHECKS_WINDOW, TooManyFailedChecks
from app.extensions import db


@transaction
def check_certificate(number: str, code: str, address: str, *, now: datetime) -> IssuedDocument | None:
    """Return the document that bears this number and this code, or None; only a failure is written down.

    :param address: the network address that asks.
    :raises TooManyFailedChecks: when it has failed too often lately; a right code is not told either then.
    """
    lock_until_commit(f"checks from {address}")
    since = now - FAILED_CHECKS_WINDOW
    if failed_checks_since(address, since) >= FAILED_CHECKS_ALLOWED:
        raise TooManyFailedChecks
    found = document_by_number_and_code(number, code)
    if found is None:
        # What no longer counts is forgotten: addresses are kept for no longer than they are needed.
        db.session.execute(delete(FailedCheck).where(FailedCheck.at <= since))
        db.session.add(FailedCheck(address=address, at=now))
    return found
