"""Writes about those who train and those who employ."""

from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack

from sqlalchemy import select

from app.core.identifiers import folded
from app.database import transaction
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Host, Provider
from app.training.rules import LONGEST_TEXT, HostExists, ProviderExists, StateIdTaken, check_text
from app.training.services.changes import add, change, lock_training


class ProviderFacts(TypedDict):
    """What is said of a provider beside its name; what is left out becomes empty."""

    siret: NotRequired[str | None]
    activity_number: NotRequired[str | None]
    municipality: NotRequired[str | None]
    representative: NotRequired[str | None]
    representative_quality: NotRequired[str | None]


class HostFacts(TypedDict):
    """What is said of a host beside its name; what is left out becomes empty."""

    postal_code: NotRequired[str]
    municipality: NotRequired[str | None]
    state_id: NotRequired[int | None]


@transaction
def create_provider(
    network: Network, name: str, *, now: datetime, by: Person | None, **facts: Unpack[ProviderFacts]
) -> Provider:
    """Add a training provider to the network.

    :raises ProviderExists: when the network has one with this name.
    """
    lock_training(network.id)
    values = _checked_provider(network.id, name, facts, None)
    provider = Provider(network_id=network.id, **values)
    add("provider.created", provider, values, now=now, by=by)
    return provider


@transaction
def change_provider(
    provider: Provider, *, name: str, now: datetime, by: Person | None, **facts: Unpack[ProviderFacts]
) -> None:
    """Change what is known of a provider; documents already issued keep what they say.

    :raises ProviderExists: when another one of the network has this name.
    """
    lock_training(provider.network_id)
    values = _checked_provider(provider.network_id, name, facts, provider.id)
    change("provider.changed", provider, values, now=now, by=by)


@transaction
def create_host(
    network: Network, name: str, *, now: datetime, by: Person | None, **facts: Unpack[HostFacts]
) -> Host:
    """Add a host organisation to the network.

    :raises HostExists: when the network has one with this name and postal code, however it is written.
    :raises StateIdTaken: when another one has the State's identifier.
    """
    lock_training(network.id)
    values = _checked_host(network.id, name, facts, None)
    host = Host(network_id=network.id, **values)
    add("host.created", host, values, now=now, by=by)
    return host


@transaction
def find_or_create_host(
    network: Network, name: str, *, now: datetime, by: Person | None, **facts: Unpack[HostFacts]
) -> Host:
    """Return the host with the State's identifier, else the one with this name and postal code, else a new one."""
    lock_training(network.id)
    by_state_id = _host_with_state_id(network.id, facts.get("state_id"))
    found = by_state_id or _host_named(network.id, name, facts.get("postal_code", ""))
    return found or create_host(network, name, now=now, by=by, **facts)


@transaction
def change_host(
    host: Host, *, name: str, now: datetime, by: Person | None, **facts: Unpack[HostFacts]
) -> None:
    """Change what is known of a host.

    :raises HostExists: when another one of the network has this name and postal code.
    :raises StateIdTaken: when another one has the State's identifier.
    """
    lock_training(host.network_id)
    values = _checked_host(host.network_id, name, facts, host.id)
    change("host.changed", host, values, now=now, by=by)


def _checked_provider(network_id: int, name: str, facts: ProviderFacts, own_id: int | None) -> dict[str, Any]:
    check_text(name, LONGEST_TEXT)
    statement = select(Provider).where(Provider.network_id == network_id)
    same = [each for each in db.session.scalars(statement) if folded(each.name) == folded(name)]
    if any(each.id != own_id for each in same):
        raise ProviderExists(name=name)
    return {**dict.fromkeys(ProviderFacts.__optional_keys__), **facts, "name": name}


def _checked_host(network_id: int, name: str, facts: HostFacts, own_id: int | None) -> dict[str, Any]:
    values: dict[str, Any] = {
        "postal_code": "",
        "municipality": None,
        "state_id": None,
        **facts,
        "name": name,
    }
    check_text(name, LONGEST_TEXT)
    same_name = _host_named(network_id, name, values["postal_code"])
    if same_name is not None and same_name.id != own_id:
        raise HostExists(name=same_name.name)
    same_state_id = _host_with_state_id(network_id, values["state_id"])
    if same_state_id is not None and same_state_id.id != own_id:
        raise StateIdTaken(state_id=values["state_id"], holder=same_state_id.name)
    return values


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
