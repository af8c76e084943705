"""The tests start from what they say they start from, on both databases."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import has_app_context
from psycopg.errors import LockNotAvailable
from sqlalchemy import create_engine, delete, func, inspect, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.extensions import db
from tests.databases import SQLiteDatabase
from tests.installation import Installation


def number_of_acts() -> int | None:
    return db.session.scalar(select(func.count(AuditEntry.id)))


def write_an_act() -> int:
    entry = an_act()
    db.session.add(entry)
    db.session.commit()
    return entry.id


def an_act() -> AuditEntry:
    now = datetime.now(UTC)
    return AuditEntry(at=now, action="test", subject_type="Test", previous_hash="0" * 64, hash="1" * 64)


def test_a_row_that_nobody_may_delete_is_gone_for_the_next_test(installation: Installation) -> None:
    with installation.empty().app_context():
        first_id = write_an_act()
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(delete(AuditEntry))
        db.session.rollback()

    with installation.empty().app_context():
        assert number_of_acts() == 0
        assert write_an_act() == first_id


def test_what_was_remembered_comes_back_with_its_rows(installation: Installation) -> None:
    with installation.empty().app_context():
        write_an_act()
        installation.database.remember("one_act")

    installation.empty()
    installation.database.restore("one_act")

    with installation.app.app_context():
        assert number_of_acts() == 1


def test_what_one_process_has_made_the_others_take_over(installation: Installation) -> None:
    def build() -> int:
        with installation.empty().app_context():
            return write_an_act()

    made = installation.put_into("an act", build)
    other = Installation(installation.app, installation.database, installation._shelf)
    installation.empty()

    assert other.put_into("an act", lambda: pytest.fail("it was made again")) == made
    with installation.app.app_context():
        assert number_of_acts() == 1


def test_tables_that_a_test_has_changed_are_as_before_for_every_connection(tmp_path: Path) -> None:
    path = tmp_path / "two guards.sqlite"
    refuse = "CREATE TRIGGER no_{0} BEFORE {0} ON acts BEGIN SELECT RAISE(ABORT, 'no {0}'); END"
    connections = [sqlite3.connect(path, isolation_level=None) for _ in range(2)]
    with closing(connections[0]) as one, closing(connections[1]) as another:
        one.execute("CREATE TABLE acts (id)")
        for word in ("insert", "delete"):
            one.execute(refuse.format(word))
        with closing(SQLiteDatabase(path)) as database:
            database.remember("guarded")
            database.restore("guarded")
            one.execute("DROP TRIGGER no_insert")
            database.restore("guarded")
            another.execute("DROP TRIGGER no_delete")

            # The connection that had dropped the first guard has asked for nothing since.
            with pytest.raises(sqlite3.IntegrityError, match="no insert"):
                one.execute("INSERT INTO acts VALUES (1)")
            database.restore("guarded")
            with pytest.raises(sqlite3.IntegrityError, match="no insert"):
                another.execute("INSERT INTO acts VALUES (1)")


def test_the_guards_of_the_tables_stand_again_after_a_restore(database: Session) -> None:
    write_an_act()
    with pytest.raises(DatabaseError, match="append-only"):
        database.execute(delete(AuditEntry))


def test_a_transaction_left_open_is_reported_instead_of_waited_for(installation: Installation) -> None:
    with installation.empty().app_context():
        db.session.add(an_act())
        db.session.flush()
        with pytest.raises((RuntimeError, LockNotAvailable)):
            installation.empty()


def test_a_blank_database_holds_no_table(blank_url: str) -> None:
    engine = create_engine(blank_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


@pytest.mark.usefixtures("app")
def test_an_application_is_handed_over_without_an_open_context() -> None:
    assert not has_app_context()
