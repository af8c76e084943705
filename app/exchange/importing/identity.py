"""Whether a line that finds somebody means them: one wrong digit of an identifier must not certify another person."""

import re
from dataclasses import dataclass

from app.core.identifiers import folded
from app.core.language import N_
from app.exchange.importing.plan import Notice
from app.exchange.rules import IdentifierOfSomebodyElse
from app.training.models import Advisor


@dataclass(frozen=True, slots=True)
class Said:
    """What one line says of a person, beside the identifier; either name may stand under the other's heading."""

    line: int
    last_name: str | None
    first_name: str | None
    email: str | None

    @property
    def name(self) -> str:
        """Return the names in the order in which people say them."""
        return " ".join(name for name in (self.first_name, self.last_name) if name)

    @property
    def in_full(self) -> str:
        """Return all that is said, for the person who looks the line up."""
        return f"{self.name} ({self.email})" if self.name and self.email else self.name or self.email or ""


def check_meant(advisor: Advisor, said: Said) -> list[Notice]:
    """Return what to tell about a line whose identifier or address found ``advisor``: nothing when all agrees.

    :raises IdentifierOfSomebodyElse: when something is said, and neither the name nor the address is theirs.
    """
    has_name = _has_name(advisor, said)
    has_address = _has_address(advisor, said.email)
    if not said.in_full or (has_name is not False and has_address is not False):
        return []
    known = advisor.person.display_name
    if not has_name and not has_address:
        raise IdentifierOfSomebodyElse(identifier=advisor.state_id, known=known, given=said.in_full)
    if has_name is False:
        message = N_("La ligne désigne %(known)s, que le fichier appelle %(given)s.")
        facts = {"known": known, "given": said.name}
        return [Notice(message, facts, said.line, is_to_check=_is_wholly_other_name(advisor, said))]
    return [other_address(advisor, said.line, said.email)]


class Doubts:
    """Checks the lines of a file that has several for one person: what is to be told of somebody is told once."""

    def __init__(self) -> None:
        self._told: set[tuple[object, ...]] = set()

    def of(self, advisor: Advisor, said: Said) -> list[Notice]:
        """Return what :func:`check_meant` tells of a line and of no line before it.

        :raises IdentifierOfSomebodyElse: as :func:`check_meant`.
        """
        new = []
        for notice in check_meant(advisor, said):
            key = advisor.id, notice.message, *notice.facts.values()
            if key not in self._told:
                self._told.add(key)
                new.append(notice)
        return new


def other_address(advisor: Advisor, line: int, email: str | None) -> Notice:
    """Return the word about an address that the network does not know of somebody."""
    message = N_("La ligne désigne %(known)s, dont le réseau ne connaît pas l’adresse %(email)s.")
    return Notice(message, {"known": advisor.person.display_name, "email": email}, line)


def has_other_address(advisor: Advisor, email: str | None) -> bool:
    """Return whether a line gives an address, and it is neither of those that the network knows."""
    return _has_address(advisor, email) is False


def _has_address(advisor: Advisor, email: str | None) -> bool | None:
    """Return whether the address is theirs; None when the line gives none."""
    if email is None:
        return None
    known = (advisor.person.email, advisor.professional_email or "")
    return email.lower() in [address.lower() for address in known]


def _has_name(advisor: Advisor, said: Said) -> bool | None:
    """Return whether the names are theirs, in any order, case and accents; None when the line gives none.

    Where the line gives a single name, one of their two is enough.
    """
    if not said.name:
        return None
    person = advisor.person
    known = [person.display_name]
    if said.last_name is None or said.first_name is None:
        known += [person.given_name, person.family_name]
    return _words(said.name) in [_words(name) for name in known]


def _is_wholly_other_name(advisor: Advisor, said: Said) -> bool:
    """Return whether both names are given and have no word in common with theirs, as no marriage explains."""
    is_in_full = said.last_name is not None and said.first_name is not None
    return is_in_full and not set(_words(said.name)) & set(_words(advisor.person.display_name))


def _words(name: str) -> list[str]:
    return sorted(re.findall(r"\w+", folded(name)))
