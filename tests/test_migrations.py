"""The steps of the database: they make what the models say, and each can be undone."""

from collections.abc import Iterator

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, text

from app import create_app
from app.extensions import Base, db
from config import TestingConfig


@pytest.fixture
def blank_app(blank_url: str) -> Iterator[Flask]:
    app = create_app(TestingConfig(blank_url))
    yield app
    with app.app_context():
        db.engine.dispose()


def _steps(app: Flask) -> list[str]:
    directory = ScriptDirectory(app.extensions["migrate"].directory)
    return [step.revision for step in reversed(list(directory.walk_revisions()))]


def test_the_steps_make_exactly_the_tables_of_the_models(blank_app: Flask) -> None:
    with blank_app.app_context():
        flask_migrate.upgrade()

        flask_migrate.check()  # exits when a model and its table differ


def test_each_step_can_be_undone_and_done_again(blank_app: Flask) -> None:
    with blank_app.app_context():
        for step in _steps(blank_app):
            flask_migrate.upgrade(revision=step)
            flask_migrate.downgrade(revision="-1")
            flask_migrate.upgrade(revision=step)

        assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_undoing_everything_leaves_nothing_behind(blank_app: Flask) -> None:
    with blank_app.app_context():
        flask_migrate.upgrade()
        flask_migrate.downgrade(revision="base")

        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        assert _functions_and_triggers() == []


def test_steps_are_numbered_without_a_gap(blank_app: Flask) -> None:
    steps = _steps(blank_app)

    assert steps == [f"{number:04d}" for number in range(1, len(steps) + 1)]


def _functions_and_triggers() -> list[str]:
    if db.engine.name == "sqlite":
        statement = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        statement = (
            "SELECT proname FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace "
            "WHERE nspname = 'public'"
        )
    return list(db.session.scalars(text(statement)))
