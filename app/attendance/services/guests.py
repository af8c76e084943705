"""People added to a sheet on the spot: of another group, or known only by a name until somebody recognises them."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from app.attendance.models import Guest, Recording, RecordingKind
from app.attendance.queries import (
    guests_of,
    is_closed,
    recorded_when,
    register_of,
    sheet_of,
    signatures_of,
    standing_of,
)
from app.attendance.rules import (
    LONGEST_GUEST,
    AlreadyOnTheList,
    Attendance,
    GuestIsKnown,
    GuestIsOnTheSheet,
    GuestWithoutName,
    InTheFuture,
    LedgerLine,
    RegisterIsClosed,
    RemarkTooLong,
    check_day,
)
from app.attendance.services.ledger import (
    hold_alone,
    hold_day,
    keep_act,
    recorded_at_this_time,
    refuse_recorded_half_days,
    summary,
    write,
)
from app.audit.services import record_act
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import Enrolment, TrainingSession
from app.training.rules import SessionIsCancelled


@transaction
def add_guest(
    session: TrainingSession, enrolment: Enrolment, *, today: date, now: datetime, by: Person | None
) -> Guest:
    """Add an advisor of another group for this half-day; it counts in their own enrolment.

    Where the register is recorded already, they are credited at once, there from start to end.

    :raises AlreadyOnTheList: when they are on the sheet.
    :raises AlreadyRecorded: when the ledger holds this person at the time of the half-day.
    :raises RegisterIsClosed, SessionIsCancelled, InTheFuture: when nobody can be added.
    :raises BeforeArrival, AfterExit, ExemptFromTraining: when they could not attend on that day.
    """
    _check_open(session, today)
    line = _line_if_free(session, enrolment, today)
    # Who could not attend when the register was recorded, and can since, is among the guests still.
    known = (each for each in guests_of(session) if each.advisor_id == enrolment.advisor_id)
    guest = next(known, None) or _new(session, now=now, by=by)
    _name("guest.added", guest, line, now=now, by=by)
    return guest


@transaction
def add_unknown_guest(
    session: TrainingSession, name: str, *, today: date, now: datetime, by: Person | None
) -> Guest:
    """Note the name of somebody whom nobody knows yet; they have no hours until they are merged into an advisor.

    :raises GuestWithoutName, RemarkTooLong: when there is no name, or too much of one.
    :raises RegisterIsClosed, SessionIsCancelled, InTheFuture: when nobody can be added.
    :raises AlreadyOnTheList: when this name was noted before.
    """
    _check_open(session, today)
    given = " ".join(name.split())
    if not given:
        raise GuestWithoutName
    if len(given) > LONGEST_GUEST:
        raise RemarkTooLong(limit=LONGEST_GUEST, length=len(given))
    if given in {each.name for each in guests_of(session)}:
        raise AlreadyOnTheList(person=given)
    guest = _new(session, now=now, by=by)
    guest.name = given
    _keep("guest.added", guest, {"session_id": session.id, "name": given}, now=now, by=by)
    return guest


@transaction
def merge_guest(guest: Guest, enrolment: Enrolment, *, today: date, now: datetime, by: Person | None) -> None:
    """Recognise a guest as an advisor, who is credited with the half-day once.

    :raises GuestIsKnown: when that was done before.
    :raises AlreadyOnTheList: and the others, as when an advisor is added.
    """
    session = guest.session
    _check_open(session, today)
    db.session.refresh(guest)
    if guest.enrolment_id is not None or guest.removed_at is not None:
        raise GuestIsKnown
    _name("guest.merged", guest, _line_if_free(session, enrolment, today), now=now, by=by)


@transaction
def remove_guest(guest: Guest, *, now: datetime, by: Person | None) -> None:
    """Take somebody off the sheet who was added by error; nothing happens when they are off it already.

    :raises GuestIsOnTheSheet: when they have signed, or have hours on it.
    :raises RegisterIsClosed: when it is closed.
    """
    session = guest.session
    hold_alone(session)
    db.session.refresh(guest)
    if guest.removed_at is not None:
        return
    if is_closed(session):
        raise RegisterIsClosed
    is_recorded = register_of(session) is not None and guest.advisor_id is not None
    if is_recorded or guest.advisor_id in signatures_of(session):
        raise GuestIsOnTheSheet
    guest.removed_at = now
    _keep("guest.removed", guest, {"session_id": session.id}, now=now, by=by)


def _check_open(session: TrainingSession, today: date) -> None:
    hold_alone(session)
    if session.is_cancelled:
        raise SessionIsCancelled
    if session.day > today:
        raise InTheFuture(day=session.day)
    if is_closed(session):
        raise RegisterIsClosed


def _line_if_free(session: TrainingSession, enrolment: Enrolment, today: date) -> LedgerLine:
    """Return what is credited to somebody who can be added: there from start to end."""
    hold_day(session)
    if any(each.enrolment.advisor_id == enrolment.advisor_id for each in sheet_of(session)):
        raise AlreadyOnTheList(person=enrolment.advisor.person.display_name)
    check_day(standing_of(enrolment), session.day, today)
    recorded = recorded_when([enrolment.advisor_id], session.day, session.day)
    history = recorded.at_the_time_of(session, enrolment.advisor_id)
    if history:
        raise recorded_at_this_time(session, history[0])
    return LedgerLine(
        enrolment_id=enrolment.id,
        advisor_id=enrolment.advisor_id,
        day=session.day,
        half=session.half,
        modality=session.modality,
        attendance=Attendance.PRESENT,
        minutes=session.duration_minutes,
        half_day_minutes=session.duration_minutes,
        take=recorded.times_undone[enrolment.advisor_id, session.day, session.half],
    )


def _name(action: str, guest: Guest, line: LedgerLine, *, now: datetime, by: Person | None) -> None:
    """Say who a guest is, and credit them where the register is recorded already."""
    session = db.session.get_one(TrainingSession, guest.session_id)
    guest.enrolment_id, guest.advisor_id = line.enrolment_id, line.advisor_id
    # The hours come before the acts, as everywhere: who writes hours never waits for somebody who waits for the chain.
    addition = _add_line(session, line, now=now, by=by) if register_of(session) is not None else None
    _keep(action, guest, {"session_id": session.id, "enrolment_id": line.enrolment_id}, now=now, by=by)
    if addition is not None:
        keep_act("register.added_to", addition, after={"session_id": session.id} | summary([line]))


def _add_line(session: TrainingSession, line: LedgerLine, *, now: datetime, by: Person | None) -> Recording:
    try:
        return write(RecordingKind.ADDITION, session.network_id, [line], now=now, by=by, session=session)
    except IntegrityError:
        # A file with this half-day was read at this very moment.
        refuse_recorded_half_days([line])
        raise


def _new(session: TrainingSession, *, now: datetime, by: Person | None) -> Guest:
    added_by = id_of(by)
    guest = Guest(network_id=session.network_id, session_id=session.id, added_at=now, added_by_id=added_by)
    db.session.add(guest)
    return guest


def _keep(action: str, guest: Guest, told: dict[str, object], *, now: datetime, by: Person | None) -> None:
    by_id = id_of(by)
    record_act(action, guest, network_id=guest.network_id, by_id=by_id, now=now, after=told)
