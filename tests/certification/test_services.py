"""Exam sessions and results, written on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.audit.queries import chain_problems
from app.certification.models import ExamSession, Result
from app.certification.queries import (
    exam_session,
    exam_sessions,
    exams_of_network,
    obtained_results,
    results_by_advisor,
    results_in,
    results_of,
)
from app.certification.rules import (
    BlockHasResults,
    CorrectionNeedsReason,
    DecidedInTheFuture,
    ExamSessionExists,
    JuryTooSmall,
    NotACandidate,
    ObtainedStaysObtained,
    Outcome,
    RemarkTooLong,
    ResultIsCertified,
    TitleNotInForce,
    UnknownAdvisor,
    Verdict,
)
from app.certification.services import (
    STATE_RESULTS,
    change_exam_session,
    record_result_on,
    record_results,
    session_of_state_results,
)
from app.core.errors import RuleBroken
from app.progress.queries import network_summary
from app.progress.rules import Stage
from app.training.rules import NameMissing, NameTooLong
from app.training.titles import UnknownBlock, UnknownTitle
from tests.certification.examination import (
    DECIDED_ON,
    HELD_ON,
    JURY,
    NOON,
    TODAY,
    Examination,
    certify,
)


def last_act(database: Session) -> AuditEntry:
    return database.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first() or AuditEntry()


def count_of(database: Session, table: type) -> int:
    return database.scalar(select(func.count()).select_from(table)) or 0


def test_an_exam_is_announced_with_its_jury(examination: Examination, database: Session) -> None:
    exam = examination.announce("Session de Dax", place="Dax", centre="Afpa de Dax")
    assert [member.name for member in exam.jurors] == [name for name, _ in JURY]
    assert exam.block.name.startswith("Accompagner différents publics")
    assert exam.day == DECIDED_ON
    act = last_act(database)
    assert (act.action, act.after and act.after["place"]) == ("exam_session.created", "Dax")


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"block_code": "CCP9"}, UnknownBlock),
        ({"title_code": "CAP"}, UnknownTitle),
        ({"jurors": JURY[:1]}, JuryTooSmall),
        ({"jurors": ()}, JuryTooSmall),
        ({"held_on": date(2025, 7, 13), "decided_on": None}, TitleNotInForce),
        ({"name": "  "}, NameMissing),
        ({"name": "x" * 201}, NameTooLong),
        ({"name": "Session d’octobre"}, ExamSessionExists),
    ],
)
def test_an_exam_that_the_regulation_refuses_leaves_no_trace(
    examination: Examination, database: Session, facts: dict[str, object], refusal: type[RuleBroken]
) -> None:
    acts = count_of(database, AuditEntry)
    with pytest.raises(refusal):
        examination.announce(**{"name": "Session de Dax", **facts})  # type: ignore[arg-type]
    assert [exam.name for exam in exam_sessions(examination.network)] == ["Session d’octobre"]
    assert count_of(database, AuditEntry) == acts


def change(examination: Examination, **facts: object) -> None:
    usual = {
        "title_code": "REMN",
        "block_code": "CCP1",
        "name": "Session d’octobre",
        "held_on": HELD_ON,
        "decided_on": DECIDED_ON,
        "jurors": JURY,
    }
    change_exam_session(
        examination.exam,
        **{**usual, **facts},  # type: ignore[arg-type]
        today=TODAY,
        now=NOON,
        by=examination.odile,
    )


def test_an_exam_is_changed_and_its_members_replaced(examination: Examination, database: Session) -> None:
    new_jury = (("Mathieu Soubaigné", "juré"), ("Aline Ducos", ""), ("Colette Pébarthe", "présidente"))
    change(examination, name="Session d’automne", jurors=new_jury)
    database.expire_all()
    changed = exam_session(examination.network, examination.exam.id)
    assert changed is not None
    assert changed.name == "Session d’automne"
    assert [(member.position, member.name) for member in changed.jurors] == [
        (position, name) for position, (name, _) in enumerate(new_jury, start=1)
    ]
    change(examination, name="Session d’automne", jurors=JURY)
    assert len(changed.jurors) == 2


def test_a_change_of_nothing_is_no_act(examination: Examination, database: Session) -> None:
    acts = count_of(database, AuditEntry)
    change(examination)
    assert count_of(database, AuditEntry) == acts


def test_the_block_of_an_exam_with_results_stays(examination: Examination) -> None:
    examination.record(examination.candidates[0], Outcome.OBTAINED)
    with pytest.raises(BlockHasResults):
        change(examination, block_code="CCP2")
    with pytest.raises(DecidedInTheFuture):
        change(examination, decided_on=TODAY + timedelta(days=1))
    assert examination.exam.block_code == "CCP1"


def test_a_list_is_recorded_at_once_and_as_one_act(examination: Examination, database: Session) -> None:
    first, second = examination.candidates
    acts = count_of(database, AuditEntry)
    verdicts = {
        first.id: Verdict(Outcome.OBTAINED),
        second.id: Verdict(Outcome.NOT_PRESENTED, "Arrêt maladie"),
    }
    changed = record_results(examination.exam, verdicts, today=TODAY, now=NOON, by=examination.odile)
    assert changed == 2
    assert count_of(database, AuditEntry) == acts + 1
    assert last_act(database).after == {
        str(first.id): {"outcome": "obtained", "remark": None},
        str(second.id): {"outcome": "not_presented", "remark": "Arrêt maladie"},
    }
    assert list(chain_problems()) == []


def test_the_same_list_again_changes_nothing(examination: Examination, database: Session) -> None:
    candidate = examination.candidates[0]
    examination.record(candidate, Outcome.NOT_PRESENTED, "Arrêt maladie")
    acts = count_of(database, AuditEntry)
    assert examination.record(candidate, Outcome.NOT_PRESENTED, "Arrêt maladie ") == 0
    assert examination.record(candidate, Outcome.NOT_PRESENTED) == 0
    assert count_of(database, AuditEntry) == acts


def test_a_recorded_outcome_is_corrected_with_a_reason_that_is_kept(
    examination: Examination, database: Session
) -> None:
    candidate = examination.candidates[0]
    examination.record(candidate, Outcome.OBTAINED)
    with pytest.raises(CorrectionNeedsReason):
        examination.record(candidate, Outcome.NOT_OBTAINED)
    assert examination.outcome_of(candidate) is Outcome.OBTAINED
    assert examination.record(candidate, Outcome.NOT_OBTAINED, "Erreur de saisie") == 1
    act = last_act(database)
    assert act.before == {str(candidate.id): {"outcome": "obtained", "remark": None}}
    assert act.after == {str(candidate.id): {"outcome": "not_obtained", "remark": "Erreur de saisie"}}


def test_an_obtained_block_is_neither_obtained_again_nor_lost_in_another_session(
    examination: Examination,
) -> None:
    candidate = examination.candidates[0]
    examination.record(candidate, Outcome.OBTAINED)
    later = examination.announce("Session de novembre", held_on=TODAY, decided_on=TODAY)
    for outcome in Outcome:
        with pytest.raises(ObtainedStaysObtained):
            examination.record(candidate, outcome, "motif", exam=later)
    assert results_in(later) == {}


def test_somebody_who_failed_obtains_later_and_the_failure_stays_in_the_history(
    examination: Examination,
) -> None:
    candidate = examination.candidates[0]
    examination.record(candidate, Outcome.NOT_OBTAINED)
    later = examination.announce("Session de novembre", held_on=TODAY, decided_on=TODAY)
    examination.record(candidate, Outcome.OBTAINED, exam=later)
    assert [each.outcome for each in results_of(candidate)] == [Outcome.OBTAINED, Outcome.NOT_OBTAINED]
    assert results_by_advisor(examination.network, "REMN", "CCP1")[candidate.id].exam_session_id == later.id
    with pytest.raises(ObtainedStaysObtained):
        examination.record(candidate, Outcome.OBTAINED, "motif")


def test_results_wait_for_the_jury(examination: Examination) -> None:
    with pytest.raises(DecidedInTheFuture):
        examination.record(examination.candidates[0], Outcome.OBTAINED, today=DECIDED_ON - timedelta(days=1))


def test_only_candidates_get_results(examination: Examination) -> None:
    outsider = examination.newcomer("Passant", is_enrolled=False)
    with pytest.raises(NotACandidate):
        examination.record(outsider, Outcome.OBTAINED)
    ccp2 = examination.announce("CCP2", block_code="CCP2")
    with pytest.raises(NotACandidate):
        examination.record(examination.candidates[0], Outcome.OBTAINED, exam=ccp2)


def test_everybody_in_training_is_a_candidate_for_pix(examination: Examination) -> None:
    candidate = examination.candidates[0]
    recorded = record_result_on(
        examination.network, candidate.id, "PIX", "PIX", HELD_ON, Verdict(Outcome.OBTAINED),
        today=TODAY, now=NOON, by=examination.odile,
    )  # fmt: skip
    assert recorded == 1
    assert obtained_results(examination.network) == []


def test_an_advisor_of_another_network_does_not_exist(
    examination: Examination, stranger: Examination
) -> None:
    for advisor_id in (stranger.candidates[0].id, 999_999):
        with pytest.raises(UnknownAdvisor):
            record_results(
                examination.exam, {advisor_id: Verdict(Outcome.OBTAINED)}, today=TODAY, now=NOON, by=None
            )


def test_one_refused_line_refuses_the_whole_list(examination: Examination, database: Session) -> None:
    first, second = examination.candidates
    verdicts = {first.id: Verdict(Outcome.OBTAINED), second.id: Verdict(Outcome.OBTAINED, "x" * 201)}
    with pytest.raises(RemarkTooLong):
        record_results(examination.exam, verdicts, today=TODAY, now=NOON, by=examination.odile)
    assert count_of(database, Result) == 0


def test_a_certified_result_is_refused_by_name_until_its_certificate_is_revoked(
    examination: Examination, database: Session
) -> None:
    candidate, other = examination.candidates
    examination.record(candidate, Outcome.OBTAINED)
    certify(database, examination.result_of(candidate))
    with pytest.raises(ResultIsCertified) as refused:
        examination.record(candidate, Outcome.NOT_OBTAINED, "Erreur de saisie")
    assert refused.value.facts == {"person": "Camille Candidat A"}
    assert examination.outcome_of(candidate) is Outcome.OBTAINED
    examination.record(other, Outcome.OBTAINED)
    certify(database, examination.result_of(other), state="revoked")
    assert examination.record(other, Outcome.NOT_OBTAINED, "Erreur de saisie") == 1


def test_the_results_of_the_state_have_one_session_for_each_day(
    examination: Examination, database: Session
) -> None:
    def session(day: date | None = None) -> ExamSession:
        return session_of_state_results(
            examination.network, "REMN", "CCP1", decided_on=day, now=NOON, by=None
        )

    assert session().id == session().id
    assert session().name == STATE_RESULTS
    other_day = date(2022, 11, 3)
    assert session(other_day).id == session(other_day).id != session().id
    assert session(other_day).decided_on == other_day
    # One that an administrator has described is the State's too, when it was decided on that day.
    assert session(DECIDED_ON).id == examination.exam.id
    assert count_of(database, ExamSession) == 3


def test_an_exam_held_on_the_day_of_the_states_jury_was_decided_on_it(examination: Examination) -> None:
    """The certificate prints the day of the deliberation, which the network may not have known."""
    held = examination.announce("Session de mars", held_on=date(2022, 3, 28), decided_on=None, jurors=())
    found = session_of_state_results(
        examination.network, "REMN", "CCP1", decided_on=date(2022, 3, 28), now=NOON, by=None
    )
    assert found.id == held.id
    assert (found.held_on, found.decided_on) == (date(2022, 3, 28), date(2022, 3, 28))


def test_a_session_of_the_state_is_completed_without_naming_its_jury(examination: Examination) -> None:
    day = date(2022, 3, 28)
    session = session_of_state_results(examination.network, "REMN", "CCP1", decided_on=day, now=NOON, by=None)
    facts: dict[str, Any] = {"title_code": "REMN", "block_code": "CCP1", "name": session.name}
    usual: dict[str, Any] = {**facts, "decided_on": day, "today": TODAY, "now": NOON, "by": None}
    change_exam_session(session, **usual, place="Dax")
    assert session.place == "Dax"
    with pytest.raises(JuryTooSmall):
        change_exam_session(session, **usual, jurors=JURY[:1])
    with pytest.raises(JuryTooSmall):
        change_exam_session(session, **{**usual, "decided_on": date(2022, 3, 29)})


def test_a_result_of_a_day_goes_into_the_session_of_that_day(examination: Examination) -> None:
    network, odile = examination.network, examination.odile
    first, second = examination.candidates
    for candidate, day in ((first, HELD_ON), (second, date(2022, 11, 3))):
        record_result_on(
            network, candidate.id, "REMN", "CCP1", day, Verdict(Outcome.OBTAINED), today=TODAY, now=NOON, by=odile
        )  # fmt: skip
    assert set(results_in(examination.exam)) == {first.id}
    assert [exam.name for exam in exam_sessions(network)] == ["Session du 03/11/2022", "Session d’octobre"]
    with pytest.raises(DecidedInTheFuture):
        record_result_on(
            network, second.id, "REMN", "CCP1", TODAY + timedelta(days=1), Verdict(Outcome.OBTAINED),
            today=TODAY, now=NOON, by=odile,
        )  # fmt: skip
    assert len(exam_sessions(network)) == 2


def test_the_network_counts_no_late_recruit_as_a_failure(examination: Examination) -> None:
    first, second = examination.candidates
    examination.record(first, Outcome.OBTAINED)
    examination.record(second, Outcome.NOT_OBTAINED)
    examination.record(examination.late, Outcome.NOT_OBTAINED)
    exams = exams_of_network(examination.network, TODAY)
    (block,) = exams.blocks
    for tally in (block.tally, exams.tallies[examination.exam.id]):
        assert (tally.obtained, tally.not_obtained, tally.late_in_training) == (1, 1, 1)
        assert (tally.pass_rate.obtained, tally.pass_rate.presented) == (1, 2)
    assert block.tally.exempt == 1


def test_passes_come_in_the_order_of_the_network(examination: Examination) -> None:
    for candidate in reversed(examination.candidates):
        examination.record(candidate, Outcome.OBTAINED)
    passes = obtained_results(examination.network)
    assert [each.advisor.person.family_name for each in passes] == ["Candidat A", "Candidat B"]


def test_a_late_recruit_who_left_is_on_the_way_no_more(examination: Examination, database: Session) -> None:
    """The page of exams then says the same as the first sentence of the network."""
    examination.late.enrolments[0].exited_on = TODAY - timedelta(days=1)
    database.commit()
    network = examination.network
    (block,) = exams_of_network(network, TODAY).blocks
    stages = network_summary(network, TODAY).stages
    assert (block.tally.late_in_training, block.tally.left) == (0, 1)
    assert (stages.late_in_training, stages.counts[Stage.LEFT]) == (0, 1)
