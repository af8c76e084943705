"""Finds the advisors whom the lines of a file name, without asking the database line by line."""

from app.core.identifiers import folded
from app.exchange.parsing import NobodyNamed
from app.exchange.rules import OtherIdentifier, TwoPeopleInOneRow, UnknownAdvisor
from app.people.models import Network
from app.training import queries as training
from app.training.models import Advisor


class Directory:
    """The advisors of a network, by the State's identifier and by both of their addresses."""

    def __init__(self, network: Network) -> None:
        self._by_identifier: dict[int, Advisor] = {}
        self._by_email: dict[str, Advisor] = {}
        everybody = training.advisors(network)
        for advisor in everybody:
            if advisor.state_id is not None:
                self._by_identifier[advisor.state_id] = advisor
            if advisor.professional_email:
                self._by_email[advisor.professional_email.lower()] = advisor
        # The address of an account counts before a professional one that somebody else was given by mistake.
        self._by_email.update({advisor.person.email: advisor for advisor in everybody})

    def find(self, state_identifier: int | None, *emails: str | None) -> Advisor | None:
        """Return the advisor of a line, or None when nobody here is meant. Names are never used: some files swap them.

        :raises NobodyNamed: when the line has neither identifier nor address.
        :raises TwoPeopleInOneRow: when they belong to different advisors.
        :raises OtherIdentifier: when the address belongs to somebody with another identifier.
        """
        given = [email.lower() for email in emails if email]
        if state_identifier is None and not given:
            raise NobodyNamed
        found = [self._by_identifier.get(state_identifier or 0), *map(self._by_email.get, given)]
        different = list({advisor.id: advisor for advisor in found if advisor is not None}.values())
        if len(different) > 1:
            first, second = (advisor.person.display_name for advisor in different[:2])
            raise TwoPeopleInOneRow(first=first, second=second)
        if not different:
            return None
        advisor = different[0]
        if None not in (state_identifier, advisor.state_id) and advisor.state_id != state_identifier:
            raise OtherIdentifier(
                person=advisor.person.display_name, known=advisor.state_id, given=state_identifier
            )
        return advisor

    def known(self, state_identifier: int | None, email: str | None) -> Advisor:
        """Return the advisor of a line that names somebody who must be there.

        :raises UnknownAdvisor: when nobody here is meant.
        :raises NobodyNamed, TwoPeopleInOneRow, OtherIdentifier: as :meth:`find`.
        """
        advisor = self.find(state_identifier, email)
        if advisor is None:
            raise UnknownAdvisor(who=email if state_identifier is None else f"ID {state_identifier}")
        return advisor


def same_name(one: str, other: str) -> bool:
    """Return whether two names differ at most by case, accents and blanks."""
    return folded(one) == folded(other)
