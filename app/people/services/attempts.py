"""Counts what could be tried too often, in the database: every process and every machine sees the same count."""

from datetime import datetime

from sqlalchemy import delete

from app.database import lock_until_commit, transaction
from app.extensions import db
from app.people.models import Attempt
from app.people.queries import attempts_since
from app.people.rules import LIMITS, AttemptKind, Source, check_attempts

_LONGEST_EMAIL = 254


@transaction
def count_attempt(kind: AttemptKind, email: str, source: Source, *, now: datetime) -> None:
    """Count an attempt before it is made. It stays counted until ``forgive_attempts``.

    :param email: the account it aims at, whether or not there is one.
    :raises TooManyAttempts: when the account or the source has used up its share; nothing more is counted then.
    """
    lock_until_commit("attempts")
    email = _as_counted(email)
    window = LIMITS[kind].window
    db.session.execute(delete(Attempt).where(Attempt.kind == kind, Attempt.at <= now - window))
    check_attempts(kind, attempts_since(kind, email, source.key, now - window), is_known=source.is_known)
    db.session.add(Attempt(kind=kind, email=email, source=source.key, at=now))


@transaction
def forgive_attempts(kind: AttemptKind, email: str, source: Source | None = None) -> None:
    """Forget what was tried for an account: from one source, or from everywhere when none is named.

    Attempts for other accounts stay counted, or somebody with an account of their own could guess on for ever.
    """
    statement = delete(Attempt).where(Attempt.kind == kind, Attempt.email == _as_counted(email))
    if source is not None:
        statement = statement.where(Attempt.source == source.key)
    db.session.execute(statement)


def _as_counted(email: str) -> str:
    return email.strip().lower()[:_LONGEST_EMAIL]
