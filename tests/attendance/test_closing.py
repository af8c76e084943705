"""A register is countersigned and closed; then it changes only by a reopening with a reason or by a correction."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.attendance.models import HoursEntry, RegisterAct, Signature
from app.attendance.queries import (
    acts_of,
    current_entries,
    is_closed,
    ledger_problems,
    signatures_of,
    total_minutes,
    tries_of,
)
from app.attendance.rules import (
    UNSIGNED_AT_CLOSING,
    Attendance,
    NotRecordedYet,
    NotUnsigned,
    Oddity,
    Origin,
    RegisterIsClosed,
    RegisterIsOpen,
    ReopeningWithoutReason,
    digest_of_text,
)
from app.attendance.services import (
    close_register,
    correct_entry,
    make_signing_link,
    record_register,
    reopen_register,
    sign_by_link,
    sign_from_phone,
)
from app.core.roles import Role
from app.people.models import Person
from app.training.models import TrainingSession
from tests.attendance.classroom import NOON, TODAY, Classroom
from tests.browser_client import Browser
from tests.statements import counted_statements

BrowserOf = Callable[[Person], Browser]
ROOM = Origin("room")
LATER = NOON + timedelta(hours=1)
CLOSE = "Contresigner et clore"


def take_register(classroom: Classroom) -> TrainingSession:
    session = classroom.half_day()
    record_register(session, {}, today=TODAY, now=NOON, by=classroom.ines)
    return session


def sign(session: TrainingSession, classroom: Classroom, number: int) -> Signature:
    person = classroom.enrolments[number].advisor.person
    return sign_from_phone(session, person, ROOM, today=TODAY, now=NOON)


def close(
    session: TrainingSession, classroom: Classroom, absences: dict[int, Attendance] | None = None
) -> RegisterAct:
    return close_register(session, absences or {}, origin=ROOM, today=TODAY, now=NOON, by=classroom.ines)


def reopen(session: TrainingSession, classroom: Classroom, reason: str = "Erreur de salle") -> RegisterAct:
    return reopen_register(session, reason, now=LATER, by=classroom.marc)


def test_the_trainer_signs_every_line_with_the_signatures_on_it(
    database: Session, classroom: Classroom, recorded: TrainingSession
) -> None:
    own = sign(recorded, classroom, 0)
    act = close(recorded, classroom)
    countersigned = act.signature
    assert countersigned is not None
    assert countersigned.role is Role.TRAINER
    assert countersigned.digest == digest_of_text(countersigned.signed_text)
    assert f"Signature: {NOON.isoformat()} {own.digest}\n" in countersigned.signed_text
    assert countersigned.signed_text.count("Signature: aucune") == 2
    assert own.signed_text in countersigned.signed_text
    assert is_closed(recorded)
    assert list(ledger_problems()) == []
    assert database.scalar(select(func.count()).select_from(Signature)) == 2


def test_who_is_left_unsigned_can_be_marked_absent_with_the_closing(
    classroom: Classroom, recorded: TrainingSession
) -> None:
    _aubert, barrere, castets = classroom.enrolments
    sign(recorded, classroom, 0)
    close(recorded, classroom, {barrere.id: Attendance.UNEXCUSED, castets.id: Attendance.EXCUSED})
    entry = current_entries(barrere)[0]
    assert (entry.attendance, entry.reason) == (Attendance.UNEXCUSED, UNSIGNED_AT_CLOSING)
    assert list(total_minutes([each.id for each in classroom.enrolments]).values()) == [210, 0, 0]
    assert list(ledger_problems()) == []


@pytest.mark.parametrize("number", [0, 7])
def test_who_has_signed_or_is_not_there_is_not_marked_absent(
    classroom: Classroom, number: int, recorded: TrainingSession
) -> None:
    sign(recorded, classroom, 0)
    enrolment_id = classroom.enrolments[0].id if number == 0 else 987_654
    with pytest.raises(NotUnsigned):
        close(recorded, classroom, {enrolment_id: Attendance.UNEXCUSED})
    assert not is_closed(recorded)


def test_an_empty_sheet_is_not_closed_and_a_closed_one_not_twice(classroom: Classroom) -> None:
    with pytest.raises(NotRecordedYet):
        close(classroom.half_day(TODAY - timedelta(days=1)), classroom)
    session = take_register(classroom)
    close(session, classroom)
    with pytest.raises(RegisterIsClosed):
        close(session, classroom)
    assert len(acts_of(session)) == 1


def test_a_closed_register_takes_no_signature_and_tells_who_tried(
    classroom: Classroom, recorded: TrainingSession
) -> None:
    token = make_signing_link(recorded, classroom.enrolments[1], now=NOON, by=classroom.ines)
    close(recorded, classroom)
    with pytest.raises(RegisterIsClosed):
        sign(recorded, classroom, 0)
    with pytest.raises(RegisterIsClosed):
        sign_by_link(token, ROOM, today=TODAY, now=NOON)
    with pytest.raises(RegisterIsClosed):
        make_signing_link(recorded, classroom.enrolments[2], now=NOON, by=classroom.ines)
    assert [each.oddity for each in tries_of(recorded)] == [Oddity.CLOSED]
    assert signatures_of(recorded) == {}


def test_reopening_needs_a_reason_and_keeps_every_signature(
    classroom: Classroom, recorded: TrainingSession
) -> None:
    sign(recorded, classroom, 0)
    with pytest.raises(RegisterIsOpen):
        reopen(recorded, classroom)
    close(recorded, classroom)
    with pytest.raises(ReopeningWithoutReason):
        reopen(recorded, classroom, "  ")
    reopen(recorded, classroom)
    sign(recorded, classroom, 1)
    close(recorded, classroom)
    assert [(act.number, act.reason) for act in acts_of(recorded)] == [
        (1, None),
        (2, "Erreur de salle"),
        (3, None),
    ]
    assert len(signatures_of(recorded)) == 2
    assert list(ledger_problems()) == []


def test_a_closed_register_is_corrected_line_by_line(classroom: Classroom, recorded: TrainingSession) -> None:
    close(recorded, classroom)
    correct_entry(
        current_entries(classroom.enrolments[0])[0],
        attendance=Attendance.PRESENT,
        minutes=60,
        reason="Départ avancé",
        today=TODAY,
        now=LATER,
        by=classroom.marc,
    )
    assert is_closed(recorded)


def test_the_database_itself_keeps_a_closed_register_closed(
    database: Session, classroom: Classroom, recorded: TrainingSession
) -> None:
    signature = sign(recorded, classroom, 0)
    columns = {column.key: getattr(signature, column.key) for column in Signature.__table__.columns}
    barrere = classroom.enrolments[1]
    another = columns | {"enrolment_id": barrere.id, "advisor_id": barrere.advisor_id}
    del another["id"]
    close(recorded, classroom)
    with pytest.raises(IntegrityError, match="the register is closed"):
        database.execute(insert(Signature).values(another))
    database.rollback()
    with pytest.raises(IntegrityError, match="the register is closed"):
        database.execute(
            text(
                "INSERT INTO recordings (network_id, kind, session_id, recorded_at, digest) "
                "SELECT network_id, 'addition', session_id, recorded_at, digest FROM recordings"
            )
        )
    database.rollback()
    reopen(recorded, classroom)
    database.execute(insert(Signature).values(another))
    database.rollback()


def test_acts_alternate_without_a_gap(
    database: Session, classroom: Classroom, recorded: TrainingSession
) -> None:
    close(recorded, classroom)
    sound = {
        "network_id": recorded.network_id,
        "session_id": recorded.id,
        "number": 2,
        "kind": "reopened",
        "at": NOON,
        "by_id": classroom.ines.id,
        "reason": "Erreur",
    }
    changes: list[dict[str, object]] = [{"number": 4}, {"kind": "closed"}, {"reason": None}, {"number": 1}]
    for change in changes:
        with pytest.raises(IntegrityError):
            pytest.fail(f"{change} is taken: {database.execute(insert(RegisterAct).values(sound | change))}")
        database.rollback()
    database.execute(insert(RegisterAct).values(sound))
    database.rollback()


def test_acts_stay_as_they_are(database: Session, classroom: Classroom, recorded: TrainingSession) -> None:
    close(recorded, classroom)
    is_sqlite = database.get_bind().dialect.name == "sqlite"
    attempts: list[Any] = [update(RegisterAct).values(number=1), text("DELETE FROM register_acts")]
    attempts.append(
        text("INSERT OR REPLACE INTO register_acts SELECT * FROM register_acts")
        if is_sqlite
        else text("TRUNCATE register_acts CASCADE")
    )
    for attempt in attempts:
        with pytest.raises(IntegrityError, match=r"append-only|without a gap"):
            database.execute(attempt)
        database.rollback()


def test_three_presses_close_a_register_when_all_are_present(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    classroom.half_day()
    browser = browser_of(classroom.ines)
    browser.get("/reseau/landes/seances")
    browser.follow("09:00 – 12:30")
    browser.submit("Enregistrer la présence")
    page = browser.submit(CLOSE)
    assert "La feuille de présence est contresignée et close." in page.text
    assert "Contresignée et close par Ines Lafitte" in page.text
    assert "Close" in browser.get("/reseau/landes/seances").text


def test_who_has_not_signed_is_proposed_absent_and_can_be_kept(
    classroom: Classroom, browser_of: BrowserOf, recorded: TrainingSession
) -> None:
    sign(recorded, classroom, 0)
    browser = browser_of(classroom.ines)
    browser.get(f"/reseau/landes/seances/{recorded.id}")
    page = browser.follow(CLOSE)
    assert "Camille Aubert" not in page.text
    browser.submit(CLOSE, {"people-1-attendance": "present"})
    _aubert, barrere, castets = classroom.enrolments
    assert total_minutes([barrere.id, castets.id]) == {barrere.id: 0, castets.id: 210}
    assert is_closed(recorded)


def test_somebody_who_signs_meanwhile_is_not_marked_absent(
    classroom: Classroom, browser_of: BrowserOf, database: Session, recorded: TrainingSession
) -> None:
    sign(recorded, classroom, 0)
    browser = browser_of(classroom.ines)
    browser.get(f"/reseau/landes/seances/{recorded.id}/clore")
    sign(recorded, classroom, 1)
    page = browser.submit(CLOSE, status=422)
    assert "La feuille a changé" in page.text
    assert "Camille Barrère" not in page.text
    browser.submit(CLOSE)
    assert database.scalars(select(func.sum(HoursEntry.minutes))).one() == 420


def test_pressing_twice_changes_nothing(
    classroom: Classroom, browser_of: BrowserOf, recorded: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    path = f"/reseau/landes/seances/{recorded.id}"
    browser.get(path)
    browser.submit(CLOSE)
    assert "rien n’a changé" in browser.post(f"{path}/clore").text
    browser.get(path)
    browser.follow("Rouvrir cette feuille")
    browser.submit("Rouvrir", reason="", status=422)
    page = browser.submit("Rouvrir", reason="Une personne oubliée")
    assert "Une personne oubliée" in page.text
    assert "rien n’a changé" in browser.post(f"{path}/rouvrir", reason="Encore").text
    assert len(acts_of(recorded)) == 2


def test_an_administrator_reopens_and_only_a_trainer_signs(
    classroom: Classroom, browser_of: BrowserOf, recorded: TrainingSession
) -> None:
    administrator, path = browser_of(classroom.odile), f"/reseau/landes/seances/{recorded.id}"
    assert CLOSE not in administrator.get(path).text
    administrator.post(f"{path}/clore", status=403)
    close(recorded, classroom)
    administrator.post(f"{path}/rouvrir", reason="À revoir")
    assert not is_closed(recorded)


def test_closing_seven_takes_as_many_statements_as_closing_three(
    database: Session, classroom: Classroom, gers: Classroom
) -> None:
    counts = []
    for room in (classroom, gers):
        session = take_register(room)
        sign(session, room, 0)
        absent = {each.id: Attendance.UNEXCUSED for each in room.enrolments[1:]}
        with counted_statements(database.get_bind().engine) as statements:
            close(session, room, absent)
        counts.append(len(statements))
    assert counts[1] <= counts[0] + 2
