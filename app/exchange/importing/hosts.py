"""Finds the host organisations of the lines of a file: those of the network, and those that the file adds."""

from dataclasses import dataclass

from app.core.identifiers import folded
from app.exchange.importing.plan import Author
from app.exchange.rules import HostWithOtherIdentifier
from app.people.models import Network
from app.training import queries as training
from app.training import services as training_services
from app.training.models import Host
from app.training.rules import LONGEST_TEXT, check_text


@dataclass(slots=True)
class NamedHost:
    """A host as a file names it, with the row of the network once there is one."""

    name: str
    postal_code: str
    state_id: int | None
    known: Host | None = None

    def is_that_of(self, host: Host | None) -> bool:
        """Return whether an advisor of ``host`` is there already."""
        return self.known is not None and host is not None and self.known.id == host.id

    def found_or_created(self, network: Network, author: Author) -> Host:
        """Return the row, made when there is none yet, for all lines that name it."""
        if self.known is None:
            self.known = training_services.find_or_create_host(
                network,
                self.name,
                postal_code=self.postal_code,
                state_id=self.state_id,
                now=author.now,
                by=author.by,
            )
        return self.known


class HostRegister:
    """The hosts of a network by the State's identifier, else by name and postal code; the file's own join them."""

    def __init__(self, network: Network) -> None:
        self._by_identifier: dict[int, NamedHost] = {}
        self._by_place: dict[tuple[str, str], NamedHost] = {}
        for host in training.hosts(network):
            self._add(NamedHost(host.name, host.postal_code, host.state_id, host))
        self.created = 0

    def find(self, name: str, postal_code: str | None, state_id: int | None) -> NamedHost:
        """Return the host of a line. One that is not known yet will be for the lines that follow.

        :raises HostWithOtherIdentifier: when the host of this name and place has another identifier.
        :raises NameTooLong: when the name is longer than what is kept.
        """
        if state_id in self._by_identifier:
            return self._by_identifier[state_id]
        place = folded(name), postal_code or self._only_postal_code(name)
        # Some lists leave the postal codes out: a host that came from one is the same in a list that gives them.
        found = self._by_place.get(place) or self._by_place.get((place[0], ""))
        if found is None:
            check_text(name, LONGEST_TEXT)
            self.created += 1
            return self._add(NamedHost(name, place[1], state_id))
        if None not in (state_id, found.state_id):
            raise HostWithOtherIdentifier(host=name, known=found.state_id, given=state_id)
        return found

    def _only_postal_code(self, name: str) -> str:
        # A list without postal codes still means the one host of this name.
        codes = [code for sort_name, code in self._by_place if sort_name == folded(name)]
        return codes[0] if len(codes) == 1 else ""

    def _add(self, host: NamedHost) -> NamedHost:
        self._by_place[folded(host.name), host.postal_code] = host
        if host.state_id is not None:
            self._by_identifier[host.state_id] = host
        return host
