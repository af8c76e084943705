"""The audit chain in the database: what it notices, and what the database itself refuses."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import FIRST_PREVIOUS_HASH, AuditEntry
from app.audit.queries import chain_problems, last_hash
from app.audit.services import record_act
from app.core.errors import RuleBroken
from app.database import transaction
from app.extensions import db
from tests.installation import run
from tests.together import all_at_once

NOON = datetime(2022, 11, 15, 12, tzinfo=UTC)


class Thing:
    """Something acts are recorded on."""

    id = 7


@transaction
def act(action: str = "thing.changed", **after: object) -> None:
    record_act(action, Thing(), network_id=None, by_id=None, now=NOON, after=after)


def tamper(database: Session, *statements: str) -> None:
    """Do what somebody does who holds the database itself: set its guards aside, and write."""
    if db.engine.name == "sqlite":
        guards = [f"DROP TRIGGER audit_entries_no_{kind}" for kind in ("update", "delete", "replace")]
    else:
        guards = ["ALTER TABLE audit_entries DISABLE TRIGGER ALL"]
    for statement in (*guards, *statements):
        database.execute(text(statement))
    database.commit()


@pytest.fixture
def chain_of_five(database: Session) -> None:
    for number in range(5):
        act(number=number)
    database.commit()


@pytest.fixture(autouse=True)
def _guards_put_back(app: Flask) -> object:
    """The remembered state of a test's database holds rows, not triggers."""
    with app.app_context():
        kept = triggers()
        yield
        db.session.rollback()
        put_back(kept)


def triggers() -> list[str]:
    if db.engine.name != "sqlite":
        return []
    statement = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entries'"
    return list(db.session.scalars(text(statement)))


def put_back(kept: list[str]) -> None:
    if db.engine.name == "sqlite":
        missing = [each for each in kept if each not in triggers()]
    else:
        missing = ["ALTER TABLE audit_entries ENABLE TRIGGER ALL"]
    for statement in missing:
        db.session.execute(text(statement))
    db.session.commit()


def problems() -> list[str]:
    return [str(each) for each in chain_problems()]


def test_an_empty_chain_is_whole(database: Session) -> None:
    assert problems() == []
    assert last_hash() == FIRST_PREVIOUS_HASH


def test_what_was_recorded_is_whole(database: Session) -> None:
    act("thing.made", day=date(2022, 11, 15), name="Élodie O’Brien", minutes=210, share=0.1, nothing=None)
    act("thing.changed")
    assert problems() == []


def test_an_act_told_in_the_time_of_paris_is_whole(database: Session) -> None:
    at = NOON.astimezone(ZoneInfo("Europe/Paris"))
    transaction(record_act)("thing.done", Thing(), network_id=None, by_id=None, now=at, after={"to": "Dax"})

    database.expire_all()
    assert list(chain_problems()) == []


def test_an_edit_is_noticed(chain_of_five: None, database: Session) -> None:
    tamper(database, "UPDATE audit_entries SET action = 'thing.kept' WHERE id = 3")
    assert problems() == ["Acte 3 : il a été modifié après avoir été écrit."]


@pytest.mark.parametrize("column", ["at", "subject_id", "subject_type", "before", "after"])
def test_every_column_is_covered(chain_of_five: None, database: Session, column: str) -> None:
    values = {"at": "'2022-11-15 13:00:00'", "before": "'{}'", "after": "'{}'", "subject_type": "'Other'"}
    tamper(database, f'UPDATE audit_entries SET "{column}" = {values.get(column, "42")} WHERE id = 3')
    assert problems() == ["Acte 3 : il a été modifié après avoir été écrit."]


def test_a_removal_in_the_middle_is_noticed(chain_of_five: None, database: Session) -> None:
    tamper(database, "DELETE FROM audit_entries WHERE id = 3")
    [problem] = problems()
    assert "Acte 4 : il ne suit pas celui d’avant" in problem


def test_a_removal_at_the_beginning_is_noticed(chain_of_five: None, database: Session) -> None:
    tamper(database, "DELETE FROM audit_entries WHERE id = 1")
    assert len(problems()) == 1


def test_an_edit_that_repairs_its_own_hash_is_noticed_at_the_next_entry(
    chain_of_five: None, database: Session
) -> None:
    tamper(database, f"UPDATE audit_entries SET action = 'x', hash = '{'a' * 64}' WHERE id = 3")
    assert any("Acte 4" in problem for problem in problems())


