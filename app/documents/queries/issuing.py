"""Reads of issuers, number series, print runs and checks that failed."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.audit.models import AuditEntry
from app.certification.models import Result
from app.documents.facts import CertificateFacts
from app.documents.mailings import RunLetters, run_letters
from app.documents.models import (
    DocumentMailing,
    DocumentState,
    FailedCheck,
    IssuedDocument,
    Issuer,
    NumberSeries,
    PrintRun,
    SealingCertificate,
)
from app.documents.queries.certificates import facts_of
from app.documents.queries.letterheads import pictures_named
from app.documents.rules import NOT_TYPESET, NotTypeset, refusal_of_typesetting
from app.extensions import db
from app.people.models import Network


def issuer_of(network: Network) -> Issuer | None:
    """Return in whose name the network prints, once somebody has said so."""
    return db.session.scalar(select(Issuer).where(Issuer.network_id == network.id))


def number_series(network: Network, year: int) -> NumberSeries | None:
    """Return the counter of the documents that a network issues in one year, once it has issued one."""
    statement = select(NumberSeries).where(NumberSeries.network_id == network.id, NumberSeries.year == year)
    return db.session.scalar(statement)


def print_run(network: Network, run_id: int) -> PrintRun | None:
    """Return a print run of the network with its documents."""
    statement = select(PrintRun).where(PrintRun.network_id == network.id, PrintRun.id == run_id)
    with_documents = selectinload(PrintRun.documents).selectinload(IssuedDocument.replaced_by)
    return db.session.scalar(statement.options(with_documents))


def letters_of(run: PrintRun, now: datetime) -> RunLetters:
    """Return how far the letters to the people of a run are, at this moment."""
    statement = select(DocumentMailing.document_id, DocumentMailing.state, DocumentMailing.at).where(
        DocumentMailing.document_id.in_([each.id for each in run.documents])
    )
    known = {row.document_id: (row.state, row.at) for row in db.session.execute(statement)}
    in_force = [each.id for each in run.documents if each.state is DocumentState.VALID]
    return run_letters(known, in_force, now)


def unfinished_runs(network: Network) -> list[PrintRun]:
    """Return the runs in which a document still waits for its bytes."""
    waiting = select(IssuedDocument.print_run_id).where(
        IssuedDocument.network_id == network.id, IssuedDocument.state == DocumentState.RESERVED
    )
    statement = select(PrintRun).where(PrintRun.id.in_(waiting)).order_by(PrintRun.id)
    return list(db.session.scalars(statement.options(selectinload(PrintRun.documents))))


def last_reservation(network: Network) -> datetime | None:
    """Return when the network last took numbers, by the clock of that moment."""
    statement = select(func.max(IssuedDocument.reserved_at)).where(IssuedDocument.network_id == network.id)
    return db.session.scalar(statement)


def sealing_certificate(fingerprint: str) -> SealingCertificate | None:
    """Return the certificates kept under the fingerprint of the first, once a document is sealed under them."""
    return db.session.scalar(select(SealingCertificate).where(SealingCertificate.fingerprint == fingerprint))


def sealing_chains() -> list[str]:
    """Return the certificates that documents were ever sealed under, as PEM."""
    return list(db.session.scalars(select(SealingCertificate.chain).order_by(SealingCertificate.id)))


def reserved_ids(run_id: int) -> list[int]:
    """Return the documents of a run that wait for their bytes, in the order of their numbers."""
    statement = select(IssuedDocument.id).where(
        IssuedDocument.print_run_id == run_id, IssuedDocument.state == DocumentState.RESERVED
    )
    return list(db.session.scalars(statement.order_by(IssuedDocument.year, IssuedDocument.serial)))


def waiting_document(document_id: int) -> tuple[CertificateFacts, dict[str, bytes]] | None:
    """Return what a document that waits for its bytes says, with the pictures that it names, or None."""
    statement = select(IssuedDocument.facts).where(
        IssuedDocument.id == document_id, IssuedDocument.state == DocumentState.RESERVED
    )
    frozen = db.session.scalar(statement)
    if frozen is None:
        return None
    facts = CertificateFacts.from_json(json.dumps(frozen))
    return facts, pictures_named(facts.pictures)


def typesetting_refusals(documents: Iterable[IssuedDocument]) -> dict[int, NotTypeset]:
    """Return why some of these documents still wait: what the paper could not say at the last attempt, by document."""
    waiting = {each.id: each for each in documents if each.state is DocumentState.RESERVED}
    attempts = select(AuditEntry.subject_id, AuditEntry.after).where(
        AuditEntry.network_id.in_({each.network_id for each in waiting.values()}),
        AuditEntry.action == NOT_TYPESET,
        AuditEntry.subject_id.in_(waiting),
    )
    found: dict[int, NotTypeset] = {}
    for document_id, after in db.session.execute(attempts.order_by(AuditEntry.id)):
        person = facts_of(waiting[document_id]).full_name
        found[document_id] = refusal_of_typesetting(person, after["characters"])
    return found


def failed_checks_since(address: str, since: datetime) -> int:
    """Return how many numbers and codes that do not go together an address tried after ``since``."""
    statement = select(func.count()).where(FailedCheck.address == address, FailedCheck.at > since)
    return db.session.scalar(statement) or 0


def is_certified(network: Network, title_code: str, block_code: str) -> bool:
    """Return whether a certificate was ever reserved for a block; without one, for any block of the title."""
    statement = (
        select(IssuedDocument.id)
        .join(Result, Result.id == IssuedDocument.result_id)
        .where(IssuedDocument.network_id == network.id, Result.title_code == title_code)
    )
    if block_code:
        statement = statement.where(Result.block_code == block_code)
    return db.session.scalar(statement.limit(1)) is not None
