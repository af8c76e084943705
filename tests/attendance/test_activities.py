"""Activities outside of half-days: handed in with a proof, counted once validated, and never twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.attendance.models import Activity, HoursEntry
from app.attendance.queries import (
    activities_of,
    histories_of,
    history_of,
    ledger_problems,
    minutes_by_modality,
    total_minutes,
    waiting_minutes,
)
from app.attendance.rules import (
    LONGEST_ACTIVITY,
    MOST_PROOFS,
    UNDO_LASTS,
    ActivityInARoom,
    ActivityIsNoHalfDay,
    ActivityState,
    ActivityTitleTooLong,
    ActivityTooLong,
    ActivityWithoutDuration,
    ActivityWithoutProof,
    ActivityWithoutTitle,
    AfterExit,
    AlreadyHandedIn,
    Attendance,
    BeforeArrival,
    CannotUndoValidation,
    DecidedMeanwhile,
    HoursOutsideThePeriod,
    InTheFuture,
    NotALink,
    OwnActivity,
    RefusalWithoutReason,
    ScanIsAProgram,
    TooManyProofs,
    checked_link,
)
from app.attendance.services import (
    Done,
    ProofFile,
    correct_entry,
    hand_in,
    record_register,
    refuse_activity,
    reopen_activities,
    undo_validation,
    validate_activities,
    withdraw_activity,
)
from app.core.errors import NotFound, RuleBroken
from app.core.roles import Role
from app.extensions import db
from app.people.services import invite
from app.progress.queries import contracts_of, follower_of, presences_of
from app.training.models import Enrolment
from app.training.rules import Modality
from app.training.services import change_enrolment
from tests.attendance.classroom import NOON, TODAY, TOMORROW, YESTERDAY, Classroom

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
PROOF = ProofFile("capture.pdf", PDF)
LINK = "https://moodle.example.org/cours/3?suivi=1"
WHEN = {"now": NOON, "today": TODAY}


def work(enrolment: Enrolment, **changes: object) -> Done:
    values: dict[str, object] = {
        "day": YESTERDAY,
        "modality": Modality.E_LEARNING,
        "title": "Module 3 : les mots de passe",
        "minutes": 90,
    }
    return Done(enrolment, **(values | changes))  # type: ignore[arg-type]


def handed_in(classroom: Classroom, enrolment: Enrolment | None = None, **changes: object) -> Activity:
    person = classroom.odile
    chosen = enrolment or classroom.enrolments[0]
    return hand_in(work(chosen, **changes), [PROOF], **WHEN, by=person)  # type: ignore[arg-type]


def validated(classroom: Classroom, enrolment: Enrolment | None = None, **changes: object) -> Activity:
    activity = handed_in(classroom, enrolment, **changes)
    validate_activities(classroom.network, [activity.id], **WHEN, by=classroom.ines)  # type: ignore[arg-type]
    return activity


def counted(enrolment: Enrolment) -> int:
    return total_minutes([enrolment.id])[enrolment.id]


def the_entry(activity: Activity) -> HoursEntry:
    (history,) = [each for each in histories_of(activity.enrolment.advisor) if each[0].activity_id]
    return history[-1]


def test_what_is_handed_in_counts_nowhere_until_a_trainer_validates_it(classroom: Classroom) -> None:
    enrolment = classroom.enrolments[0]
    activity = handed_in(classroom)
    assert (counted(enrolment), waiting_minutes([enrolment.id])) == (0, {enrolment.id: 90})

    validate_activities(classroom.network, [activity.id], **WHEN, by=classroom.ines)  # type: ignore[arg-type]

    assert (counted(enrolment), waiting_minutes([enrolment.id])) == (90, {enrolment.id: 0})
    assert minutes_by_modality(enrolment.id) == {Modality.E_LEARNING: 90}
    follower = follower_of(enrolment)
    contract = contracts_of([follower], TODAY)[enrolment.id]
    assert (contract.done, contract.validated) == (90, 90)
    assert list(ledger_problems()) == []


def test_an_activity_is_no_half_day_of_the_day_on_which_it_was_done(classroom: Classroom) -> None:
    enrolment = classroom.enrolments[0]
    validated(classroom)
    validated(classroom, title="Module 4", minutes=45)
    session = classroom.half_day(YESTERDAY)

    record_register(session, {}, **WHEN, by=classroom.ines)  # type: ignore[arg-type]

    assert counted(enrolment) == 90 + 45 + 210
    assert presences_of([enrolment.id])[enrolment.id].half_days == 1
    assert len(histories_of(enrolment.advisor)) == 3
    assert list(ledger_problems()) == []


def test_validating_again_changes_nothing(classroom: Classroom) -> None:
    activity = validated(classroom)

    again = validate_activities(classroom.network, [activity.id], **WHEN, by=classroom.marc)  # type: ignore[arg-type]

    assert again is None
    assert counted(activity.enrolment) == 90


def test_many_are_validated_in_one_act_or_none_of_them(classroom: Classroom) -> None:
    first, second, third = (handed_in(classroom, each) for each in classroom.enrolments)
    withdraw_activity(third, now=NOON, by=classroom.odile)
    ids = [first.id, second.id, third.id]
    with pytest.raises(DecidedMeanwhile):
        validate_activities(classroom.network, ids, **WHEN, by=classroom.ines)  # type: ignore[arg-type]
    assert sum(total_minutes([each.id for each in classroom.enrolments]).values()) == 0

    recording = validate_activities(classroom.network, ids[:2], **WHEN, by=classroom.ines)  # type: ignore[arg-type]

    assert recording is not None
    assert len(recording.entries) == 2


def test_the_same_work_handed_in_again_is_the_one_that_is_there_and_other_values_are_refused(
    classroom: Classroom,
) -> None:
    activity = handed_in(classroom)
    assert handed_in(classroom, title="module 3 : Les  mots de passé").id == activity.id
    assert len(activity.proofs) == 1
    with pytest.raises(AlreadyHandedIn, match="1\xa0h\xa030"):
        handed_in(classroom, minutes=120)
    assert handed_in(classroom, day=YESTERDAY - timedelta(days=1)).id != activity.id


def test_a_refusal_says_why_and_leaves_room_for_a_better_one(classroom: Classroom) -> None:
    activity = handed_in(classroom)
    with pytest.raises(RefusalWithoutReason):
        refuse_activity(activity, "  ", now=NOON, by=classroom.ines)

    refuse_activity(activity, "La capture est illisible.", now=NOON, by=classroom.ines)

    assert (activity.state, activity.reason) == (ActivityState.REFUSED, "La capture est illisible.")
    with pytest.raises(DecidedMeanwhile):
        validate_activities(classroom.network, [activity.id], **WHEN, by=classroom.ines)  # type: ignore[arg-type]
    assert validated(classroom).id != activity.id
    assert [each.state for each in activities_of(activity.enrolment.advisor)] == ["validated", "refused"]


def test_reopening_takes_every_minute_back_and_it_can_be_validated_again(classroom: Classroom) -> None:
    activity, enrolment = validated(classroom), classroom.enrolments[0]
    when = {"today": TODAY, "now": NOON, "by": classroom.ines}
    correct_entry(the_entry(activity), attendance=Attendance.PRESENT, minutes=60, reason="Durée", **when)  # type: ignore[arg-type]
    assert counted(enrolment) == 60

    for _press in range(2):
        reopen_activities(classroom.network, [activity.id], now=NOON, by=classroom.ines)
        assert (counted(enrolment), histories_of(enrolment.advisor)) == (0, [])
        assert activity.state is ActivityState.WAITING
        assert list(ledger_problems()) == []

    validate_activities(classroom.network, [activity.id], **when)  # type: ignore[arg-type]
    assert counted(enrolment) == 90
    assert list(ledger_problems()) == []


def test_an_activity_is_corrected_like_a_half_day_and_never_to_an_absence(classroom: Classroom) -> None:
    activity = validated(classroom)
    when = {"today": TODAY, "now": NOON, "by": classroom.ines, "reason": "Durée réelle"}
    with pytest.raises(ActivityIsNoHalfDay):
        correct_entry(the_entry(activity), attendance=Attendance.EXCUSED, minutes=0, **when)  # type: ignore[arg-type]
    longest = LONGEST_ACTIVITY

    correct_entry(the_entry(activity), attendance=Attendance.PRESENT, minutes=longest, **when)  # type: ignore[arg-type]

    assert counted(activity.enrolment) == longest
    assert list(ledger_problems()) == []


def test_two_activities_of_one_day_are_corrected_each_for_itself(classroom: Classroom) -> None:
    first, second = validated(classroom), validated(classroom, title="Module 4", minutes=45)
    when = {"today": TODAY, "now": NOON, "by": classroom.ines, "reason": "Durée réelle"}
    by_activity = {each[0].activity_id: each[0] for each in histories_of(first.enrolment.advisor)}

    for activity, minutes in ((first, 60), (second, 30)):
        entry = by_activity[activity.id]
        correct_entry(entry, attendance=Attendance.PRESENT, minutes=minutes, **when)  # type: ignore[arg-type]
        assert [each.activity_id for each in history_of(entry)] == [activity.id] * 2

    assert counted(first.enrolment) == 90
    assert list(ledger_problems()) == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": " "}, ActivityWithoutTitle),
        ({"title": "x" * 201}, ActivityTitleTooLong),
        ({"minutes": 0}, ActivityWithoutDuration),
        ({"minutes": LONGEST_ACTIVITY + 1}, ActivityTooLong),
        ({"modality": Modality.IN_PERSON}, ActivityInARoom),
        ({"link": "http://moodle.example.org"}, NotALink),
        ({"day": TOMORROW}, InTheFuture),
        ({"day": date(2022, 1, 31)}, BeforeArrival),
    ],
)
def test_what_cannot_count_is_not_handed_in(
    classroom: Classroom, changes: dict[str, Any], refusal: type[RuleBroken]
) -> None:
    with pytest.raises(refusal):
        handed_in(classroom, **changes)
    assert activities_of(classroom.enrolments[0].advisor) == []


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://a b.example.org/",
        "https://user:word@example.org/",
        "https://[::1",
        "//example.org",
        "https://example.org/" + "x" * 500,
        "https://example.org/\u202e",
    ],
)
def test_only_a_plain_https_address_is_a_link(link: str) -> None:
    with pytest.raises(NotALink):
        checked_link(link)
    assert checked_link(f" {LINK} ") == LINK
    assert checked_link("") is None


def test_a_file_or_a_link_proves_it(classroom: Classroom) -> None:
    with pytest.raises(ActivityWithoutProof):
        hand_in(work(classroom.enrolments[0]), [], **WHEN, by=None)  # type: ignore[arg-type]
    linked = hand_in(work(classroom.enrolments[0], link=LINK), [], **WHEN, by=None)  # type: ignore[arg-type]
    assert linked.link == LINK


def test_proofs_are_judged_by_their_content_kept_once_and_only_while_it_waits(classroom: Classroom) -> None:
    activity, done = handed_in(classroom), work(classroom.enrolments[0])
    when = WHEN | {"by": classroom.odile}
    with pytest.raises(ScanIsAProgram):
        hand_in(done, [ProofFile("capture.pdf", b"MZ" + PDF)], **when)  # type: ignore[arg-type]
    more = [ProofFile("a.pdf", PDF + str(number).encode()) for number in range(1, MOST_PROOFS)]
    hand_in(done, [PROOF, *more], **when)  # type: ignore[arg-type]
    assert len(activity.proofs) == MOST_PROOFS
    with pytest.raises(TooManyProofs):
        hand_in(done, [ProofFile("a.pdf", PDF + b"one more")], **when)  # type: ignore[arg-type]
    validate_activities(classroom.network, [activity.id], **WHEN, by=classroom.ines)  # type: ignore[arg-type]
    hand_in(done, [ProofFile("a.pdf", PDF + b"too late")], **when)  # type: ignore[arg-type]
    assert len(activity.proofs) == MOST_PROOFS
    with pytest.raises(DecidedMeanwhile):
        withdraw_activity(activity, now=NOON, by=None)
    assert list(ledger_problems()) == []


def test_nobody_validates_or_refuses_their_own(classroom: Classroom) -> None:
    activity = handed_in(classroom)
    own = activity.enrolment.advisor.person
    invite(classroom.network, own.email, own.given_name, own.family_name, [Role.TRAINER], now=NOON)
    with pytest.raises(OwnActivity):
        validate_activities(classroom.network, [activity.id], **WHEN, by=own)  # type: ignore[arg-type]
    with pytest.raises(OwnActivity):
        refuse_activity(activity, "Non", now=NOON, by=own)


def test_an_activity_of_another_network_is_not_there(classroom: Classroom, gers: Classroom) -> None:
    activity = handed_in(gers)
    with pytest.raises(NotFound):
        validate_activities(classroom.network, [activity.id], **WHEN, by=classroom.ines)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        reopen_activities(classroom.network, [activity.id], now=NOON, by=classroom.ines)


def test_who_left_or_came_later_is_not_credited_and_dates_leave_no_activity_outside(
    classroom: Classroom,
) -> None:
    enrolment = classroom.enrolments[0]
    waiting = handed_in(classroom, title="Avant le départ")
    kept = validated(classroom, day=YESTERDAY - timedelta(days=7))
    with pytest.raises(HoursOutsideThePeriod):
        _leaves(enrolment, kept.day - timedelta(days=1))
    _leaves(enrolment, kept.day)
    with pytest.raises(AfterExit):
        validate_activities(classroom.network, [waiting.id], **WHEN, by=classroom.ines)  # type: ignore[arg-type]
    assert counted(enrolment) == 90


def _leaves(enrolment: Enrolment, day: date) -> None:
    change_enrolment(
        enrolment,
        group=enrolment.group,
        parcours_hours=105,
        prescribed_minutes=6300,
        placement_tested_on=None,
        starts_on=None,
        ends_on=None,
        exited_on=day,
        exit_reason="Fin de contrat",
        decided_status=None,
        decision_reason=None,
        now=NOON,
        by=None,
    )


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE activities SET minutes = 480", "as it was handed in"),
        ("UPDATE activities SET day = '2022-01-01'", "as it was handed in"),
        ("UPDATE activity_proofs SET name = 'autre.pdf'", "append-only"),
        ("DELETE FROM activity_proofs", "append-only"),
    ],
)
def test_the_database_itself_keeps_what_was_handed_in(
    classroom: Classroom, database: Session, statement: str, said: str
) -> None:
    handed_in(classroom)
    with pytest.raises(IntegrityError, match=said):
        database.execute(text(statement))


def test_the_database_itself_counts_nothing_that_was_not_validated_and_nothing_twice(
    classroom: Classroom, database: Session
) -> None:
    copied = (
        "INSERT INTO hours_entries (network_id, recording_id, enrolment_id, advisor_id, day, activity_id, modality, "
        "attendance, minutes, half_day_minutes) SELECT a.network_id, r.id, a.enrolment_id, a.advisor_id, a.day, a.id, "
        "a.modality, 'present', a.minutes, a.minutes FROM activities a, recordings r WHERE a.title = :title"
    )
    validated(classroom, title="Validée")
    handed_in(classroom, title="En attente")
    for title in ("Validée", "En attente"):
        with pytest.raises(IntegrityError):
            database.execute(text(copied), {"title": title})
        database.rollback()


def test_a_validated_activity_that_the_ledger_does_not_count_is_found(classroom: Classroom) -> None:
    activity = handed_in(classroom)
    db.session.execute(
        text("UPDATE activities SET state = 'validated', decided_at = handed_in_at WHERE id = :id"),
        {"id": activity.id},
    )
    assert [each for each in ledger_problems() if "devrait la compter 1 fois" in str(each)]


def test_a_validation_is_taken_back_right_after_the_press_by_who_pressed_and_by_nobody_later(
    classroom: Classroom, database: Session
) -> None:
    activity = handed_in(classroom)
    first = validate_activities(classroom.network, [activity.id], **WHEN, by=classroom.ines)  # type: ignore[arg-type]
    assert first is not None
    with pytest.raises(CannotUndoValidation):
        undo_validation(first, now=NOON, by=classroom.marc)
    with pytest.raises(CannotUndoValidation):
        undo_validation(first, now=NOON + UNDO_LASTS, by=classroom.ines)

    assert undo_validation(first, now=NOON, by=classroom.ines) is not None
    assert counted(activity.enrolment) == 0
    again = validate_activities(classroom.network, [activity.id], **WHEN, by=classroom.marc)  # type: ignore[arg-type]

    assert undo_validation(first, now=NOON, by=classroom.ines) is None, "what Marc validated since is his"
    assert counted(activity.enrolment) == 90
    assert again is not None
    assert list(ledger_problems()) == []
