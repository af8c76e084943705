"""What the database itself keeps, against SQL that comes from anywhere and against people who press at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapper, Session

from app.certification.models import ONE_OBTAINED_PER_BLOCK, ONE_RESULT_PER_SESSION, ExamSession, Result
from app.certification.queries import results_of
from app.certification.rules import ExamSessionExists, Outcome, RecordedMeanwhile, ResultIsCertified, Verdict
from app.certification.services import create_exam_session, record_results, session_of_state_results
from app.database import breaks
from app.extensions import db
from app.people.models import Network
from tests.certification.examination import NOON, TODAY, Examination, certify
from tests.together import all_at_once

INSERT = text(
    "INSERT INTO results (network_id, exam_session_id, advisor_id, title_code, block_code, outcome, recorded_at) "
    "VALUES (:network, :exam, :advisor, :title, :block, :outcome, '2022-10-07 10:00')"
)


def row(examination: Examination, **changes: Any) -> dict[str, Any]:
    """The values of a good result, with some of them changed."""
    good = {
        "network": examination.network.id,
        "exam": examination.exam.id,
        "advisor": examination.candidates[0].id,
        "title": "REMN",
        "block": "CCP1",
        "outcome": "obtained",
    }
    return {**good, **changes}


def test_a_good_result_passes_the_guards(examination: Examination, database: Session) -> None:
    database.execute(INSERT, row(examination))
    database.commit()
    assert examination.outcome_of(examination.candidates[0]) is Outcome.OBTAINED


@pytest.mark.parametrize(
    "changes", [{"block": "CCP2"}, {"title": "PIX"}, {"outcome": "brilliant"}, {"advisor": 999_999}]
)
def test_a_result_of_another_block_or_of_nobody_is_refused(
    examination: Examination, database: Session, changes: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError):
        database.execute(INSERT, row(examination, **changes))
    database.rollback()


def test_a_result_never_joins_two_networks(
    examination: Examination, stranger: Examination, database: Session
) -> None:
    for changes in ({"advisor": stranger.candidates[0].id}, {"exam": stranger.exam.id}):
        with pytest.raises(IntegrityError):
            database.execute(INSERT, row(examination, **changes))
        database.rollback()


def test_a_second_result_in_a_session_and_a_second_pass_are_refused(
    examination: Examination, database: Session
) -> None:
    later = examination.announce("Session de novembre", held_on=TODAY, decided_on=TODAY)
    database.execute(INSERT, row(examination))
    database.commit()
    rules = ONE_RESULT_PER_SESSION, ONE_OBTAINED_PER_BLOCK
    mistakes: tuple[dict[str, Any], ...] = {"outcome": "not_obtained"}, {"exam": later.id}
    for rule, changes in zip(rules, mistakes, strict=True):
        with pytest.raises(IntegrityError) as refused:
            database.execute(INSERT, row(examination, **changes))
        assert [each for each in rules if breaks(refused.value, each)] == [rule]
        database.rollback()


def test_sql_does_not_change_a_certified_result(examination: Examination, database: Session) -> None:
    candidate = examination.candidates[0]
    examination.record(candidate, Outcome.OBTAINED)
    certify(database, examination.result_of(candidate))
    with pytest.raises(IntegrityError, match="a certified result is fixed"):
        database.execute(text("UPDATE results SET outcome = 'not_obtained'"))
    database.rollback()
    with pytest.raises(IntegrityError):
        database.execute(text("DELETE FROM results"))
    database.rollback()
    assert examination.outcome_of(candidate) is Outcome.OBTAINED


def test_sql_changes_a_result_whose_certificate_is_revoked(
    examination: Examination, database: Session
) -> None:
    candidate = examination.candidates[0]
    examination.record(candidate, Outcome.OBTAINED)
    certify(database, examination.result_of(candidate), state="revoked")
    database.execute(text("UPDATE results SET outcome = 'not_obtained'"))
    database.commit()
    assert examination.outcome_of(candidate) is Outcome.NOT_OBTAINED


def obtain(exam_id: int, advisor_id: int) -> int:
    """Record a pass, as one of several people who press at once."""
    exam = db.session.get_one(ExamSession, exam_id)
    return record_results(exam, {advisor_id: Verdict(Outcome.OBTAINED)}, today=TODAY, now=NOON, by=None)


def unforeseen(outcomes: list[Any]) -> list[Any]:
    """Leave out what somebody may be told in a race."""
    return [each for each in outcomes if each not in (0, 1) and not isinstance(each, RecordedMeanwhile)]


def test_eight_people_record_the_same_result_once(
    app: Flask, examination: Examination, database: Session
) -> None:
    exam_id, candidate = examination.exam.id, examination.candidates[0]
    advisor_id = candidate.id
    database.commit()
    outcomes = all_at_once(app, lambda _: obtain(exam_id, advisor_id))
    assert unforeseen(outcomes) == []
    assert outcomes.count(1) == 1
    assert len(results_of(candidate)) == 1


def test_a_block_obtained_in_eight_sessions_at_once_is_obtained_in_one(
    app: Flask, examination: Examination, database: Session
) -> None:
    exams = [examination.announce(f"Jury {number}").id for number in range(8)]
    candidate = examination.candidates[0]
    advisor_id = candidate.id
    database.commit()
    with everybody_looks_before_anybody_writes(database, 8):
        outcomes = all_at_once(app, lambda index: obtain(exams[index], advisor_id))
    assert outcomes.count(1) == 1, outcomes
    assert len(results_of(candidate)) == 1


def test_without_its_index_a_block_is_obtained_many_times_over(
    app: Flask, examination: Examination, database: Session
) -> None:
    """The control: the race above is real, and the index is what ends it."""
    if database.get_bind().dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time: nobody looks while somebody else writes")
    exams = [examination.announce(f"Jury {number}").id for number in range(8)]
    candidate = examination.candidates[0]
    advisor_id = candidate.id
    database.commit()
    with without_index(database), everybody_looks_before_anybody_writes(database, 8):
        outcomes = all_at_once(app, lambda index: obtain(exams[index], advisor_id))
        assert outcomes == [1] * 8
        assert len(results_of(candidate)) == 8
        database.execute(text("DELETE FROM results"))
        database.commit()


@contextmanager
def everybody_looks_before_anybody_writes(database: Session, count: int) -> Iterator[None]:
    """Hold each writer on PostgreSQL until all have read: the worst moment, every time."""
    if database.get_bind().dialect.name != "postgresql":
        yield
        return
    barrier = Barrier(count)

    def wait(_mapper: Mapper[Result], _connection: Any, _result: Result) -> None:
        barrier.wait(timeout=30)

    event.listen(Result, "before_insert", wait)
    try:
        yield
    finally:
        event.remove(Result, "before_insert", wait)


@contextmanager
def without_index(database: Session) -> Iterator[None]:
    """Take away what keeps a block from being obtained twice, and put it back."""
    database.execute(text(f"DROP INDEX {ONE_OBTAINED_PER_BLOCK.name}"))
    database.commit()
    try:
        yield
    finally:
        database.rollback()
        database.execute(
            text(
                f"CREATE UNIQUE INDEX {ONE_OBTAINED_PER_BLOCK.name} ON results (advisor_id, title_code, block_code) "
                "WHERE outcome = 'obtained'"
            )
        )
        database.commit()


def test_eight_imports_find_one_session_of_the_state(
    app: Flask, examination: Examination, database: Session
) -> None:
    network_id = examination.network.id
    database.commit()

    def import_results(_index: int) -> int:
        network = db.session.get_one(Network, network_id)
        return session_of_state_results(network, "REMN", "CCP1", now=NOON, by=None).id

    assert len(set(all_at_once(app, import_results))) == 1


def test_eight_presses_make_one_exam(app: Flask, examination: Examination, database: Session) -> None:
    network_id = examination.network.id
    database.commit()

    def press(_index: int) -> str:
        network = db.session.get_one(Network, network_id)
        try:
            create_exam_session(
                network, title_code="REMN", block_code="CCP1", name="Session de Dax", now=NOON, by=None
            )
        except ExamSessionExists:
            return "refused"
        return "created"

    assert sorted(all_at_once(app, press)) == ["created", *["refused"] * 7]


def test_a_correction_and_a_certificate_of_one_moment_see_each_other(
    app: Flask, examination: Examination, database: Session
) -> None:
    candidate = examination.candidates[0]
    examination.record(candidate, Outcome.OBTAINED)
    result_id, exam_id, advisor_id = examination.result_of(candidate).id, examination.exam.id, candidate.id
    database.commit()

    def press(index: int) -> str:
        if index % 2:
            exam = db.session.get_one(ExamSession, exam_id)
            verdict = {advisor_id: Verdict(Outcome.NOT_OBTAINED, "Erreur de saisie")}
            try:
                record_results(exam, verdict, today=TODAY, now=NOON, by=None)
            except ResultIsCertified:
                return "certified first"
            return "corrected"
        try:
            certify(db.session(), db.session.get_one(Result, result_id))
        except IntegrityError:
            return "refused"
        return "certified"

    outcomes = all_at_once(app, press, count=2)
    assert sorted(outcomes) in (["certified", "certified first"], ["corrected", "refused"])
