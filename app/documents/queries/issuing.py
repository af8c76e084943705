"""Reads of issuers, number series, print runs and checks that failed."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.documents.models import DocumentState, FailedCheck, IssuedDocument, Issuer, NumberSeries, PrintRun
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
    return db.session.scalar(statement.options(selectinload(PrintRun.documents)))


def unfinished_runs(network: Network) -> list[PrintRun]:
    """Return the runs in which a document still waits for its bytes."""
    waiting = select(IssuedDocument.print_run_id).where(
        IssuedDocument.network_id == network.id, IssuedDocument.state == DocumentState.RESERVED
    )
    statement = select(PrintRun).where(PrintRun.id.in_(waiting)).order_by(PrintRun.id)
    return list(db.session.scalars(statement.options(selectinload(PrintRun.documents))))


def reserved_ids(run_id: int) -> list[int]:
    """Return the documents of a run that wait for their bytes, in the order of their numbers."""
    statement = select(IssuedDocument.id).where(
        IssuedDocument.print_run_id == run_id, IssuedDocument.state == DocumentState.RESERVED
    )
    return list(db.session.scalars(statement.order_by(IssuedDocument.year, IssuedDocument.serial)))


def failed_checks_since(address: str, since: datetime) -> int:
    """Return how many numbers and codes that do not go together an address tried after ``since``."""
    statement = select(func.count()).where(FailedCheck.address == address, FailedCheck.at > since)
    return db.session.scalar(statement) or 0
