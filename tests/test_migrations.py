"""The steps of the database: they make what the models say, and each can be undone."""

import re
from collections.abc import Iterator
from functools import partial

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import CheckConstraint, Connection, event, inspect, text
from sqlalchemy.exc import IntegrityError

from app import create_app
from app.extensions import Base, db
from config import TestingConfig
from tests.installation import run


@pytest.fixture
def blank_app(blank_url: str) -> Iterator[Flask]:
    app = create_app(TestingConfig(blank_url))
    with app.app_context():
        if db.engine.name == "sqlite":
            # Nothing here has to survive a power cut, and a step commits more than once.
            event.listen(db.engine, "connect", lambda opened, _: opened.execute("PRAGMA synchronous = OFF"))
    yield app
    with app.app_context():
        db.engine.dispose()


def _steps(app: Flask) -> list[str]:
    directory = ScriptDirectory(app.extensions["migrate"].directory)
    return [step.revision for step in reversed(list(directory.walk_revisions()))]


def test_the_steps_make_exactly_the_tables_of_the_models(app: Flask) -> None:
    # The database of the tests was made by the steps.
    with app.app_context():
        flask_migrate.check()  # exits when a model and its table differ


def test_the_steps_make_the_checks_and_the_partial_indexes_of_the_models(app: Flask) -> None:
    """The comparison of Alembic looks at neither a check nor the condition of an index."""
    with app.app_context():
        inspector, where = inspect(db.engine), f"{db.engine.name}_where"
        said, made = set(), set()
        for name, table in Base.metadata.tables.items():
            said |= {each.name for each in table.constraints if isinstance(each, CheckConstraint)}
            said |= {each.name for each in table.indexes if each.dialect_kwargs.get(where) is not None}
            made |= {each["name"] for each in inspector.get_check_constraints(name)}
            made |= {
                each["name"]
                for each in inspector.get_indexes(name)
                if where in each.get("dialect_options", {})
            }
        assert said - made == (_SAID_BY_ANOTHER_CHECK if db.engine.name == "sqlite" else set())
        assert made - said == set()


# Step 0014 adds the column to a table of SQLite together with one check, which says both.
_SAID_BY_ANOTHER_CHECK = {"ck_hours_entries_kind_is_of_an_absence"}


def test_the_first_command_takes_every_step_and_undoing_one_leaves_what_was_there_before_it(
    blank_app: Flask,
) -> None:
    after = list[set[str]]()
    with blank_app.app_context():
        event.listen(db.engine, "after_cursor_execute", partial(_look_once_a_step_is_noted, after))

    opened = run(blank_app, "create-network", "gers", "Réseau du Gers")

    assert opened.exit_code == 0, opened.output
    assert run(blank_app, "check-integrity").exit_code == 0
    steps, before = _steps(blank_app), [set(), *after[:-1]]
    assert len(before) == len(steps)
    with blank_app.app_context():
        assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())

        after.clear()
        flask_migrate.downgrade(revision="base")
    wrong = [
        f"{step}, {each}"
        for step, then, now in zip(reversed(steps), reversed(before), after, strict=True)
        for each in sorted(now ^ then)
    ]
    assert wrong == []


def _look_once_a_step_is_noted(
    seen: list[set[str]], connection: Connection, _cursor: object, statement: str, *_rest: object
) -> None:
    """Keep what is there at the end of each step, which notes its number last."""
    if re.match("(INSERT INTO|UPDATE|DELETE FROM) alembic_version", statement):
        seen.append(_everything_made(connection))


def test_references_hold_after_a_start_that_had_no_step_to_take(app: Flask) -> None:
    with app.app_context():
        flask_migrate.upgrade()

        nobody = "INSERT INTO memberships (network_id, person_id, role) VALUES (77, 77, 'trainer')"
        with pytest.raises(IntegrityError):
            db.session.execute(text(nobody))
        db.session.rollback()


def test_half_days_of_before_keep_their_trainers_and_their_guard(blank_app: Flask) -> None:
    """Step 0008 rebuilds both tables on SQLite, and a trigger goes with the table it stands on."""
    with blank_app.app_context():
        flask_migrate.upgrade(revision="0007")
        for statement in _ONE_RECORDED_HALF_DAY.split(";"):
            db.session.execute(text(statement))
        db.session.commit()
        for _way in ("up", "down and up again"):
            flask_migrate.upgrade(revision="0008")
            link = db.session.execute(text("SELECT network_id, session_id, person_id FROM session_trainers"))
            assert [tuple(row) for row in link] == [(1, 1, 1)]
            with pytest.raises(IntegrityError, match="register of this half-day is recorded"):
                db.session.execute(text("UPDATE training_sessions SET place = 'Dax'"))
            db.session.rollback()
            flask_migrate.downgrade(revision="0007")


