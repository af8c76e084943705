"""Writes about networks."""

from datetime import date, datetime

from app.audit.services import record_act, wait_for_turn
from app.core.territories import Territory
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Network, Person
from app.people.queries import network_by_code
from app.people.rules import (
    NetworkCodeTaken,
    check_network_code,
)


@transaction
def create_network(
    code: str,
    name: str,
    *,
    now: datetime,
    by: Person | None = None,
    pinned_today: date | None = None,
) -> Network:
    """Open a network.

    :raises BadNetworkCode: when the code cannot stand in an address.
    :raises NetworkCodeTaken: when another network has it.
    """
    check_network_code(code)
    wait_for_turn()
    if network_by_code(code) is not None:
        raise NetworkCodeTaken(code=code)
    network = Network(code=code, name=name, pinned_today=pinned_today, created_at=now)
    db.session.add(network)
    record_act(
        "network.created",
        network,
        network_id=None,
        by_id=id_of(by),
        now=now,
        after={"code": code, "name": name},
    )
    return network


@transaction
def set_sort_order(network: Network, sort_order: str, *, now: datetime, by: Person) -> None:
    """Decide in which order the network lists advisors and prints certificates."""
    before = {"sort_order": network.sort_order}
    network.sort_order = type(network.sort_order)(sort_order)
    record_act(
        "network.sorted", network, network_id=network.id, by_id=by.id, now=now,
        before=before, after={"sort_order": sort_order},
    )  # fmt: skip


@transaction
def set_territory(network: Network, territory: Territory, *, now: datetime, by: Person) -> None:
    """Say where the network is, so that the public holidays of that place are left out of what is planned."""
    before = {"territory": network.territory}
    network.territory = territory
    record_act(
        "network.moved", network, network_id=network.id, by_id=by.id, now=now,
        before=before, after={"territory": territory},
    )  # fmt: skip
