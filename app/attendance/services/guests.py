"""People added to a sheet on the spot: of another group, or known only by a name until somebody recognises them."""

from datetime import date, datetime

from app.attendance.models import Guest, RecordingKind
from app.attendance.queries import (
    guests_of,
    is_closed,
    recorded_half_days,
    register_of,
    sheet_of,
    signatures_of,
    standing_of,
    times_undone,
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
from app.attendance.services.ledger import already_recorded, hold_alone, keep_act, summary, write
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
    :raises AlreadyRecorded: when the half-day of this person is in the ledger.
    :raises RegisterIsClosed, SessionIsCancelled, InTheFuture: when nobody can be added.
    :raises BeforeArrival, AfterExit, ExemptFromTraining: when they could not attend on that day.
    """
    _check_open(session, today)
    _check_free(session, enrolment, today)
    guest = _new(session, now=now, by=by)
    guest.enrolment_id, guest.advisor_id = enrolment.id, enrolment.advisor_id
    _keep("guest.added", guest, {"session_id": session.id, "enrolment_id": enrolment.id}, now=now, by=by)
    _credit_if_recorded(session, enrolment, now=now, by=by)
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
    _check_free(session, enrolment, today)
    guest.enrolment_id, guest.advisor_id = enrolment.id, enrolment.advisor_id
    _keep("guest.merged", guest, {"session_id": session.id, "enrolment_id": enrolment.id}, now=now, by=by)
    _credit_if_recorded(session, enrolment, now=now, by=by)


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


def _check_free(session: TrainingSession, enrolment: Enrolment, today: date) -> None:
    person = enrolment.advisor.person.display_name
    if any(each.enrolment.advisor_id == enrolment.advisor_id for each in sheet_of(session)):
        raise AlreadyOnTheList(person=person)
    check_day(standing_of(enrolment), session.day, today)
    half_day = enrolment.advisor_id, session.day, session.half
    recorded = recorded_half_days([enrolment.advisor_id], session.day, session.day).get(half_day)
    if recorded:
        raise already_recorded(recorded[0])


def _credit_if_recorded(
    session: TrainingSession, enrolment: Enrolment, *, now: datetime, by: Person | None
) -> None:
    if register_of(session) is None:
        return
    undone = times_undone([enrolment.advisor_id], session.day, session.day)
    line = LedgerLine(
        enrolment_id=enrolment.id,
        advisor_id=enrolment.advisor_id,
        day=session.day,
        half=session.half,
        modality=session.modality,
        attendance=Attendance.PRESENT,
        minutes=session.duration_minutes,
        half_day_minutes=session.duration_minutes,
        take=undone[enrolment.advisor_id, session.day, session.half],
    )
    addition = write(RecordingKind.ADDITION, session.network_id, [line], now=now, by=by, session=session)
    keep_act("register.added_to", addition, after={"session_id": session.id} | summary([line]))


def _new(session: TrainingSession, *, now: datetime, by: Person | None) -> Guest:
    added_by = id_of(by)
    guest = Guest(network_id=session.network_id, session_id=session.id, added_at=now, added_by_id=added_by)
    db.session.add(guest)
    return guest


def _keep(action: str, guest: Guest, told: dict[str, object], *, now: datetime, by: Person | None) -> None:
    by_id = id_of(by)
    record_act(action, guest, network_id=guest.network_id, by_id=by_id, now=now, after=told)
