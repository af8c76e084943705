"""Registers, hours from files and corrections, as the ledger keeps them."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attendance.models import HoursEntry, Recording
from app.attendance.queries import (
    current_entries,
    histories_of,
    history_of,
    ledger_problems,
    minutes_by_modality,
    recorded_session_ids,
    register_of,
    sessions_to_record,
    total_minutes,
    training_dates_of,
)
from app.attendance.rules import (
    AbsentWithHours,
    AfterExit,
    AlreadyRecorded,
    Attendance,
    BeforeArrival,
    CorrectedMeanwhile,
    CorrectionWithoutReason,
    ExemptFromTraining,
    GivenTwice,
    InTheFuture,
    Mark,
    MoreThanAHalfDay,
    NegativeHours,
    NotExpected,
    NothingToCorrect,
    OutsideTheHalfDay,
    PresentWithoutHours,
    RegisterAlreadyRecorded,
)
from app.attendance.services import HoursLine, correct_entry, judge_hours, record_hours, record_register
from app.audit.models import AuditEntry
from app.core.errors import NotFound, RuleBroken
from app.core.half_days import Half
from app.training.models import Enrolment, TrainingSession
from app.training.rules import EntryStatus, Modality
from app.training.services import change_enrolment
from tests.attendance.classroom import NOON, TODAY, TOMORROW, YESTERDAY, Classroom
from tests.statements import counted_statements

EXCUSED = Mark(Attendance.EXCUSED, remark="Rendez-vous médical")


def record(classroom: Classroom, session: TrainingSession, marks: dict[int, Mark] | None = None) -> Recording:
    return record_register(session, marks or {}, today=TODAY, now=NOON, by=classroom.ines)


def imported(classroom: Classroom, *lines: HoursLine) -> Recording | None:
    return record_hours(classroom.network, lines, today=TODAY, now=NOON, by=classroom.odile)


def line_of(enrolment: Enrolment, day: date = YESTERDAY, minutes: int = 180, **changes: object) -> HoursLine:
    values = {"half": Half.MORNING, "modality": Modality.REMOTE} | changes
    return HoursLine(enrolment, day, minutes=minutes, **values)  # type: ignore[arg-type]


def corrected(classroom: Classroom, entry: HoursEntry, minutes: int, **changes: object) -> HoursEntry:
    values = {"attendance": Attendance.PRESENT, "reason": "Erreur de saisie", "today": TODAY} | changes
    return correct_entry(entry, minutes=minutes, now=NOON, by=classroom.marc, **values)  # type: ignore[arg-type]


def lines_in(database: Session) -> int:
    return len(database.scalars(select(HoursEntry.id)).all())


def test_everyone_is_present_unless_said_otherwise(classroom: Classroom, session: TrainingSession) -> None:
    aubert, barrere, castets = classroom.enrolments
    late = Mark(arrived_at=time(10), left_at=time(12))
    record(classroom, session, {aubert.id: EXCUSED, barrere.id: late})
    assert total_minutes([each.id for each in classroom.enrolments]) == {
        aubert.id: 0,
        barrere.id: 120,
        castets.id: 210,
    }
    (absence,) = current_entries(aubert)
    assert (absence.attendance, absence.reason) == (Attendance.EXCUSED, "Rendez-vous médical")
    assert list(ledger_problems()) == []


def test_the_register_knows_who_recorded_it_and_when(classroom: Classroom, session: TrainingSession) -> None:
    other = classroom.half_day(half=Half.AFTERNOON)
    record(classroom, session)
    register = register_of(session)
    assert register is not None
    assert (register.recorded_by, register.recorded_at) == (classroom.ines, NOON)
    assert recorded_session_ids([session.id, other.id]) == {session.id}


def test_the_act_and_its_digest_are_in_the_audit_chain(database: Session, classroom: Classroom) -> None:
    recording = record(classroom, classroom.half_day())
    act = database.scalars(select(AuditEntry).where(AuditEntry.action == "register.recorded")).one()
    assert (act.subject_id, act.actor_id, act.after["digest"] if act.after else None) == (
        recording.id,
        classroom.ines.id,
        recording.digest,
    )


def test_a_register_recorded_again_changes_nothing_and_says_who_was_first(
    database: Session, classroom: Classroom, recorded: TrainingSession
) -> None:
    before = lines_in(database)
    with pytest.raises(RegisterAlreadyRecorded) as refused:
        record_register(recorded, {}, today=TODAY, now=NOON, by=classroom.marc)
    assert (refused.value.facts["recorded_by"], refused.value.facts["recorded_at"]) == ("Ines Lafitte", NOON)
    assert lines_in(database) == before


def test_a_half_day_that_has_not_come_is_not_recorded(classroom: Classroom) -> None:
    with pytest.raises(InTheFuture):
        record(classroom, classroom.half_day(TOMORROW))


def test_somebody_who_is_not_expected_cannot_be_marked(
    database: Session, classroom: Classroom, gers: Classroom
) -> None:
    newcomer = classroom.newcomer("Zubiri", hired_on=TOMORROW)
    stranger = gers.enrolments[0]
    session = classroom.half_day()
    for enrolment_id in (newcomer.id, stranger.id, 987_654):
        with pytest.raises(NotExpected):
            record(classroom, session, {enrolment_id: Mark()})
    assert lines_in(database) == 0


def test_times_outside_of_the_half_day_record_nobody(database: Session, classroom: Classroom) -> None:
    mark = Mark(arrived_at=time(8), left_at=time(12))
    with pytest.raises(OutsideTheHalfDay):
        record(classroom, classroom.half_day(), {classroom.enrolments[2].id: mark})
    assert lines_in(database) == 0


def test_a_half_day_known_from_a_file_is_left_as_it_is(
    classroom: Classroom, session: TrainingSession
) -> None:
    aubert, barrere, _castets = classroom.enrolments
    imported(classroom, line_of(aubert, TODAY, minutes=100))
    with pytest.raises(AlreadyRecorded):
        record(classroom, session, {aubert.id: Mark()})
    record(classroom, session, {barrere.id: EXCUSED})
    assert total_minutes([aubert.id]) == {aubert.id: 100}
    assert list(ledger_problems()) == []


def test_a_register_where_nobody_is_left_is_closed_without_a_line(
    database: Session, classroom: Classroom
) -> None:
    imported(classroom, *(line_of(each, TODAY) for each in classroom.enrolments))
    session = classroom.half_day()
    record(classroom, session)
    assert lines_in(database) == 3
    assert recorded_session_ids([session.id]) == {session.id}
    assert list(ledger_problems()) == []


def test_seven_people_are_recorded_with_as_many_statements_as_three(
    database: Session, classroom: Classroom, gers: Classroom
) -> None:
    counts = []
    for room, size in ((classroom, 3), (gers, 7)):
        session = room.half_day()
        # Lines whose columns are empty in other places are written by the same statement.
        absent, late = (each.id for each in room.enrolments[:2])
        marks = {absent: Mark(Attendance.EXCUSED, remark="Train"), late: Mark(arrived_at=time(9, 30))}
        with counted_statements(database.get_bind().engine) as statements:
            record(room, session, marks)
        assert len([text for text in statements if text.startswith("INSERT INTO hours_entries")]) == 1
        counts.append(len(statements))
        assert len(register_of(session).entries) == size  # type: ignore[union-attr]
    assert counts[0] == counts[1]


def test_hours_from_a_file_are_added_once(database: Session, classroom: Classroom) -> None:
    aubert, barrere, _castets = classroom.enrolments
    lines = [
        line_of(barrere),
        line_of(aubert),
        line_of(aubert, half=Half.AFTERNOON, modality=Modality.AT_WORK),
    ]
    assert imported(classroom, *lines) is not None
    assert imported(classroom, *lines) is None
    assert lines_in(database) == 3
    assert minutes_by_modality(aubert.id) == {Modality.REMOTE: 180, Modality.AT_WORK: 180}
    assert list(ledger_problems()) == []


def test_importing_again_does_not_undo_a_correction(classroom: Classroom) -> None:
    aubert = classroom.enrolments[0]
    imported(classroom, line_of(aubert))
    corrected(classroom, current_entries(aubert)[0], 60)
    assert imported(classroom, line_of(aubert)) is None
    assert total_minutes([aubert.id]) == {aubert.id: 60}


def test_a_file_that_says_otherwise_is_refused_as_a_whole(database: Session, classroom: Classroom) -> None:
    aubert, barrere, _castets = classroom.enrolments
    imported(classroom, line_of(aubert))
    (judged,) = judge_hours(classroom.network, [line_of(aubert, minutes=90)], today=TODAY)
    assert type(judged.refusal) is AlreadyRecorded
    with pytest.raises(AlreadyRecorded, match="Camille Aubert"):
        imported(classroom, line_of(barrere), line_of(aubert, minutes=90))
    assert lines_in(database) == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"day": TOMORROW}, InTheFuture),
        ({"day": date(2022, 1, 31)}, BeforeArrival),
        ({"minutes": -1}, NegativeHours),
        ({"minutes": 241}, MoreThanAHalfDay),
        ({"attendance": Attendance.UNEXCUSED}, AbsentWithHours),
    ],
)
def test_a_bad_line_is_judged_and_never_recorded(
    database: Session, classroom: Classroom, changes: dict[str, object], refusal: type[RuleBroken]
) -> None:
    good, bad = line_of(classroom.enrolments[0]), line_of(classroom.enrolments[1], **changes)  # type: ignore[arg-type]
    judged = judge_hours(classroom.network, [good, bad], today=TODAY)
    assert judged[0].refusal is None
    assert type(judged[1].refusal) is refusal
    with pytest.raises(refusal):
        imported(classroom, good, bad)
    assert lines_in(database) == 0


def test_lines_of_another_network_and_lines_given_twice_are_refused(
    classroom: Classroom, gers: Classroom
) -> None:
    stranger = gers.enrolments[0]
    aubert = classroom.enrolments[0]
    judged = judge_hours(
        classroom.network, [line_of(stranger), line_of(aubert), line_of(aubert, minutes=60)], today=TODAY
    )
    assert [type(each.refusal) for each in judged] == [NotFound, type(None), GivenTwice]


def test_hours_of_somebody_gone_or_exempt_are_refused(classroom: Classroom) -> None:
    gone, exempt, _castets = classroom.enrolments
    shared = {"group": classroom.group, "parcours_hours": 105, "now": NOON, "by": None}
    left = YESTERDAY - timedelta(days=1)
    change_enrolment(gone, exited_on=left, exit_reason="Départ", **shared)  # type: ignore[arg-type]
    change_enrolment(exempt, decided_status=EntryStatus.EXEMPT, decision_reason="Diplômée", **shared)  # type: ignore[arg-type]
    judged = judge_hours(classroom.network, [line_of(gone), line_of(exempt)], today=TODAY)
    assert [type(each.refusal) for each in judged] == [AfterExit, ExemptFromTraining]


def test_a_correction_adds_a_line_and_keeps_what_was_written(
    classroom: Classroom, recorded: TrainingSession
) -> None:
    aubert = classroom.enrolments[0]
    (original,) = current_entries(aubert)
    first = corrected(classroom, original, 90)
    second = corrected(classroom, first, 0, attendance=Attendance.EXCUSED, reason=" Certificat reçu ")
    history = history_of(original)
    assert [(each.half_day_minutes, each.minutes) for each in history] == [(210, 210), (90, -120), (0, -90)]
    assert history[-1].reason == "Certificat reçu"
    assert current_entries(aubert) == [second]
    assert histories_of(aubert.advisor) == [history]
    assert total_minutes([aubert.id]) == {aubert.id: 0}
    assert list(ledger_problems()) == []


def test_only_what_counts_now_can_be_corrected(classroom: Classroom, recorded: TrainingSession) -> None:
    (original,) = current_entries(classroom.enrolments[0])
    corrected(classroom, original, 90)
    with pytest.raises(CorrectedMeanwhile):
        corrected(classroom, original, 90)
    assert total_minutes([classroom.enrolments[0].id]) == {classroom.enrolments[0].id: 90}


@pytest.mark.parametrize(
    ("minutes", "changes", "refusal"),
    [
        (211, {}, MoreThanAHalfDay),
        (-1, {}, NegativeHours),
        (30, {"attendance": Attendance.EXCUSED}, AbsentWithHours),
        (0, {}, PresentWithoutHours),
        (60, {"reason": "  "}, CorrectionWithoutReason),
        (210, {}, NothingToCorrect),
        (60, {"today": YESTERDAY}, InTheFuture),
    ],
)
def test_a_bad_correction_changes_nothing(
    database: Session,
    classroom: Classroom,
    minutes: int,
    changes: dict[str, object],
    refusal: type[RuleBroken],
    recorded: TrainingSession,
) -> None:
    (entry,) = current_entries(classroom.enrolments[0])
    with pytest.raises(refusal):
        corrected(classroom, entry, minutes, **changes)
    assert lines_in(database) == 3


def test_training_dates_are_those_of_credited_days(classroom: Classroom) -> None:
    aubert, barrere, _castets = classroom.enrolments
    imported(
        classroom,
        line_of(aubert, date(2022, 9, 5)),
        line_of(aubert, date(2022, 9, 12)),
        line_of(aubert, date(2022, 9, 19), minutes=0, attendance=Attendance.EXCUSED),
        line_of(barrere, minutes=0, attendance=Attendance.UNEXCUSED),
    )
    assert training_dates_of([aubert.id, barrere.id]) == {aubert.id: (date(2022, 9, 5), date(2022, 9, 12))}


def test_registers_to_do_are_those_of_past_days_the_oldest_first(classroom: Classroom) -> None:
    afternoon = classroom.half_day(YESTERDAY, Half.AFTERNOON, trainers=[classroom.marc])
    morning = classroom.half_day(YESTERDAY)
    record(classroom, classroom.half_day(date(2022, 11, 7)))
    classroom.half_day(TODAY)
    assert sessions_to_record(classroom.network, TODAY) == [morning, afternoon]
    assert sessions_to_record(classroom.network, TODAY, trainer=classroom.marc) == [afternoon]