def test_who_could_sign_in_before_has_joined_and_no_link_opens_two_networks(blank_app: Flask) -> None:
    with blank_app.app_context():
        flask_migrate.upgrade(revision="0008")
        for statement in _THREE_INVITED_PEOPLE.split(";"):
            db.session.execute(text(statement))
        db.session.commit()
        flask_migrate.upgrade(revision="0009")
        joined = "SELECT person_id, network_id FROM memberships WHERE opened_at IS NOT NULL ORDER BY 1, 2"
        assert [tuple(row) for row in db.session.execute(text(joined))] == [(1, 1), (1, 2)]
        usable = "SELECT person_id, network_id FROM one_time_links WHERE used_at IS NULL"
        assert [tuple(row) for row in db.session.execute(text(usable))] == [(2, 1)]


_THREE_INVITED_PEOPLE = """
    INSERT INTO networks (id, code, name, sort_order, created_at) VALUES
        (1, 'landes', 'Landes', 'name', '2022-03-01 12:00:00'),
        (2, 'gers', 'Gers', 'name', '2022-03-01 12:00:00');
    INSERT INTO people (id, email, given_name, family_name, sort_name, language, created_at, password_hash) VALUES
        (1, 'a@example.org', 'A', 'A', 'a a', 'fr', '2022-03-01 12:00:00', 'x'),
        (2, 'b@example.org', 'B', 'B', 'b b', 'fr', '2022-03-01 12:00:00', NULL),
        (3, 'c@example.org', 'C', 'C', 'c c', 'fr', '2022-03-01 12:00:00', NULL);
    INSERT INTO memberships (network_id, person_id, role) VALUES
        (1, 1, 'trainer'), (2, 1, 'trainer'), (1, 2, 'trainer'), (1, 3, 'trainer'), (2, 3, 'administrator');
    INSERT INTO one_time_links (person_id, purpose, token_digest, created_at, expires_at) VALUES
        (2, 'invitation', 'b', '2022-03-01 12:00:00', '2022-03-15 12:00:00'),
        (3, 'invitation', 'c', '2022-03-01 12:00:00', '2022-03-15 12:00:00')
"""

_ONE_RECORDED_HALF_DAY = """
    INSERT INTO networks (id, code, name, sort_order, created_at)
        VALUES (1, 'landes', 'Landes', 'name', '2022-03-01 12:00:00');
    INSERT INTO people (id, email, given_name, family_name, sort_name, language, created_at)
        VALUES (1, 'p@example.org', 'Paul', 'Forme', 'forme paul', 'fr', '2022-03-01 12:00:00');
    INSERT INTO memberships (network_id, person_id, role) VALUES (1, 1, 'trainer');
    INSERT INTO cohorts (id, network_id, name, title_code, block_code, programme_code, starts_on, ends_on, late_after)
        VALUES (1, 1, 'Printemps', 'REMN', 'CCP1', '2021-2023', '2022-03-01', '2022-10-31', '2022-07-01');
    INSERT INTO groups (id, network_id, cohort_id, name) VALUES (1, 1, 1, 'Dax');
    INSERT INTO training_sessions (id, network_id, cohort_id, group_id, day, half, starts_at, ends_at, modality, module)
        VALUES (1, 1, 1, 1, '2022-03-14', 'morning', '09:00:00', '12:30:00', 'in_person', 'Accueillir');
    INSERT INTO session_trainers (session_id, person_id) VALUES (1, 1);
    INSERT INTO recordings (network_id, kind, session_id, recorded_at, digest)
        VALUES (1, 'register', 1, '2022-03-14 12:30:00', 'x')
"""


def test_steps_are_numbered_without_a_gap(app: Flask) -> None:
    steps = _steps(app)

    assert steps == [f"{number:04d}" for number in range(1, len(steps) + 1)]


def _everything_made(connection: Connection) -> set[str]:
    """Every column, rule and index piece by piece, as a table built anew has them in another order.

    Triggers and functions by their names: in other words they may do the same.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    told = connection.execute(text(_TOLD_BY_SQLITE if is_sqlite else _TOLD_BY_POSTGRESQL))
    pieces = {
        f"{name}: {' '.join(piece.split()).strip(' ,()')}"
        for name, definition in told
        for piece in re.split(r",\s|\n", definition.replace('"', ""))
    }
    return {piece for piece in pieces if not piece.startswith("alembic_version") and not piece.endswith(": ")}


_TOLD_BY_SQLITE = """
    SELECT name, CASE type WHEN 'trigger' THEN type ELSE sql END FROM sqlite_master WHERE sql IS NOT NULL
"""
_TOLD_BY_POSTGRESQL = """
    SELECT table_name || '.' || column_name, concat_ws(' ', data_type, character_maximum_length, is_nullable,
        column_default) FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
    UNION ALL SELECT tablename || '.' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT tgrelid::regclass || '.' || tgname, 'trigger' FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT proname, 'function' FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
