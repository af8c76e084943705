"""What a reservation is refused for under its lock."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from app.core.roles import Role
from app.documents.assembly import Printable
from app.documents.confirmation import (
    HANDS_ARE_TOLD_APART_AFTER,
    AccountsInOneHand,
    AskerLeft,
    first_day_told_apart,
)
from app.documents.queries import last_reservation
from app.documents.rules import CLOCK_TOLERANCE, SeveralRefused
from app.documents.runs.remarks import ChangedSinceShown
from app.documents.sealing.refusals import ClockSetBack
from app.extensions import db
from app.people.models import Network, Person
from app.people.queries import last_act_in_one_hand


def refuse_changed(printable: Sequence[Printable], shown: Mapping[int, str]) -> None:
    """Let only what was shown be issued.

    :raises SeveralRefused: naming each person whose certificate would say something else by now.
    """
    changed = [one for one in printable if shown.get(one.result.id, one.digest) != one.digest]
    if changed:
        people = [one.result.advisor.person.display_name for one in changed]
        raise SeveralRefused([ChangedSinceShown(person=person) for person in people])


def refuse_clock_set_back(network: Network, now: datetime) -> None:
    """Take no number at an instant before the last one.

    :raises ClockSetBack: when the clock was set back further than one sets a clock right.
    """
    last = last_reservation(network)
    if last is not None and now < last - CLOCK_TOLERANCE:
        raise ClockSetBack(day=last.astimezone(UTC).date())


def refuse_one_hand(network: Network, asker: Person, second: Person, now: datetime) -> None:
    """Let a second person confirm who cannot be the first one, of whoever still administers the network.

    :raises AskerLeft: when the first administers it no more.
    :raises AccountsInOneHand: when one person could lately have come to hold both accounts.
    """
    db.session.refresh(asker, ["memberships", "disabled_at"])
    if asker.disabled_at is not None or Role.ADMINISTRATOR not in asker.roles_given_in(network):
        raise AskerLeft(asker=asker.display_name)
    last = last_act_in_one_hand(asker, second, network, since=now - HANDS_ARE_TOLD_APART_AFTER)
    if last is not None:
        raise AccountsInOneHand(
            asker=asker.display_name, second=second.display_name, day=first_day_told_apart(last)
        )
