"""The tests start from what they say they start from, on both databases."""

from datetime import UTC, datetime

import pytest
from flask import has_app_context
from psycopg.errors import LockNotAvailable
from sqlalchemy import create_engine, delete, func, inspect, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.extensions import db
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
