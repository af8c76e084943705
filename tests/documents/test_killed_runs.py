"""A print run is killed wherever it can be, twenty times, and resumed: nothing is lost, nothing is doubled.

What is stored is looked at after every kill, not only at the end: a run that repairs itself afterwards would pass.
"""

import hashlib
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.audit.queries import chain_problems
from app.documents.models import DocumentState, IssuedDocument
from app.documents.queries import document_problems, seal_problems
from app.documents.queries import due_results as still_due
from tests.documents.ceremony import Ceremony
from tests.documents.killing import KILLED, Task, end_of
from tests.documents.papers import text_of

pytestmark = pytest.mark.kills

TWENTY_MOMENTS = (
    Task("numbered", 1, take=4),
    Task("numbered", 3, take=4),
    Task("reservation recorded", take=4),
    Task("reserved", take=4),
    Task("typeset", 1),
    Task("sealed", 1),
    Task("bytes written", 1),
    Task("issue recorded", 1),
    Task("issued", 1),
    Task("typeset", 2),
    Task("sealed", 2),
    Task("numbered", 2, take=4),
    Task("reservation recorded", take=4),
    Task("reserved", take=4),
    Task("bytes written", 2),
    Task("issue recorded", 2),
    Task("issued", 2),
    Task("reserved", take=4),
    Task("issued", 3),
    Task("typeset", 2),
)


@pytest.fixture
def ceremony(begin_with: Callable[..., Ceremony]) -> Ceremony:
    return begin_with(of_twelve)


def of_twelve() -> Ceremony:
    return Ceremony(size=12)


@pytest.fixture
def work(app: Flask, ceremony: Ceremony, database: Session) -> Callable[[Task], int]:
    """``work(task)``: a process on the database of this test, and how it ended."""

    def end(task: Task) -> int:
        database.rollback()
        return end_of(task, app)

    return end


def problems(database: Session) -> list[str]:
    database.rollback()
    database.expire_all()
    found = [str(each) for each in (*document_problems(), *chain_problems())]
    database.rollback()
    return found


def stored(database: Session) -> list[IssuedDocument]:
    everything = select(IssuedDocument).order_by(IssuedDocument.serial)
    return list(database.scalars(everything.options(undefer(IssuedDocument.pdf))))


def test_a_run_that_is_killed_twenty_times_issues_exactly_what_is_due(
    ceremony: Ceremony, work: Callable[[Task], int], database: Session
) -> None:
    due = [result.id for result in still_due(ceremony.network)]
    kept: dict[str, str] = {}
    for task in TWENTY_MOMENTS:
        assert work(task) == KILLED, task
        assert problems(database) == [], task
        in_force = {each.number: each.sha256 for each in stored(database) if each.sha256}
        assert kept.items() <= in_force.items(), f"{task}: an issued document has changed"
        kept = in_force

    assert work(Task(take=12)) == 0

    assert problems(database) == []
    issued = stored(database)
    assert [each.serial for each in issued] == list(range(1, 13))
    assert [each.result_id for each in issued] == due, "in the order in which they were asked for"
    assert {each.state for each in issued} == {DocumentState.VALID}
    assert all(hashlib.sha256(each.pdf or b"").hexdigest() == each.sha256 for each in issued)
    assert still_due(ceremony.network) == []


def test_a_run_that_is_killed_in_the_middle_of_the_press_prints_the_same_certificates(
    work: Callable[[Task], int], database: Session
) -> None:
    for task in (
        Task("typeset, a little later", 1, take=2, real_press=True),
        Task("sealed", 1, real_press=True),
    ):
        assert work(task) == KILLED, task
        assert problems(database) == [], task

    assert work(Task(real_press=True)) == 0

    assert [*problems(database), *seal_problems()] == []
    issued = stored(database)
    assert [each.serial for each in issued] == [1, 2]
    assert all(each.facts["family_name"] in text_of(each.pdf or b"") for each in issued)


@pytest.mark.parametrize(
    ("protection", "moment", "told"),
    [
        ("documents and their act are one transaction", "numbered", "ses faits ne sont pas ceux"),
        ("bytes and their act are one transaction", "bytes written", "ses octets ne sont pas ceux"),
    ],
)
def test_without_one_transaction_a_kill_leaves_its_mark(
    work: Callable[[Task], int], database: Session, protection: str, moment: str, told: str
) -> None:
    """The negative control: kills that no missing protection could show would prove nothing above."""
    assert work(Task(moment, 2, take=3, protection=protection)) == KILLED

    assert any(told in problem for problem in problems(database))
