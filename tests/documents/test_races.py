"""Eight people press the button at once: every number is given once, every result certified once.

That it is the lock and the indexes which hold this is proved by taking them away.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.certification.models import Result
from app.documents.models import DocumentState, IssuedDocument, PrintRun
from app.documents.queries import document_problems, documents_in_force, due_results
from app.documents.rules import NothingToIssue
from app.documents.services import complete_run, issuing, reserve_certificates
from app.extensions import db
from app.people.queries import network_by_code
from tests.documents.ceremony import BASE_URL, NOON, TODAY, Ceremony, noon
from tests.together import all_at_once

pytestmark = pytest.mark.usefixtures("quick_paper")


@pytest.fixture
def ceremony(begin_with: Callable[..., Ceremony]) -> Ceremony:
    return begin_with(of_eight)


def of_eight() -> Ceremony:
    return Ceremony(size=8)


def reserve_here(result_ids: list[int]) -> int:
    """Reserve in the context of this thread; return the run."""
    network = network_by_code("landes")
    assert network is not None
    results = list(db.session.scalars(select(Result).where(Result.id.in_(result_ids)).order_by(Result.id)))
    run = reserve_certificates(network, results, today=TODAY, now=NOON, by=None, base_url=BASE_URL)
    return run.id


def serials(database: Session) -> list[int]:
    return list(database.scalars(select(IssuedDocument.serial).order_by(IssuedDocument.serial)))


def test_one_result_is_certified_once(app: Flask, ceremony: Ceremony, database: Session) -> None:
    wanted = [ceremony.result_of(ceremony.advisors[0]).id]
    database.commit()

    outcomes = all_at_once(app, lambda _index: reserve_here(wanted))

    assert sorted(type(each).__name__ for each in outcomes) == ["NothingToIssue"] * 7 + ["int"]
    assert serials(database) == [1]


def test_all_that_is_due_is_issued_once(app: Flask, ceremony: Ceremony, database: Session) -> None:
    wanted = [result.id for result in due_results(ceremony.network)]
    database.commit()

    outcomes = all_at_once(app, lambda _index: reserve_here(wanted))

    assert [type(each) for each in outcomes].count(NothingToIssue) == 7
    assert serials(database) == list(range(1, 9))
    assert list(document_problems()) == []


def test_different_results_take_different_numbers(app: Flask, ceremony: Ceremony, database: Session) -> None:
    wanted = [result.id for result in due_results(ceremony.network)]
    database.commit()

    outcomes = all_at_once(app, lambda index: reserve_here([wanted[index]]))

    assert [type(each) for each in outcomes] == [int] * 8
    assert serials(database) == list(range(1, 9))
    assert list(document_problems()) == []


def test_a_run_completed_by_eight_at_once_issues_each_certificate_once(
    app: Flask, ceremony: Ceremony, database: Session
) -> None:
    run_id = ceremony.reserve().id
    database.commit()

    issued = all_at_once(app, lambda _index: complete_run(db.session.get_one(PrintRun, run_id), now=noon))

    assert sum(issued) == 8
    assert len(documents_in_force(ceremony.network)) == 8
    assert list(document_problems()) == []


def test_without_the_lock_and_the_indexes_numbers_and_certificates_are_doubled(
    app: Flask, ceremony: Ceremony, database: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: a race that could not fail would prove nothing above."""
    if database.get_bind().dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time, whatever we leave out")
    # The series exists, or its own uniqueness would stop seven of eight.
    ceremony.reserve(ceremony.result_of(ceremony.advisors[7]))
    wanted = [ceremony.result_of(advisor).id for advisor in ceremony.advisors[:2]]
    database.commit()
    monkeypatch.setattr(issuing, "lock_until_commit", lambda _name: None)

    with without_uniqueness(database):
        all_at_once(app, lambda _index: reserve_here(wanted))
        doubled_numbers = [number for number in serials(database) if serials(database).count(number) > 1]
        live = select(func.count()).where(IssuedDocument.state != DocumentState.REVOKED)
        doubled_results = database.scalars(
            live.group_by(IssuedDocument.result_id).having(func.count() > 1)
        ).all()

    assert doubled_numbers
    assert doubled_results


@contextmanager
def without_uniqueness(database: Session) -> Iterator[None]:
    """Take from the database what keeps numbers and certificates single, and give it back."""
    constraints = {
        "uq_issued_documents_number": "(number)",
        "uq_issued_documents_network_id_year_serial": "(network_id, year, serial)",
    }
    for name in constraints:
        database.execute(text(f"ALTER TABLE issued_documents DROP CONSTRAINT {name}"))
    database.execute(text("DROP INDEX uq_issued_documents_live"))
    database.commit()
    try:
        yield
    finally:
        database.rollback()
        database.execute(text("SET LOCAL session_replication_role = replica"))
        database.execute(text("DELETE FROM issued_documents"))
        for name, columns in constraints.items():
            database.execute(text(f"ALTER TABLE issued_documents ADD CONSTRAINT {name} UNIQUE {columns}"))
        database.execute(
            text(
                "CREATE UNIQUE INDEX uq_issued_documents_live ON issued_documents (result_id) "
                "WHERE state <> 'revoked'"
            )
        )
        database.commit()


def test_a_result_cannot_be_taken_back_while_its_certificate_is_being_reserved(
    app: Flask, ceremony: Ceremony, database: Session
) -> None:
    result_id = ceremony.result_of(ceremony.advisors[0]).id
    database.commit()
    refused: list[type[Exception]] = []

    def take_back() -> None:
        with app.app_context():
            try:
                db.session.execute(
                    text(f"UPDATE results SET outcome = 'not_obtained' WHERE id = {result_id}")
                )
                db.session.commit()
            except IntegrityError as error:
                refused.append(type(error))

    # The certificate is inserted and not committed when somebody else changes the result.
    database.execute(
        text(
            "INSERT INTO issued_documents (network_id, advisor_id, result_id, year, serial, number, code, facts, "
            f"issued_on, reserved_at, state) SELECT network_id, advisor_id, id, 2022, 1, 'L-1', 'C1', '{{}}', "
            f"'2022-11-15', '2022-11-15 11:00:00', 'reserved' FROM results WHERE id = {result_id}"
        )
    )
    somebody_else = threading.Thread(target=take_back)
    somebody_else.start()
    time.sleep(0.1)
    database.commit()
    somebody_else.join(timeout=60)

    assert refused == [IntegrityError]
