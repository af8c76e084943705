"""Reads of those who train and those who employ."""

from sqlalchemy import func, select

from app.extensions import db
from app.people.models import Network
from app.training.models import Advisor, Host, Provider
from app.training.queries.owned import one_of


def hosts(network: Network) -> list[Host]:
    """Return the hosts of the network, by name."""
    found = db.session.scalars(select(Host).where(Host.network_id == network.id))
    return sorted(found, key=lambda host: (host.sort_name, host.postal_code))


def host(network: Network, host_id: int) -> Host | None:
    """Return a host of the network, or None."""
    return one_of(network, Host, host_id)


def advisor_counts(network: Network) -> dict[int, int]:
    """Return how many advisors each host of the network employs, by the host's id."""
    statement = select(Host.id, func.count()).join(Advisor, Advisor.host_id == Host.id)
    counted = statement.where(Host.network_id == network.id).group_by(Host.id)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def providers(network: Network) -> list[Provider]:
    """Return the training providers of the network, by name."""
    found = db.session.scalars(select(Provider).where(Provider.network_id == network.id))
    return sorted(found, key=lambda provider: provider.name.casefold())


def provider(network: Network, provider_id: int) -> Provider | None:
    """Return a provider of the network, or None."""
    return one_of(network, Provider, provider_id)
