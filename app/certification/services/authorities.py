"""Names the authority of the State that validates the results of a network."""

from datetime import datetime

from app.audit.services import record_act, wait_for_turn
from app.certification.models import StateAuthority
from app.certification.queries import state_authority_of
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Network, Person


@transaction
def save_state_authority(
    network: Network, *, name: str, address: str, signatory: str, now: datetime, by: Person | None
) -> bool:
    """Name the authority from now on, and return whether anything is new."""
    wait_for_turn()
    authority = state_authority_of(network)
    before = _as_told(authority) if authority is not None else None
    if authority is None:
        authority = StateAuthority(network_id=network.id)
        db.session.add(authority)
    authority.name, authority.address, authority.signatory = name, address, signatory
    db.session.flush()
    after = _as_told(authority)
    if after == before:
        return False
    record_act(
        "state_authority.saved",
        authority,
        network_id=network.id,
        by_id=id_of(by),
        now=now,
        before=before,
        after=after,
    )
    return True


def _as_told(authority: StateAuthority) -> dict[str, object]:
    return {"name": authority.name, "address": authority.address, "signatory": authority.signatory}
