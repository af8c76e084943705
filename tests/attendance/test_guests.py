"""People added to a sheet on the spot: of another group, or known only by a name until somebody recognises them."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.attendance.queries import (
    current_entries,
    guests_of,
    ledger_problems,
    printed_sheets,
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
    OthersRestOnRegister,
    RecordedAtThisTime,
    RegisterIsClosed,
    SignatureMethod,
)
from app.attendance.services import (
    Hand,
    HoursLine,
    add_guest,
    add_unknown_guest,
    close_register,
    merge_guest,
    record_hours,
    record_register,
    remove_guest,
    sign_from_phone,
    sign_on_tablet,
    undo_register,
)
from app.core.half_days import Half
from app.people.models import Person
from app.training.models import Enrolment, TrainingSession
from app.training.rules import Modality
from app.training.services import create_group
from tests.attendance.classroom import NOON, TODAY, TOMORROW, YESTERDAY, Classroom
from tests.browser_client import Browser
from tests.statements import counted_statements, hours_come_before_acts

BrowserOf = Callable[[Person], Browser]
TYPED = Hand(SignatureMethod.TYPED, Origin("tablet"))
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


def test_who_is_added_to_a_register_or_recognised_on_it_has_hours_before_acts(
    classroom: Classroom, zubiri: Enrolment, database: Session, session: TrainingSession
) -> None:
    unknown = add_unknown_guest(session, "Camille A.", **WHEN)
    record(session, classroom)
    with counted_statements(database.get_bind().engine) as statements:
        add_guest(session, zubiri, **WHEN)
    assert hours_come_before_acts(statements)
    ybarra = classroom.newcomer("Ybarra")
    with counted_statements(database.get_bind().engine) as statements:
        merge_guest(unknown, ybarra, **WHEN)
    assert hours_come_before_acts(statements)


@pytest.fixture
def overlapping(classroom: Classroom, zubiri: Enrolment) -> tuple[TrainingSession, TrainingSession]:
    """A morning of the first group, and an afternoon of the other one that begins before it ends."""
    morning = classroom.half_day(starts_at=time(12, 45), ends_at=time(16, 45))
    own_group, classroom.group = classroom.group, zubiri.group or classroom.group
    afternoon = classroom.half_day(
        half=Half.AFTERNOON, starts_at=time(12, 30), ends_at=time(16, 30), trainers=[], place="Salle 5"
    )
    classroom.group = own_group
    return morning, afternoon


@pytest.mark.parametrize("is_guest_first", [True, False])
def test_the_same_hours_of_a_morning_and_of_an_afternoon_count_once(
    classroom: Classroom,
    zubiri: Enrolment,
    overlapping: tuple[TrainingSession, TrainingSession],
    *,
    is_guest_first: bool,
) -> None:
    morning, afternoon = overlapping
    first, second = (morning, afternoon) if is_guest_first else (afternoon, morning)
    add_guest(morning, zubiri, **WHEN)
    unknown = add_unknown_guest(afternoon, "Camille A.", **WHEN)
    record(first, classroom)
    # Whom the list of the second one holds too is left out, and cannot be marked.
    known = [line for line in roster_of(second) if line.enrolment.id == zubiri.id]
    assert [entry.recording.session_id for entry in known[0].history] == [first.id]
    with pytest.raises(RecordedAtThisTime) as refused:
        record(second, classroom, {zubiri.id: Mark()})
    assert (refused.value.facts["starts_at"], refused.value.facts["person"]) == (
        first.starts_at,
        "Camille Zubiri",
    )
    with pytest.raises(AlreadyRecorded):
        sign_on_tablet(second, zubiri, TYPED, today=TODAY, now=NOON)
    (printed,) = printed_sheets([second])
    assert [each.line.history for each in printed.lines] == [each.history for each in roster_of(second)]
    record(second, classroom)
    assert total_minutes([zubiri.id]) == {zubiri.id: 240}
    # Nor is anybody recorded in the morning added to the afternoon, before its register or after it.
    aubert = classroom.enrolments[0]
    with pytest.raises(RecordedAtThisTime):
        add_guest(afternoon, aubert, **WHEN)
    with pytest.raises(RecordedAtThisTime):
        merge_guest(unknown, aubert, **WHEN)
    assert total_minutes([aubert.id]) == {aubert.id: 240}
    assert list(ledger_problems()) == []


def test_a_morning_that_ends_as_the_afternoon_begins_takes_nothing_from_it(
    classroom: Classroom, zubiri: Enrolment
) -> None:
    morning = classroom.half_day()
    own_group, classroom.group = classroom.group, zubiri.group or classroom.group
    afternoon = classroom.half_day(
        half=Half.AFTERNOON, starts_at=time(12, 30), ends_at=time(16), trainers=[], place="Salle 5"
    )
    classroom.group = own_group
    record(morning, classroom)
    record(afternoon, classroom)
    add_guest(afternoon, classroom.enrolments[0], **WHEN)
    assert total_minutes([classroom.enrolments[0].id]) == {classroom.enrolments[0].id: 420}


def test_who_is_left_out_at_an_overlapping_time_keeps_the_other_register(
    classroom: Classroom, zubiri: Enrolment, overlapping: tuple[TrainingSession, TrainingSession]
) -> None:
    morning, afternoon = overlapping
    add_guest(morning, zubiri, **WHEN)
    of_afternoon = record_register(afternoon, {}, today=TODAY, now=NOON, by=classroom.ines)
    of_morning = record_register(morning, {}, today=TODAY, now=NOON, by=classroom.ines)
    with pytest.raises(OthersRestOnRegister):
        undo_register(afternoon, of_afternoon.id, now=NOON, by=classroom.ines)
    undo_register(morning, of_morning.id, now=NOON, by=classroom.ines)
    undo_register(afternoon, of_afternoon.id, now=NOON, by=classroom.ines)
    record(morning, classroom)
    assert total_minutes([zubiri.id]) == {zubiri.id: 240}


def test_a_guest_who_could_not_attend_when_the_register_was_recorded_is_added_again(
    classroom: Classroom, zubiri: Enrolment, database: Session, session: TrainingSession
) -> None:
    guest = add_guest(session, zubiri, **WHEN)
    zubiri.exited_on = YESTERDAY
    database.commit()
    record(session, classroom)
    assert total_minutes([zubiri.id]) == {zubiri.id: 0}
    zubiri.exited_on = None
    database.commit()
    assert add_guest(session, zubiri, **WHEN).id == guest.id
    assert total_minutes([zubiri.id]) == {zubiri.id: 210}


def test_what_was_undone_takes_no_time_up_and_neither_does_a_file(
    classroom: Classroom, zubiri: Enrolment, overlapping: tuple[TrainingSession, TrainingSession]
) -> None:
    morning, afternoon = overlapping
    aubert = classroom.enrolments[0]
    undone = record_register(morning, {}, today=TODAY, now=NOON, by=classroom.ines)
    undo_register(morning, undone.id, now=NOON, by=classroom.ines)
    line = HoursLine(aubert, TODAY, Half.MORNING, 180, Modality.REMOTE)
    record_hours(classroom.network, [line], **WHEN)
    record(afternoon, classroom)
    # A file says which half, and no times: the other half stays free.
    add_guest(afternoon, aubert, **WHEN)
    assert total_minutes([aubert.id]) == {aubert.id: 420}
    assert roster_of(morning)[0].times_undone == 1


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
