"""Imports of people, enrolments and results are taken back while nothing rests on them, and take nothing else along."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.attendance.models import Activity
from app.attendance.queries import ledger_problems
from app.attendance.rules import ActivityState
from app.attendance.services import Done, ProofFile, hand_in, record_register
from app.audit.queries import chain_problems
from app.certification.models import ExamSession, Result
from app.certification.rules import ExamStage, Outcome, Verdict
from app.certification.services import admit, cancel_exam_session, create_exam_session, record_results
from app.core.roles import Role
from app.exchange.kinds import FileKind
from app.exchange.models import FileImport, ImportedRecord
from app.exchange.undoing.refusals import (
    AdvisorChangedSince,
    EnrolmentChangedSince,
    ListedForExamSince,
    NotTakenBack,
    ResultCorrectedSince,
    ResultDecidedSince,
)
from app.exchange.undoing.resting import what_rests
from app.exchange.undoing.services import ImportInUse, undo_import
from app.people.services import invite
from app.progress.telling import tell_of
from app.training.models import Enrolment
from app.training.queries import advisors
from app.training.rules import AdvisorInUse, EnrolmentInUse, Modality
from app.training.services import change_advisor, change_enrolment, create_advisor
from tests.attendance.classroom import NOON, TODAY, YESTERDAY, Classroom
from tests.exchange.test_undoing import ACTIVITIES, ADVISORS, AUBERT, take

LATER = NOON + timedelta(minutes=5)
PIX = f"Prenom;Nom;Email;IdPG;Pix\nCamille;Aubert;{AUBERT};;oui\n"
DATES = (
    "ID conseiller;ID structure;Mail CNFS;Date de départ en formation;Date de fin de formation;Commentaires;Parcours\n"
    "77;;zoe@landes.example.org;14/11/2022;16/12/2022;;105\n"
)


@pytest.fixture
def classroom(begin_with: Callable[..., Classroom]) -> Classroom:
    return begin_with(Classroom)


@pytest.fixture
def zoe(classroom: Classroom) -> None:
    create_advisor(
        classroom.network,
        email="zoe@landes.example.org",
        given_name="Zoé",
        family_name="Yon",
        state_id=77,
        now=NOON,
        by=None,
    )


def resting(done: FileImport, classroom: Classroom) -> list[type]:
    found = [type(each) for each in what_rests(done)]
    with pytest.raises(ImportInUse):
        undo_import(done, now=LATER, by=classroom.odile)
    return found


def counted(database: Session, table: type) -> int:
    return database.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.usefixtures("zoe")
def test_training_dates_come_and_go_and_come_again(classroom: Classroom, database: Session) -> None:
    before = counted(database, Enrolment)
    for _round in range(2):
        done = take(classroom.network, FileKind.TRAINING_DATES, DATES, classroom.odile)
        assert counted(database, Enrolment) == before + 1
        # That nothing is planned for somebody is told of them, which rests on nothing.
        tell_of(classroom.network)
        assert undo_import(done, now=LATER, by=classroom.odile)
        assert not undo_import(done, now=LATER, by=classroom.odile)
        assert counted(database, Enrolment) == before
    assert list(chain_problems()) == []


@pytest.mark.usefixtures("zoe")
def test_an_enrolment_with_hours_or_another_group_keeps_its_import(
    classroom: Classroom, database: Session
) -> None:
    done = take(classroom.network, FileKind.TRAINING_DATES, DATES, classroom.odile)
    enrolment = database.scalars(select(Enrolment).order_by(Enrolment.id.desc()).limit(1)).one()
    change_enrolment(
        enrolment,
        starts_on=enrolment.starts_on,
        ends_on=enrolment.ends_on,
        parcours_hours=105,
        group=classroom.group,
        now=LATER,
        by=classroom.odile,
    )
    assert resting(done, classroom) == [EnrolmentChangedSince]
    record_register(classroom.half_day(TODAY), {}, today=TODAY, now=LATER, by=classroom.ines)
    assert resting(done, classroom) == [EnrolmentInUse]
    assert list(ledger_problems()) == []


@pytest.mark.usefixtures("zoe")
def test_an_enrolment_keeps_its_import_while_an_exam_has_the_person_on_its_list(
    classroom: Classroom, database: Session
) -> None:
    done = take(classroom.network, FileKind.TRAINING_DATES, DATES, classroom.odile)
    enrolment = database.scalars(select(Enrolment).order_by(Enrolment.id.desc()).limit(1)).one()
    title_code, block_code = enrolment.cohort.aim
    when: dict[str, Any] = {"now": LATER, "by": classroom.odile}
    exam = create_exam_session(
        classroom.network, title_code=title_code, block_code=block_code, name="Mars", held_on=TODAY, **when
    )
    admit(exam, {enrolment.advisor_id: "Décision"}, today=TODAY, **when)
    assert resting(done, classroom) == [ListedForExamSince]
    cancel_exam_session(exam, "Salle fermée", today=TODAY, **when)
    assert undo_import(done, **when)


@pytest.mark.parametrize("corrected", [None, 78])
def test_an_identifier_that_the_file_taught_goes_with_it_unless_it_was_corrected(
    classroom: Classroom, database: Session, corrected: int | None
) -> None:
    facts: dict[str, Any] = {"given_name": "Zoé", "family_name": "Yon", "email": "zoe@landes.example.org"}
    zoe = create_advisor(classroom.network, **facts, now=NOON, by=None)
    done = take(classroom.network, FileKind.TRAINING_DATES, DATES, classroom.odile)
    assert zoe.state_id == 77
    if corrected:
        change_advisor(zoe, **facts, state_id=corrected, now=LATER, by=classroom.odile)
    assert undo_import(done, now=LATER, by=classroom.odile)
    database.expire_all()
    assert zoe.state_id == corrected
    assert list(chain_problems()) == []


def test_results_come_and_go_and_come_again(classroom: Classroom, database: Session) -> None:
    for _round in range(2):
        done = take(classroom.network, FileKind.PIX_RESULTS, PIX, classroom.odile)
        assert counted(database, Result) == 1
        assert undo_import(done, now=LATER, by=classroom.odile)
        assert counted(database, Result) == 0
    assert list(chain_problems()) == []


def test_results_of_signed_minutes_keep_their_import(classroom: Classroom, database: Session) -> None:
    done = take(classroom.network, FileKind.PIX_RESULTS, PIX, classroom.odile)
    database.execute(update(ExamSession).values(stage=ExamStage.CLOSED))
    database.commit()
    assert resting(done, classroom) == [ResultDecidedSince]
    assert counted(database, Result) == 1


@pytest.mark.parametrize(
    "corrected",
    [Verdict(Outcome.NOT_OBTAINED, "Courrier du jury"), Verdict(Outcome.OBTAINED, "Vu l’original")],
)
def test_a_result_that_somebody_has_corrected_since_keeps_its_import(
    classroom: Classroom, database: Session, corrected: Verdict
) -> None:
    done = take(classroom.network, FileKind.PIX_RESULTS, PIX, classroom.odile)
    result = database.scalars(select(Result)).one()
    verdicts = {result.advisor_id: corrected}
    record_results(result.exam_session, verdicts, today=TODAY, now=LATER, by=classroom.odile)
    assert resting(done, classroom) == [ResultCorrectedSince]
    assert database.scalars(select(Result)).one().verdict == corrected


def test_an_import_of_which_nothing_was_kept_is_not_taken_back(
    classroom: Classroom, database: Session
) -> None:
    done = take(classroom.network, FileKind.PIX_RESULTS, PIX, classroom.odile)
    database.execute(delete(ImportedRecord))
    database.commit()
    assert resting(done, classroom) == [NotTakenBack]


def test_a_role_that_was_given_before_the_file_is_kept(classroom: Classroom) -> None:
    person = invite(
        classroom.network,
        "zoe@landes.example.org",
        "Zoé",
        "Yon",
        [Role.ADVISOR],
        now=NOON - timedelta(days=1),
    ).person
    line = "Zoé;Yon;zoe@landes.example.org;Mairie;40100\n"
    done = take(classroom.network, FileKind.ADVISORS, ADVISORS + line, classroom.odile)
    assert undo_import(done, now=LATER, by=classroom.odile)
    assert person.roles_given_in(classroom.network) == {Role.ADVISOR}


def test_a_file_that_somebody_has_changed_since_is_named(classroom: Classroom) -> None:
    lines = "Zoé;Yon;zoe@landes.example.org;Mairie;40100\nLéo;Sem;leo@landes.example.org;Mairie;40100\n"
    done = take(classroom.network, FileKind.ADVISORS, ADVISORS + lines, classroom.odile)
    zoe = next(each for each in advisors(classroom.network) if each.person.given_name == "Zoé")
    change_advisor(
        zoe,
        email=zoe.person.email,
        given_name="Zoé",
        family_name="Yon",
        host=zoe.host,
        hired_on=YESTERDAY,
        now=LATER,
        by=classroom.odile,
    )
    assert resting(done, classroom) == [AdvisorChangedSince]
    assert AdvisorInUse not in {type(each) for each in what_rests(done)}


def test_an_activity_that_somebody_has_proved_too_goes_on_waiting(
    classroom: Classroom, database: Session
) -> None:
    text = ACTIVITIES + f"{AUBERT};Module 3;14/11/2022;90\n{AUBERT};Module 4;14/11/2022;60\n"
    done = take(classroom.network, FileKind.ACTIVITIES, text, classroom.odile)
    told = Done(classroom.enrolments[0], YESTERDAY, Modality.E_LEARNING, "Module 3", 90)
    proof = ProofFile("preuve.pdf", b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n")
    hand_in(told, [proof], today=TODAY, now=LATER, by=classroom.odile)
    assert undo_import(done, now=LATER, by=classroom.odile)
    states = {each.title: each.state for each in database.scalars(select(Activity))}
    assert states == {"Module 3": ActivityState.WAITING, "Module 4": ActivityState.WITHDRAWN}
