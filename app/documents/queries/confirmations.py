"""Reads of what waits for a second administrator."""

from sqlalchemy import func, select

from app.documents.confirmation import ConfirmationState
from app.documents.models import ConfirmationRequest
from app.extensions import db
from app.people.models import Network

_MOST_SHOWN = 50


def confirmation_requests(network: Network, *, is_pending: bool) -> list[ConfirmationRequest]:
    """Return what waits, the oldest first; or what was decided lately, the latest first."""
    statement = select(ConfirmationRequest).where(ConfirmationRequest.network_id == network.id)
    if is_pending:
        waiting = statement.where(ConfirmationRequest.state == ConfirmationState.PENDING)
        return list(db.session.scalars(waiting.order_by(ConfirmationRequest.id)))
    decided = statement.where(ConfirmationRequest.state != ConfirmationState.PENDING)
    latest = decided.order_by(ConfirmationRequest.decided_at.desc(), ConfirmationRequest.id.desc())
    return list(db.session.scalars(latest.limit(_MOST_SHOWN)))


def confirmation_request(network: Network, request_id: int) -> ConfirmationRequest | None:
    """Return a request of the network."""
    statement = select(ConfirmationRequest).where(
        ConfirmationRequest.network_id == network.id, ConfirmationRequest.id == request_id
    )
    return db.session.scalar(statement)


def count_pending(network: Network) -> int:
    """Return how much waits for a second administrator."""
    statement = select(func.count()).select_from(ConfirmationRequest)
    waiting = (
        ConfirmationRequest.network_id == network.id,
        ConfirmationRequest.state == ConfirmationState.PENDING,
    )
    return db.session.scalar(statement.where(*waiting)) or 0
