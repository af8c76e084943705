"""Signatures of advisors. The database decides who signed first; what was refused is kept for the trainer."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.attendance.models import Signature, SigningLink, SigningTry
from app.attendance.queries import (
    is_closed,
    line_of,
    sheet_line,
    sheet_of,
    signatures_of,
    usable_signing_link,
)
from app.attendance.queries.registers import RosterLine
from app.attendance.rules import (
    SIGNING_LINK_LASTS,
    AlreadySigned,
    Drawing,
    InTheFuture,
    MarkedAbsent,
    NotOnTheList,
    Oddity,
    Origin,
    RegisterIsClosed,
    SignatureMethod,
    SigningLinkSpent,
    SigningRefused,
    digest_of_text,
    signed_text,
    usual_place,
)
from app.attendance.services.ledger import hold, recorded_at_this_time
from app.audit.services import record_act
from app.core.identifiers import new_secret_token
from app.core.roles import Role
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Person
from app.people.queries import digest_of
from app.people.rules import AccountClosed
from app.training.models import Enrolment, TrainingSession
from app.training.rules import SessionIsCancelled


@dataclass(frozen=True, slots=True)
class Hand:
    """How a signature is given: the way, the drawing if there is one, where from, and on whose tablet."""

    method: SignatureMethod
    origin: Origin
    drawing: Drawing | None = None
    witness: Person | None = None


def sign_from_phone(
    session: TrainingSession, person: Person, origin: Origin, *, today: date, now: datetime
) -> Signature:
    """Sign the line of a person who has scanned the code of the room and is signed in.

    Whoever sends the same again from the same place finds what they have signed.

    :raises SigningRefused: not on the list, marked absent, or signed before from elsewhere; the trainer is told.
    :raises InTheFuture, SessionIsCancelled: nothing can be signed there.
    """
    try:
        return _sign_own_line(session, person, origin, today=today, now=now)
    except AlreadySigned as refusal:
        kept = next(iter(each for each in signatures_of(session).values() if each.person_id == person.id))
        if kept.place == origin.place:
            return kept
        keep_try(session, refusal.oddity, person, origin, now=now)
        raise
    except SigningRefused as refusal:
        keep_try(session, refusal.oddity, person, origin, now=now)
        raise


@transaction
def sign_on_tablet(
    session: TrainingSession, enrolment: Enrolment, hand: Hand, *, today: date, now: datetime
) -> Signature:
    """Sign the line of somebody who stands before the tablet of the trainer.

    :raises AlreadySigned, NotOnTheList, MarkedAbsent, InTheFuture, SessionIsCancelled: nothing is signed then.
    """
    hold(session)
    line = next((each for each in sheet_of(session) if each.enrolment.id == enrolment.id), None)
    return _sign(session, line, hand, today=today, now=now)


@transaction
def sign_by_link(token: str, origin: Origin, *, today: date, now: datetime) -> Signature:
    """Sign with a one-time link.

    :raises SigningLinkSpent: when it was used, replaced, or has expired, or the account of its person is closed.
    :raises AlreadySigned, NotOnTheList, MarkedAbsent, InTheFuture, SessionIsCancelled: the link stays then.
    """
    link = usable_signing_link(token, now)
    if link is None:
        raise SigningLinkSpent
    session, enrolment_id = link.session, link.enrolment_id
    hold(session)
    line = next((each for each in sheet_of(session) if each.enrolment.id == enrolment_id), None)
    _use_up(link, now=now)
    return _sign(session, line, Hand(SignatureMethod.LINK, origin), today=today, now=now)


@transaction
def make_signing_link(
    session: TrainingSession, enrolment: Enrolment, *, now: datetime, by: Person | None
) -> str:
    """Return the token of a new link in the place of an earlier one.

    :raises AlreadySigned, RegisterIsClosed: when there is nothing left to sign.
    :raises NotOnTheList: when the person is not expected.
    :raises AccountClosed: when the account of the person is closed: no link opens anything then.
    """
    person = enrolment.advisor.person
    if person.disabled_at is not None:
        raise AccountClosed(email=person.email)
    if is_closed(session):
        raise RegisterIsClosed
    if all(each.enrolment.id != enrolment.id for each in sheet_of(session)):
        raise NotOnTheList
    if enrolment.advisor_id in signatures_of(session):
        raise AlreadySigned
    token = new_secret_token()
    earlier = update(SigningLink).where(
        SigningLink.session_id == session.id,
        SigningLink.enrolment_id == enrolment.id,
        SigningLink.used_at.is_(None),
    )
    db.session.execute(earlier.values(used_at=now))
    link = SigningLink(
        network_id=session.network_id,
        session_id=session.id,
        enrolment_id=enrolment.id,
        advisor_id=enrolment.advisor_id,
        token_digest=digest_of(token),
        created_at=now,
        created_by_id=id_of(by),
        expires_at=now + SIGNING_LINK_LASTS,
    )
    db.session.add(link)
    made_for = {"session_id": session.id, "enrolment_id": enrolment.id}
    by_id = link.created_by_id
    record_act("signing_link.made", link, network_id=link.network_id, by_id=by_id, now=now, after=made_for)
    return token


@transaction
def keep_try(
    session: TrainingSession, oddity: Oddity, person: Person | None, origin: Origin, *, now: datetime
) -> None:
    """Keep what was tried at a half-day and refused, to be shown to its trainer."""
    db.session.add(
        SigningTry(
            network_id=session.network_id,
            session_id=session.id,
            person_id=id_of(person),
            at=now,
            oddity=oddity,
            place=origin.place,
            agent=origin.agent,
        )
    )


@transaction
def _sign_own_line(
    session: TrainingSession, person: Person, origin: Origin, *, today: date, now: datetime
) -> Signature:
    hold(session)
    line = line_of(sheet_of(session), person)
    return _sign(session, line, Hand(SignatureMethod.ACCOUNT, origin), today=today, now=now)


def _sign(
    session: TrainingSession, line: RosterLine | None, hand: Hand, *, today: date, now: datetime
) -> Signature:
    if session.is_cancelled:
        raise SessionIsCancelled
    if session.day > today:
        raise InTheFuture(day=session.day)
    if line is None:
        raise NotOnTheList
    if is_closed(session):
        raise RegisterIsClosed
    signed = signatures_of(session)
    if line.enrolment.advisor_id in signed:
        raise AlreadySigned
    _check_what_is_recorded(session, line)
    usual = usual_place(each.place for each in signed.values())
    is_elsewhere = usual is not None and hand.origin.place not in {"", usual}
    return _keep(session, line, hand, Oddity.ELSEWHERE if is_elsewhere else None, now=now)


def _check_what_is_recorded(session: TrainingSession, line: RosterLine) -> None:
    if not line.history:
        return
    if line.history[0].recording.session_id not in {None, session.id}:
        raise recorded_at_this_time(session, line.history[0])
    if line.history[-1].attendance.is_absence:
        raise MarkedAbsent


def _keep(
    session: TrainingSession, line: RosterLine, hand: Hand, oddity: Oddity | None, *, now: datetime
) -> Signature:
    person = line.enrolment.advisor.person
    text = signed_text(sheet_line(session, line))
    signature = Signature(
        network_id=session.network_id,
        session_id=session.id,
        role=Role.ADVISOR,
        person_id=person.id,
        enrolment_id=line.enrolment.id,
        advisor_id=line.enrolment.advisor_id,
        signed_at=now,
        method=hand.method,
        signer=person.display_name,
        signed_text=text,
        digest=digest_of_text(text),
        drawing=hand.drawing,
        place=hand.origin.place,
        agent=hand.origin.agent,
        oddity=oddity,
        witness_id=id_of(hand.witness),
    )
    add_signature(signature, by=hand.witness or person)
    return signature


def add_signature(signature: Signature, *, by: Person) -> None:
    """Store a signature and its act, which keeps the digest of what was signed.

    :raises AlreadySigned: when somebody was quicker, on another device for example.
    """
    try:
        # In a savepoint: after the database has refused, this transaction can still read.
        with db.session.begin_nested():
            db.session.add(signature)
            db.session.flush()
    except IntegrityError as refused:
        raise AlreadySigned from refused
    record_act(
        "register.signed",
        signature,
        network_id=signature.network_id,
        by_id=by.id,
        now=signature.signed_at,
        after={
            "session_id": signature.session_id,
            "method": signature.method,
            "digest": signature.digest,
        },
    )


def _use_up(link: SigningLink, *, now: datetime) -> None:
    # Two requests with one link: the update tells which of them came first.
    claimed = db.session.execute(
        update(SigningLink)
        .where(SigningLink.id == link.id, SigningLink.used_at.is_(None))
        .values(used_at=now)
        .returning(SigningLink.id)
    )
    if claimed.first() is None:
        raise SigningLinkSpent
