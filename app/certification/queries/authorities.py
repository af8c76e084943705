"""Reads of the authority of the State."""

from sqlalchemy import select

from app.certification.models import StateAuthority
from app.extensions import db
from app.people.models import Network


def state_authority_of(network: Network) -> StateAuthority | None:
    """Return the authority that a network has named, or None."""
    return db.session.scalar(select(StateAuthority).where(StateAuthority.network_id == network.id))
