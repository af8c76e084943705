"""Finds the advisors whom the lines of a file name, without asking the database line by line."""

import difflib
import re
from collections.abc import Collection
from typing import Final

from app.core.identifiers import folded
from app.exchange.parsing import NobodyNamed
from app.exchange.rules import OtherIdentifier, PerhapsAnother, TwoPeopleInOneRow, UnknownAdvisor
from app.people.models import Network
from app.training import queries as training
from app.training.models import Advisor

_CLOSE_ENOUGH: Final = 0.85
_MOST_PROPOSALS: Final = 100
"""Lines of one file for which somebody is looked for who resembles: a file of another network is all unknown."""


class Directory:
    """The advisors of a network, by the State's identifier and by both of their addresses."""

    def __init__(self, network: Network) -> None:
        self._by_identifier: dict[int, Advisor] = {}
        self._by_email: dict[str, Advisor] = {}
        self._proposed: dict[tuple[str, str | None], str] = {}
        self._everybody = training.advisors(network)
        for advisor in self._everybody:
            if advisor.state_id is not None:
                self._by_identifier[advisor.state_id] = advisor
            if advisor.professional_email:
                self._by_email[advisor.professional_email.lower()] = advisor
        # The address of an account counts before a professional one that somebody else was given by mistake.
        self._by_email.update({advisor.person.email: advisor for advisor in self._everybody})

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

    def known(self, state_identifier: int | None, email: str | None, name: str = "") -> Advisor:
        """Return the advisor of a line that names somebody who must be there.

        :param name: what the line says beside; it finds nobody, and tells who may have been meant.
        :raises UnknownAdvisor: when nobody here is meant.
        :raises PerhapsAnother: the same, with those whom the line may mean.
        :raises NobodyNamed, TwoPeopleInOneRow, OtherIdentifier: as :meth:`find`.
        """
        if state_identifier is None and email is None and name:
            raise self._unknown(name, name, None)
        advisor = self.find(state_identifier, email)
        if advisor is None:
            who = email if state_identifier is None else f"ID {state_identifier}"
            raise self._unknown(who, name, email)
        return advisor

    def _unknown(self, who: str | None, name: str, email: str | None) -> UnknownAdvisor:
        """Return the refusal that names those of the network whom a line resembles."""
        key = _words(name), email
        if key not in self._proposed and len(self._proposed) < _MOST_PROPOSALS:
            self._proposed[key] = self._resembling(*key)
        proposed = self._proposed.get(key)
        return PerhapsAnother(who=who, proposed=proposed) if proposed else UnknownAdvisor(who=who)

    def _resembling(self, words: str, email: str | None) -> str:
        """Return who has a name or an address like these, at most three; case, accents and order do not matter."""
        names = {_words(each.person.display_name): each for each in self._everybody}
        found = [names[close] for close in _close(words, names)]
        if email is not None:
            found += [self._by_email[close] for close in _close(email.lower(), self._by_email)]
        told = {each.id: f"{each.person.display_name} ({each.person.email})" for each in found}
        return ", ".join(list(told.values())[:3])


def _words(name: str) -> str:
    """Return the words of a name in an order that both ways of writing it share."""
    return " ".join(sorted(re.findall(r"\w+", folded(name))))


def _close(sought: str, known: Collection[str]) -> list[str]:
    return difflib.get_close_matches(sought, known, n=3, cutoff=_CLOSE_ENOUGH) if sought else []


def same_name(one: str, other: str) -> bool:
    """Return whether two names differ at most by case, accents and blanks."""
    return folded(one) == folded(other)
