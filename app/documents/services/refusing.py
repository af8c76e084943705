"""What a reservation is refused for under its lock."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from app.documents.assembly import Printable
from app.documents.queries import last_reservation
from app.documents.rules import CLOCK_TOLERANCE, SeveralRefused
from app.documents.runs.remarks import ChangedSinceShown
from app.documents.sealing.refusals import ClockSetBack
from app.people.models import Network


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
