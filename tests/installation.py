"""The application installed on a database of the tests, as it would be on a server."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

import flask_migrate
from click.testing import Result
from flask import Flask, has_app_context
from sqlalchemy import event

from app import create_app
from app.extensions import Base, db
from config import TestingConfig
from tests.databases import Database

T = TypeVar("T")


class Installation:
    """One migrated database with its application, kept for the whole run of the tests."""

    def __init__(self, app: Flask, database: Database) -> None:
        self.app = app
        self.database = database
        self._states: set[str] = set()
        self._made: dict[str, bytes] = {}

    @classmethod
    @contextmanager
    def on(cls, database: Database) -> Iterator[Self]:
        """Migrate ``database`` as ``flask db upgrade`` does, and close its connections at the end."""
        app = create_app(TestingConfig(database.url))
        with app.app_context():
            if db.engine.name == "sqlite":
                event.listen(db.engine, "connect", _write_without_waiting_for_the_disk)
            flask_migrate.upgrade()
        database.remember("empty")
        yield cls(app, database)
        with app.app_context():
            db.engine.dispose()

    def empty(self) -> Flask:
        """The application on an empty database."""
        self.database.restore("empty")
        return self.app

    def demonstration(self) -> Flask:
        """The application on the demonstration network."""
        self.put_into("demonstration", self._load_demonstration)
        return self.app

    def put_into(self, state: str, build: Callable[[], None]) -> None:
        """Put the database into a state of this name, which ``build`` makes the first time and which is then kept."""
        if state in self._states:
            self.database.restore(state)
            return
        build()
        self.database.remember(state)
        self._states.add(state)

    def begin_with(self, build: Callable[[], T]) -> T:
        """Return what ``build`` makes in an empty database; built once, and after that put back as it was.

        To be called in an application context that has read nothing yet. What is returned is an object whose
        attributes are rows, or lists of rows, of that context.
        """
        name = build.__qualname__

        def build_and_keep() -> None:
            made = build()
            for row in _rows_of(made):
                db.session.refresh(row)
            db.session.expunge_all()
            db.session.rollback()
            self._made[name] = pickle.dumps(made)

        self.put_into(name, build_and_keep)
        made: T = pickle.loads(self._made[name])
        db.session.add_all(_rows_of(made))
        return made

    def _load_demonstration(self) -> None:
        self.empty()
        loaded = run(self.app, "demo")
        assert loaded.exit_code == 0, loaded.output


def _rows_of(made: object) -> list[Base]:
    values = [
        each for value in vars(made).values() for each in (value if isinstance(value, list) else [value])
    ]
    return [value for value in values if isinstance(value, Base)]


def _write_without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def run(app: Flask, *arguments: str, locale: str = "fr_FR.UTF-8") -> Result:
    """Run a flask command in this process, as from a terminal of this locale.

    An unforeseen exception is raised here, not hidden in the result.
    """
    if has_app_context():
        # What the test has written is what the command must find, and what it has read is old afterwards.
        db.session.commit()
    # In a context of its own, as a command run from a shell has.
    with app.app_context():
        runner = app.test_cli_runner()
        return runner.invoke(args=list(arguments), env={"LC_ALL": locale}, catch_exceptions=False)
