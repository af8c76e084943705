"""The gate of a print run: everybody whose certificate is asked for, by name, before a number is taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.certification.models import Result
from app.core.errors import RuleBroken
from app.core.hours import format_hours
from app.documents.assembly import Printable, gather
from app.documents.models import DocumentState, IssuedDocument
from app.documents.queries import (
    due_results,
    facts_of,
    late_recruits_in_training,
    live_certificates,
    open_sheets,
)
from app.documents.runs.remarks import (
    AlreadyIssued,
    AlreadyReserved,
    EverybodyOnOpenSheets,
    HoursBelowPrescription,
    IssuedSaysOtherwise,
    NoBirthDate,
    NoHours,
    NoResultYet,
    SheetsStillOpen,
)
from app.people.models import Network
from app.training.models import Advisor


@dataclass(frozen=True, slots=True)
class Ready:
    """Somebody whose certificate can be printed.

    ``doubts`` are what somebody should look at first: such people are left out unless they are ticked. ``notes`` are
    only told.
    """

    printable: Printable
    doubts: tuple[RuleBroken, ...] = ()
    notes: tuple[RuleBroken, ...] = ()

    @property
    def shown(self) -> str:
        """Return what is ticked: the result, and the digest of what its certificate would say."""
        return f"{self.printable.result.id}-{self.printable.digest}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody for whom nothing can be printed now, why, and the certificate that stands in the way."""

    advisor: Advisor
    refusal: RuleBroken
    document: IssuedDocument | None = None


@dataclass(slots=True)
class Gate:
    """Who passes, who needs a look, who is left out, and what is told of all who can be printed."""

    ready: list[Ready] = field(default_factory=list)
    doubtful: list[Ready] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: tuple[RuleBroken, ...] = ()


def look_through(network: Network, chosen: Sequence[Result] | None, *, today: date, base_url: str) -> Gate:
    """Return what stands in the way of these results, or of all that is due when nobody was chosen.

    Of all that is due the late recruits without a result are told as well. Takes a number of statements that does not
    grow with the people.
    """
    results = due_results(network) if chosen is None else list(chosen)
    certified = live_certificates(network)
    printable, refused = gather(network, results, today=today, base_url=base_url)
    waiting = [one for one in printable if one.result.id not in certified]
    sheets = open_sheets([one.result.advisor_id for one in waiting])
    is_shared = len(waiting) > 1 and all(one.result.advisor_id in sheets for one in waiting)
    gate = Gate(
        left_out=[LeftOut(one.result.advisor, one.refusal) for one in refused],
        notes=(EverybodyOnOpenSheets(),) if is_shared else (),
    )
    for one in printable:
        if one.result.id in certified:
            gate.left_out.append(_certified(one, certified[one.result.id]))
            continue
        still_open = 0 if is_shared else sheets.get(one.result.advisor_id, 0)
        ready = Ready(one, tuple(_doubts(one)), tuple(_notes(one, still_open)))
        (gate.doubtful if ready.doubts else gate.ready).append(ready)
    if chosen is None:
        for enrolment in late_recruits_in_training(network, today):
            person = enrolment.advisor.person.display_name
            gate.left_out.append(LeftOut(enrolment.advisor, NoResultYet(person=person)))
    return gate


def _certified(one: Printable, document: IssuedDocument) -> LeftOut:
    person = one.result.advisor.person.display_name
    said, now = facts_of(document).hours_minutes, one.facts.hours_minutes
    refusal: RuleBroken
    if document.state is DocumentState.RESERVED:
        refusal = AlreadyReserved(person=person, number=document.number)
    elif said != now:
        refusal = IssuedSaysOtherwise(
            person=person, number=document.number, issued=format_hours(said), today=format_hours(now)
        )
    else:
        refusal = AlreadyIssued(person=person, number=document.number)
    return LeftOut(one.result.advisor, refusal, document)


def _doubts(one: Printable) -> Iterator[RuleBroken]:
    if not one.training.minutes:
        yield NoHours()
    if one.facts.birth_date is None:
        yield NoBirthDate()


def _notes(one: Printable, sheets: int) -> Iterator[RuleBroken]:
    training = one.training
    if training.minutes and training.is_below_prescription and training.prescribed_minutes:
        yield HoursBelowPrescription(
            followed=format_hours(training.minutes),
            prescribed=format_hours(training.prescribed_minutes),
        )
    if sheets:
        yield SheetsStillOpen(count=sheets)
