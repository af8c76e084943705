"""Signatures: one a person and half-day, of exactly what the sheet said, kept whatever becomes of it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.attendance.models import Signature, SigningLink, SigningTry
from app.attendance.queries import (
    ChangedBy,
    current_entries,
    roster_of,
    signed_lines,
    tries_of,
    usable_signing_link,
)
from app.attendance.rules import (
    SIGNING_LINK_LASTS,
    AlreadyRecorded,
    AlreadySigned,
    Attendance,
    InTheFuture,
    Mark,
    MarkedAbsent,
    NotOnTheList,
    Oddity,
    Origin,
    SignatureMethod,
    SigningLinkSpent,
    digest_of_text,
)
from app.attendance.services import (
    Hand,
    correct_entry,
    make_signing_link,
    record_register,
    sign_by_link,
    sign_from_phone,
    sign_on_tablet,
)
from app.audit.models import AuditEntry
from app.core.errors import RuleBroken
from app.people.models import Membership
from app.people.rules import AccountClosed
from app.people.services import close_account
from app.training.models import Enrolment, TrainingSession
from app.training.rules import SessionIsCancelled
from app.training.services import cancel_session, create_group
from tests.attendance.classroom import NOON, TODAY, TOMORROW, Classroom

ROOM, HOME = Origin("room", "Firefox, Android"), Origin("home", "Safari, iPhone")
LATER = NOON + timedelta(hours=1)


def sign(session: TrainingSession, enrolment: Enrolment, origin: Origin = ROOM) -> Signature:
    return sign_from_phone(session, enrolment.advisor.person, origin, today=TODAY, now=NOON)


def test_a_signature_keeps_who_when_how_and_exactly_what(
    database: Session, classroom: Classroom, session: TrainingSession
) -> None:
    signature = sign(session, classroom.enrolments[0])
    assert signature.signed_text == (
        "Personne: Camille Aubert\n"
        "Demi-journée: 2022-11-15 matin\n"
        "Horaires: 09:00-12:30\n"
        "Groupe: Groupe 1\n"
        "Module: Accueillir un public\n"
        "Lieu: Salle 4\n"
        "Formateur: Ines Lafitte\n"
        "Présence: présent, 210 minutes\n"
    )
    assert signature.digest == digest_of_text(signature.signed_text)
    assert (signature.signed_at, signature.method) == (NOON, SignatureMethod.ACCOUNT)
    acts = select(AuditEntry.after).where(AuditEntry.action == "register.signed")
    assert [after["digest"] for after in database.scalars(acts) if after] == [signature.digest]


def test_sending_it_again_changes_nothing_and_from_elsewhere_is_told(
    database: Session, classroom: Classroom, session: TrainingSession
) -> None:
    aubert = classroom.enrolments[0]
    first = sign(session, aubert)
    assert sign(session, aubert) == first
    assert tries_of(session) == []
    with pytest.raises(AlreadySigned):
        sign(session, aubert, HOME)
    assert [(each.oddity, each.person) for each in tries_of(session)] == [
        (Oddity.ALREADY_SIGNED, aubert.advisor.person)
    ]
    assert database.scalar(select(func.count()).select_from(Signature)) == 1


def test_who_is_not_on_the_list_is_refused_and_told(
    classroom: Classroom, gers: Classroom, session: TrainingSession
) -> None:
    stranger = gers.enrolments[0].advisor.person
    for person in (stranger, classroom.marc):
        with pytest.raises(NotOnTheList):
            sign_from_phone(session, person, ROOM, today=TODAY, now=NOON)
    assert [each.oddity for each in tries_of(session)] == [Oddity.NOT_EXPECTED] * 2


def test_nobody_signs_what_has_not_come_was_cancelled_or_says_they_were_away(classroom: Classroom) -> None:
    aubert = classroom.enrolments[0]
    tomorrow, cancelled = classroom.half_day(TOMORROW), classroom.half_day()
    cancel_session(cancelled, "Erreur", now=NOON, by=None)
    today = classroom.half_day()
    record_register(today, {aubert.id: Mark(Attendance.EXCUSED)}, today=TODAY, now=NOON, by=classroom.ines)
    refusals: list[tuple[TrainingSession, type[RuleBroken]]] = [
        (tomorrow, InTheFuture),
        (cancelled, SessionIsCancelled),
        (today, MarkedAbsent),
    ]
    for session, refusal in refusals:
        with pytest.raises(refusal):
            sign(session, aubert)


def test_a_correction_leaves_the_signature_and_is_shown_beside_it(
    classroom: Classroom, session: TrainingSession
) -> None:
    aubert = classroom.enrolments[0]
    sign(session, aubert)
    record_register(session, {}, today=TODAY, now=NOON, by=classroom.ines)
    (line,) = [each for each in signed_lines(session, roster_of(session)) if each.signature]
    assert line.change is None
    correct_entry(
        current_entries(aubert)[0],
        attendance=Attendance.PRESENT,
        minutes=120,
        reason="Départ avancé",
        today=TODAY,
        now=LATER,
        by=classroom.marc,
    )
    (line,) = [each for each in signed_lines(session, roster_of(session)) if each.signature]
    assert line.change is not None
    assert (line.change.by, line.change.at) == (ChangedBy.CORRECTION, LATER)


def test_a_register_that_says_otherwise_than_was_signed_is_shown(
    classroom: Classroom, session: TrainingSession
) -> None:
    aubert = classroom.enrolments[0]
    sign(session, aubert)
    mark = Mark(left_at=session.starts_at.replace(hour=11))
    record_register(session, {aubert.id: mark}, today=TODAY, now=LATER, by=classroom.ines)
    (line,) = [each for each in signed_lines(session, roster_of(session)) if each.signature]
    assert line.change is not None
    assert line.change.by is ChangedBy.RECORDING


def test_who_signs_from_elsewhere_than_most_stands_out(classroom: Classroom) -> None:
    for name in ("Zubiri", "Ybarra"):
        classroom.newcomer(name)
    session = classroom.half_day()
    people = [line.enrolment for line in roster_of(session)]
    first_from_home = sign(session, people[0], HOME)
    for each in people[1:4]:
        sign(session, each)
    last_from_home = sign(session, people[4], Origin("another home"))
    assert (first_from_home.oddity, last_from_home.oddity) == (None, Oddity.ELSEWHERE)
    lines = signed_lines(session, roster_of(session))
    assert [line.is_elsewhere for line in lines] == [True, False, False, False, True]


def test_a_link_signs_once(database: Session, classroom: Classroom, session: TrainingSession) -> None:
    (aubert, barrere, _castets) = classroom.enrolments
    replaced = make_signing_link(session, aubert, now=NOON, by=classroom.ines)
    token = make_signing_link(session, aubert, now=NOON, by=classroom.ines)
    for spent in (replaced, "nobody's"):
        with pytest.raises(SigningLinkSpent):
            sign_by_link(spent, ROOM, today=TODAY, now=NOON)
    assert sign_by_link(token, ROOM, today=TODAY, now=NOON).method is SignatureMethod.LINK
    with pytest.raises(SigningLinkSpent):
        sign_by_link(token, ROOM, today=TODAY, now=NOON)
    with pytest.raises(AlreadySigned):
        make_signing_link(session, aubert, now=NOON, by=classroom.ines)
    late = make_signing_link(session, barrere, now=NOON, by=classroom.ines)
    with pytest.raises(SigningLinkSpent):
        sign_by_link(late, ROOM, today=TODAY, now=NOON + SIGNING_LINK_LASTS)
    assert token not in {each.token_digest for each in database.scalars(select(SigningLink))}


def test_a_link_signs_nothing_once_the_account_is_closed(
    database: Session, classroom: Classroom, session: TrainingSession
) -> None:
    aubert = classroom.enrolments[0]
    token = make_signing_link(session, aubert, now=NOON, by=classroom.ines)
    assert usable_signing_link(token, NOON) is not None
    database.execute(update(Membership).values(opened_at=NOON))
    database.commit()
    close_account(aubert.advisor.person, now=NOON, by=classroom.odile)
    assert usable_signing_link(token, NOON) is None
    with pytest.raises(SigningLinkSpent):
        sign_by_link(token, ROOM, today=TODAY, now=NOON)
    with pytest.raises(AccountClosed):
        make_signing_link(session, aubert, now=NOON, by=classroom.ines)
    assert database.scalar(select(func.count(Signature.id))) == 0


def test_a_link_that_is_refused_stays_unspent(database: Session, classroom: Classroom) -> None:
    tomorrow, aubert = classroom.half_day(TOMORROW), classroom.enrolments[0]
    token = make_signing_link(tomorrow, aubert, now=NOON, by=classroom.ines)
    with pytest.raises(InTheFuture):
        sign_by_link(token, ROOM, today=TODAY, now=NOON)
    assert database.scalars(select(SigningLink.used_at)).all() == [None]


def test_a_drawing_is_kept_with_who_held_the_tablet(classroom: Classroom, session: TrainingSession) -> None:
    aubert = classroom.enrolments[0]
    hand = Hand(SignatureMethod.DRAWN, ROOM, [[10, 10, 100, 100]], classroom.ines)
    signature = sign_on_tablet(session, aubert, hand, today=TODAY, now=NOON)
    assert (signature.drawing, signature.witness) == ([[10, 10, 100, 100]], classroom.ines)
    assert signature.person_id == aubert.advisor.person_id


@pytest.mark.parametrize("table", [Signature, SigningTry])
def test_what_was_signed_or_tried_stays_as_it_is(
    database: Session, classroom: Classroom, table: type[Signature | SigningTry], session: TrainingSession
) -> None:
    aubert = classroom.enrolments[0]
    sign(session, aubert)
    with pytest.raises(AlreadySigned):
        sign(session, aubert, HOME)
    name, is_sqlite = table.__tablename__, database.get_bind().dialect.name == "sqlite"
    attempts: list[Any] = [update(table).values(place="x"), text(f"DELETE FROM {name}")]
    attempts.append(
        text(f"INSERT OR REPLACE INTO {name} SELECT * FROM {name}")
        if is_sqlite
        else text(f"TRUNCATE {name} CASCADE")
    )
    for attempt in attempts:
        with pytest.raises(IntegrityError, match="append-only"):
            database.execute(attempt)
        database.rollback()


@pytest.mark.parametrize(
    "changes",
    [
        {"enrolment_id": None, "advisor_id": None},
        {"role": "trainer"},
        {"role": "administrator"},
        {"method": "drawn"},
        {"method": "countersignature"},
        {"drawing": [[0, 0, 9, 9]]},
        {"network_id": 987_654},
        {"session_id": 987_654},
        {},
    ],
    ids=str,
)
def test_the_database_refuses_a_signature_that_cannot_be(
    database: Session, classroom: Classroom, changes: dict[str, object]
) -> None:
    signature = sign(classroom.half_day(), classroom.enrolments[0])
    columns = {column.key: getattr(signature, column.key) for column in Signature.__table__.columns}
    barrere = classroom.enrolments[1]
    sound = columns | {"id": None, "enrolment_id": barrere.id, "advisor_id": barrere.advisor_id}
    # Without a change it is a second signature of the same person.
    values = sound | changes if changes else columns | {"id": None}
    del values["id"]
    with pytest.raises(IntegrityError):
        database.execute(insert(Signature).values(values))
    database.rollback()
    database.execute(insert(Signature).values({k: v for k, v in sound.items() if k != "id"}))
    database.rollback()


def test_a_half_day_recorded_with_another_group_is_not_signed_here(
    database: Session, classroom: Classroom
) -> None:
    aubert, elsewhere = classroom.enrolments[0], classroom.half_day()
    record_register(elsewhere, {}, today=TODAY, now=NOON, by=None)
    classroom.group = create_group(classroom.cohort, "Groupe 2", now=NOON, by=None)
    session = classroom.half_day(trainers=[])
    aubert.group = classroom.group
    database.commit()
    with pytest.raises(AlreadyRecorded):
        sign(session, aubert)
