"""Writes about those who train and those who employ."""

from datetime import datetime

from sqlalchemy import select

from app.core.identifiers import folded
from app.database import transaction
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Host, Provider
from app.training.rules import LONGEST_TEXT, HostExists, ProviderExists, StateIdTaken, check_text
from app.training.services.changes import add, change, lock_training


@transaction
def create_provider(
    network: Network,
    name: str,
    *,
    siret: str | None = None,
    activity_number: str | None = None,
    now: datetime,
    by: Person | None,
) -> Provider:
    """Add a training provider to the network.

    :raises ProviderExists: when the network has one with this name.
    """
    lock_training(network.id)
    _check_provider(network.id, name, None)
    values = {"name": name, "siret": siret, "activity_number": activity_number}
    provider = Provider(network_id=network.id, **values)
    add("provider.created", provider, values, now=now, by=by)
    return provider


@transaction
def change_provider(
    provider: Provider,
    *,
    name: str,
    siret: str | None = None,
    activity_number: str | None = None,
    now: datetime,
    by: Person | None,
) -> None:
    """Change what is known of a provider; documents already issued keep what they say.

    :raises ProviderExists: when another one of the network has this name.
    """
    lock_training(provider.network_id)
    _check_provider(provider.network_id, name, provider.id)
    values = {"name": name, "siret": siret, "activity_number": activity_number}
    change("provider.changed", provider, values, now=now, by=by)


@transaction
def create_host(
    network: Network,
    name: str,
    *,
    postal_code: str = "",
    municipality: str | None = None,
    state_id: int | None = None,
    now: datetime,
    by: Person | None,
) -> Host:
    """Add a host organisation to the network.

    :raises HostExists: when the network has one with this name and postal code, however it is written.
    :raises StateIdTaken: when another one has the State's identifier.
    """
    lock_training(network.id)
    _check_host(network.id, name, postal_code, state_id, None)
    values = {
        "name": name,
        "postal_code": postal_code,
        "municipality": municipality,
        "state_id": state_id,
    }
    host = Host(network_id=network.id, **values)
    add("host.created", host, values, now=now, by=by)
    return host


@transaction
def find_or_create_host(
    network: Network,
    name: str,
    *,
    postal_code: str = "",
    municipality: str | None = None,
    state_id: int | None = None,
    now: datetime,
    by: Person | None,
) -> Host:
    """Return the host with the State's identifier, else the one with this name and postal code, else a new one."""
    lock_training(network.id)
    found = _host_with_state_id(network.id, state_id) or _host_named(network.id, name, postal_code)
    return found or create_host(
        network,
        name,
        postal_code=postal_code,
        municipality=municipality,
        state_id=state_id,
        now=now,
        by=by,
    )


@transaction
def change_host(
    host: Host,
    *,
    name: str,
    postal_code: str = "",
    municipality: str | None = None,
    state_id: int | None = None,
    now: datetime,
    by: Person | None,
) -> None:
    """Change what is known of a host.

    :raises HostExists: when another one of the network has this name and postal code.
    :raises StateIdTaken: when another one has the State's identifier.
    """
    lock_training(host.network_id)
    _check_host(host.network_id, name, postal_code, state_id, host.id)
    values = {
        "name": name,
        "postal_code": postal_code,
        "municipality": municipality,
        "state_id": state_id,
    }
    change("host.changed", host, values, now=now, by=by)


def _check_provider(network_id: int, name: str, own_id: int | None) -> None:
    check_text(name, LONGEST_TEXT)
    statement = select(Provider).where(Provider.network_id == network_id)
    same = [each for each in db.session.scalars(statement) if folded(each.name) == folded(name)]
    if any(each.id != own_id for each in same):
        raise ProviderExists(name=name)


def _check_host(
    network_id: int, name: str, postal_code: str, state_id: int | None, own_id: int | None
) -> None:
    check_text(name, LONGEST_TEXT)
    same_name = _host_named(network_id, name, postal_code)
    if same_name is not None and same_name.id != own_id:
        raise HostExists(name=same_name.name)
    same_state_id = _host_with_state_id(network_id, state_id)
    if same_state_id is not None and same_state_id.id != own_id:
        raise StateIdTaken(state_id=state_id, holder=same_state_id.name)


def _host_named(network_id: int, name: str, postal_code: str) -> Host | None:
    return db.session.scalar(
        select(Host).where(
            Host.network_id == network_id, Host.sort_name == folded(name), Host.postal_code == postal_code
        )
    )


def _host_with_state_id(network_id: int, state_id: int | None) -> Host | None:
    if state_id is None:
        return None
    return db.session.scalar(select(Host).where(Host.network_id == network_id, Host.state_id == state_id))
