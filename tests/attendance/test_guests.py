"""People added to a sheet on the spot: of another group, or known only by a name until somebody recognises them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.attendance.queries import (
    current_entries,
    guests_of,
    ledger_problems,
    roster_of,
    sheet_of,
    total_minutes,
)
from app.attendance.rules import (
    AlreadyOnTheList,
    AlreadyRecorded,
    Attendance,
    BeforeArrival,
    GuestIsKnown,
    GuestIsOnTheSheet,
    GuestWithoutName,
    InTheFuture,
    Mark,
    Origin,
    RegisterIsClosed,
)
from app.attendance.services import (
    add_guest,
    add_unknown_guest,
    close_register,
    merge_guest,
    record_register,
    remove_guest,
    sign_from_phone,
)
from app.people.models import Person
from app.training.models import Enrolment, TrainingSession
from app.training.services import create_group
from tests.attendance.classroom import NOON, TODAY, TOMORROW, Classroom
from tests.browser_client import Browser

BrowserOf = Callable[[Person], Browser]
WHEN: Any = {"today": TODAY, "now": NOON, "by": None}


@pytest.fixture
def zubiri(classroom: Classroom) -> Enrolment:
    """An advisor of another group of the cohort."""
    first = classroom.group
    classroom.group = create_group(classroom.cohort, "Groupe 2", now=NOON, by=None)
    enrolment = classroom.newcomer("Zubiri")
    classroom.group = first
    return enrolment


def record(session: TrainingSession, classroom: Classroom, marks: dict[int, Mark] | None = None) -> None:
    record_register(session, marks or {}, today=TODAY, now=NOON, by=classroom.ines)


def test_somebody_of_another_group_signs_and_is_credited_in_their_own_enrolment(
    classroom: Classroom, zubiri: Enrolment, session: TrainingSession
) -> None:
    add_guest(session, zubiri, **WHEN)
    assert [line.enrolment.id for line in roster_of(session)][-1] == zubiri.id
    sign_from_phone(session, zubiri.advisor.person, Origin(), today=TODAY, now=NOON)
    record(session, classroom)
    assert total_minutes([zubiri.id]) == {zubiri.id: 210}
    assert list(ledger_problems()) == []


def test_who_comes_after_the_register_was_recorded_is_credited_at_once_and_once(
    classroom: Classroom, zubiri: Enrolment, session: TrainingSession
) -> None:
    record(session, classroom)
    add_guest(session, zubiri, **WHEN)
    with pytest.raises(AlreadyOnTheList):
        add_guest(session, zubiri, **WHEN)
    assert total_minutes([zubiri.id]) == {zubiri.id: 210}
    assert len(sheet_of(session)) == 4
    close_register(
        session, {zubiri.id: Attendance.EXCUSED}, origin=Origin(), today=TODAY, now=NOON, by=classroom.ines
    )
    assert total_minutes([zubiri.id]) == {zubiri.id: 0}
    assert list(ledger_problems()) == []


def test_nobody_is_in_two_rooms_at_once(classroom: Classroom, zubiri: Enrolment) -> None:
    first = classroom.half_day()
    own_group, classroom.group = classroom.group, zubiri.group or classroom.group
    theirs = classroom.half_day(trainers=[])
    record(theirs, classroom)
    classroom.group = own_group
    with pytest.raises(AlreadyRecorded):
        add_guest(first, zubiri, **WHEN)
    assert total_minutes([zubiri.id]) == {zubiri.id: 210}


def test_who_is_expected_not_arrived_or_too_early_is_not_added(
    classroom: Classroom, session: TrainingSession
) -> None:
    tomorrow = classroom.half_day(TOMORROW)
    late = classroom.newcomer("Ybarra", hired_on=TOMORROW)
    with pytest.raises(AlreadyOnTheList):
        add_guest(session, classroom.enrolments[0], **WHEN)
    with pytest.raises(BeforeArrival):
        add_guest(session, late, **WHEN)
    with pytest.raises(InTheFuture):
        add_unknown_guest(tomorrow, "Camille", **WHEN)
    assert guests_of(session) == []


def test_a_name_has_no_hours_until_somebody_is_recognised_in_it(
    classroom: Classroom, zubiri: Enrolment, session: TrainingSession
) -> None:
    guest = add_unknown_guest(session, "  Camille   Z. ", **WHEN)
    assert guest.name == "Camille Z."
    with pytest.raises(AlreadyOnTheList):
        add_unknown_guest(session, "Camille Z.", **WHEN)
    with pytest.raises(GuestWithoutName):
        add_unknown_guest(session, " ", **WHEN)
    record(session, classroom)
    assert len(sheet_of(session)) == 3
    merge_guest(guest, zubiri, **WHEN)
    with pytest.raises(GuestIsKnown):
        merge_guest(guest, zubiri, **WHEN)
    assert total_minutes([zubiri.id]) == {zubiri.id: 210}
    assert guest.name == "Camille Z."
    assert list(ledger_problems()) == []


def test_who_is_recognised_before_the_register_is_on_its_list(
    classroom: Classroom, zubiri: Enrolment, session: TrainingSession
) -> None:
    merge_guest(add_unknown_guest(session, "Camille Z.", **WHEN), zubiri, **WHEN)
    record(session, classroom, {zubiri.id: Mark(Attendance.EXCUSED)})
    assert current_entries(zubiri)[0].attendance is Attendance.EXCUSED


def test_who_was_added_by_error_is_taken_off_unless_something_rests_on_it(
    classroom: Classroom, zubiri: Enrolment, session: TrainingSession
) -> None:
    for _time in range(2):
        guest = add_guest(session, zubiri, **WHEN)
        remove_guest(guest, now=NOON, by=None)
        remove_guest(guest, now=NOON, by=None)
    assert len(roster_of(session)) == 3
    guest = add_guest(session, zubiri, **WHEN)
    sign_from_phone(session, zubiri.advisor.person, Origin(), today=TODAY, now=NOON)
    with pytest.raises(GuestIsOnTheSheet):
        remove_guest(guest, now=NOON, by=None)


def test_a_closed_register_takes_nobody(
    classroom: Classroom, zubiri: Enrolment, session: TrainingSession
) -> None:
    guest = add_unknown_guest(session, "Camille Z.", **WHEN)
    record(session, classroom)
    close_register(session, {}, origin=Origin(), today=TODAY, now=NOON, by=classroom.ines)
    with pytest.raises(RegisterIsClosed):
        add_guest(session, zubiri, **WHEN)
    with pytest.raises(RegisterIsClosed):
        merge_guest(guest, zubiri, **WHEN)
    with pytest.raises(RegisterIsClosed):
        remove_guest(guest, now=NOON, by=None)


def test_trainer_adds_people_and_an_administrator_recognises_them(
    classroom: Classroom,
    zubiri: Enrolment,
    browser_of: BrowserOf,
    database: Session,
    session: TrainingSession,
) -> None:
    path = f"/reseau/landes/seances/{session.id}"
    trainer, administrator = browser_of(classroom.ines), browser_of(classroom.odile)
    trainer.get(path)
    trainer.follow("Ajouter une personne")
    trainer.submit("Ajouter à la feuille", status=422)
    page = trainer.submit("Ajouter à la feuille", name="Inconnue Prénom")
    assert "Sans dossier" in page.text
    assert "Rattacher" not in page.text
    administrator.get(path)
    administrator.follow("Rattacher Inconnue Prénom")
    administrator.submit("Rattacher", enrolment_id="", status=422)
    page = administrator.submit("Rattacher", enrolment_id=str(zubiri.id))
    assert "Inscrit sous le nom « Inconnue Prénom »" in page.text.replace("\u00a0", " ")
    trainer.get(path)
    trainer.submit("Enregistrer la présence")
    database.rollback()
    assert total_minutes([zubiri.id]) == {zubiri.id: 210}
    assert "a des heures" in trainer.submit("Retirer").text


def test_guests_of_another_sheet_or_network_do_not_exist(
    classroom: Classroom, gers: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    foreign = gers.half_day()
    guest = add_unknown_guest(foreign, "Camille Z.", **WHEN)
    administrator = browser_of(classroom.odile)
    for number in (session.id, foreign.id):
        path = f"/reseau/landes/seances/{number}/invites/{guest.id}"
        administrator.get(f"{path}/rattacher", status=404)
        administrator.post(f"{path}/retirer", status=404)
    administrator.post(
        f"/reseau/landes/seances/{session.id}/ajouter", enrolment_id=str(gers.enrolments[0].id), status=422
    )
    assert guests_of(session) == []
