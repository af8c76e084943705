"""Reads of the sheets of several half-days at once, for one paper, in a constant number of statements."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.attendance.models import Guest, HoursEntry, Recording, RecordingKind, RegisterAct, Signature
from app.attendance.queries.hours import Recorded, recorded_when
from app.attendance.queries.registers import RosterLine, is_register_in_force, recorded_session_ids
from app.attendance.queries.signatures import SignedLine, change_since
from app.attendance.rules import RegisterActKind
from app.core.roles import Role
from app.extensions import db
from app.training.models import Advisor, Enrolment, TrainingSession
from app.training.queries import caught_up_by, enrolments_in_groups, is_on_list


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """The sheet of one half-day: the people on it by name, those known by a name alone, and who closed it."""

    session: TrainingSession
    is_recorded: bool
    lines: list[SignedLine]
    unknown_guests: list[str]
    closing: RegisterAct | None


def printed_sheets(sessions: Sequence[TrainingSession]) -> list[PrintedSheet]:
    """Return the sheets of these half-days, in the order given, each as ``sheet_of`` and ``signed_lines`` tell it."""
    ids = [session.id for session in sessions]
    recorded = recorded_session_ids(ids)
    guests = _guests(ids)
    people = _people(sessions, recorded, guests)
    ledger = _ledger(sessions, people)
    signatures, closings = _signatures(ids), _closings(ids)
    return [
        PrintedSheet(
            session,
            session.id in recorded,
            [
                _signed(
                    session, RosterLine(each, ledger.at_the_time_of(session, each.advisor_id)), signatures
                )
                for each in people[session.id]
            ],
            [each.name or "" for each in guests[session.id] if each.enrolment is None],
            closings.get(session.id),
        )
        for session in sessions
    ]


def _people(
    sessions: Sequence[TrainingSession], recorded: Collection[int], guests: dict[int, list[Guest]]
) -> dict[int, list[Enrolment]]:
    on_registers = _recorded_people([session.id for session in sessions])
    in_groups = enrolments_in_groups({session.group_id for session in sessions})
    caught_up = caught_up_by([session.id for session in sessions])
    found: dict[int, list[Enrolment]] = {}
    for session in sessions:
        if session.id in recorded:
            listed = on_registers[session.id]
        else:
            added = [each.enrolment for each in guests[session.id] if each.enrolment is not None]
            expected = [each for each in in_groups if each.group_id == session.group_id]
            expected += caught_up[session.id]
            listed = [each for each in [*expected, *added] if is_on_list(each, session.day)]
        by_advisor = {each.advisor_id: each for each in reversed(listed)}
        found[session.id] = sorted(
            by_advisor.values(), key=lambda each: (each.advisor.person.sort_name, each.id)
        )
    return found


def _recorded_people(session_ids: Collection[int]) -> dict[int, list[Enrolment]]:
    person = joinedload(HoursEntry.enrolment).joinedload(Enrolment.advisor).joinedload(Advisor.person)
    statement = (
        select(HoursEntry)
        .join(HoursEntry.recording)
        .where(
            Recording.session_id.in_(session_ids),
            or_(is_register_in_force(), Recording.kind == RecordingKind.ADDITION),
        )
        .options(person)
    )
    found: dict[int, list[Enrolment]] = defaultdict(list)
    for entry in db.session.scalars(statement.order_by(HoursEntry.id)):
        found[entry.recording.session_id or 0].append(entry.enrolment)
    return found


def _guests(session_ids: Collection[int]) -> dict[int, list[Guest]]:
    statement = select(Guest).where(Guest.session_id.in_(session_ids), Guest.removed_at.is_(None))
    person = joinedload(Guest.enrolment).joinedload(Enrolment.advisor)
    found: dict[int, list[Guest]] = defaultdict(list)
    for guest in db.session.scalars(statement.options(person).order_by(Guest.id)):
        found[guest.session_id].append(guest)
    return found


def _ledger(sessions: Sequence[TrainingSession], people: dict[int, list[Enrolment]]) -> Recorded:
    if not sessions:
        return Recorded({}, Counter(), {})
    days = [session.day for session in sessions]
    advisor_ids = {each.advisor_id for listed in people.values() for each in listed}
    return recorded_when(advisor_ids, min(days), max(days))


def _signatures(session_ids: Collection[int]) -> dict[tuple[int, int | None], Signature]:
    statement = select(Signature).where(Signature.session_id.in_(session_ids), Signature.role == Role.ADVISOR)
    found = db.session.scalars(statement.order_by(Signature.id))
    return {(each.session_id, each.advisor_id): each for each in found}


def _signed(
    session: TrainingSession, line: RosterLine, signatures: dict[tuple[int, int | None], Signature]
) -> SignedLine:
    signature = signatures.get((session.id, line.enrolment.advisor_id))
    change = change_since(session, line, signature) if signature is not None else None
    return SignedLine(line, signature, change)


def _closings(session_ids: Collection[int]) -> dict[int, RegisterAct]:
    """Return the closing of each half-day that is closed now, with the countersignature."""
    statement = select(RegisterAct).where(RegisterAct.session_id.in_(session_ids))
    acts = db.session.scalars(
        statement.options(joinedload(RegisterAct.signature)).order_by(RegisterAct.number)
    )
    last = {act.session_id: act for act in acts}
    return {number: act for number, act in last.items() if act.kind is RegisterActKind.CLOSED}