def test_a_cut_tail_shows_only_in_the_last_hash(chain_of_five: None, database: Session) -> None:
    """What is left is a whole, shorter chain: the last hash is kept elsewhere to compare with."""
    kept_elsewhere = last_hash()
    tamper(database, "DELETE FROM audit_entries WHERE id = 5")
    assert problems() == []
    assert last_hash() != kept_elsewhere


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET action = 'x' WHERE id = 3",
        "DELETE FROM audit_entries WHERE id = 3",
        "DELETE FROM audit_entries",
    ],
)
def test_the_database_refuses_to_change_an_entry(
    chain_of_five: None, database: Session, statement: str
) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        database.execute(text(statement))
    database.rollback()
    assert len(list(database.scalars(select(AuditEntry)))) == 5


def test_the_database_refuses_to_replace_an_entry(chain_of_five: None, database: Session) -> None:
    """On SQLite an INSERT OR REPLACE deletes without asking the guard of DELETE."""
    columns = "id, at, action, subject_type, previous_hash, hash"
    values = f"3, '2022-11-15 12:00:00', 'x', 'Thing', '{'b' * 64}', '{'c' * 64}'"
    statement = f"INSERT INTO audit_entries ({columns}) VALUES ({values})"
    if db.engine.name == "sqlite":
        statement = statement.replace("INSERT", "INSERT OR REPLACE")
        expected = "append-only"
    else:
        statement += " ON CONFLICT (id) DO UPDATE SET action = 'x'"
        expected = "append-only"
    with pytest.raises(DBAPIError, match=expected):
        database.execute(text(statement))
    database.rollback()
    assert problems() == []


@pytest.mark.parametrize("column", ["hash", "previous_hash"])
def test_the_database_refuses_to_replace_an_entry_by_its_hash(
    chain_of_five: None, database: Session, column: str
) -> None:
    """A new id with the hash of an old entry would also push the old one out."""
    taken = database.scalar(text(f"SELECT {column} FROM audit_entries WHERE id = 3"))
    hashes = {"hash": "b" * 64, "previous_hash": "c" * 64, column: taken}
    columns = "id, at, action, subject_type, previous_hash, hash"
    values = f"99, '2022-11-15 12:00:00', 'x', 'Thing', '{hashes['previous_hash']}', '{hashes['hash']}'"
    insert = "INSERT OR REPLACE" if db.engine.name == "sqlite" else "INSERT"
    with pytest.raises(IntegrityError):
        database.execute(text(f"{insert} INTO audit_entries ({columns}) VALUES ({values})"))
    database.rollback()
    assert len(list(database.scalars(select(AuditEntry)))) == 5


def test_postgresql_refuses_to_empty_the_chain(chain_of_five: None, database: Session) -> None:
    if db.engine.name == "postgresql":
        with pytest.raises(DBAPIError, match="append-only"):
            database.execute(text("TRUNCATE audit_entries"))
        database.rollback()
    assert problems() == []


def test_an_act_that_fails_leaves_no_entry(database: Session) -> None:
    @transaction
    def fail() -> None:
        record_act("thing.broken", Thing(), network_id=None, by_id=None, now=NOON)
        raise RuleBroken

    with pytest.raises(RuleBroken):
        fail()
    assert list(database.scalars(select(AuditEntry))) == []


def test_many_at_once_make_one_chain(app: Flask, database: Session) -> None:
    database.commit()

    def work(_index: int) -> None:
        for _ in range(5):
            act()

    assert all_at_once(app, work) == [None] * 8
    assert len(list(database.scalars(select(AuditEntry.id)))) == 40
    assert problems() == []


@transaction
def five_acts_of_which_two_are_taken_back(whole: list[str]) -> None:
    act(number=1)
    act(number=2)
    savepoint = db.session.begin_nested()
    act(number=3)
    act(number=4)
    savepoint.rollback()
    act(number=5)
    whole.append(last_hash())


def test_acts_of_one_transaction_follow_each_other_past_what_was_taken_back(database: Session) -> None:
    last: list[str] = []
    five_acts_of_which_two_are_taken_back(last)
    act(number=6)

    numbers = [entry.after for entry in database.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert numbers == [{"number": 1}, {"number": 2}, {"number": 5}, {"number": 6}]
    assert list(chain_problems()) == []
    assert database.scalars(select(AuditEntry.hash).order_by(AuditEntry.id)).all()[2] == last[0]


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("C", "Acte 3 : il a été modifié après avoir été écrit."),
        ("en_GB.UTF-8", "Act 3: it was changed after it was written."),
    ],
)
def test_the_command_names_what_is_wrong_in_the_language_of_the_terminal(
    locale: str, told: str, chain_of_five: None, database: Session, app: Flask
) -> None:
    tamper(database, "UPDATE audit_entries SET action = 'thing.kept' WHERE id = 3")

    proof = run(app, "check-integrity", locale=locale)

    assert proof.stderr.splitlines() == [told]
    assert (proof.stdout, proof.exit_code) == ("", 1)
