"""The application installed on a database of the tests, as it would be on a server."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass
from typing import Any, Self, TypeVar

import flask_migrate
from click.testing import Result
from flask import Flask, has_app_context
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event

from app import create_app
from app.extensions import Base, db
from config import TestingConfig
from tests.databases import Database
from tests.shelf import Shelf

T = TypeVar("T")


class Installation:
    """One migrated database with its application, kept for the whole run of the tests."""

    def __init__(self, app: Flask, database: Database, shelf: Shelf) -> None:
        self.app = app
        self.database = database
        self._shelf = shelf
        self._made: dict[str, bytes] = {}

    @classmethod
    @contextmanager
    def on(cls, database: Database, shelf: Shelf) -> Iterator[Self]:
        """Migrate ``database`` as ``flask db upgrade`` does, and close its connections at the end."""
        app = create_app(TestingConfig(database.url))
        # What one process has sealed, another takes over: both seal with one key.
        app.config["SEAL_DEVELOPMENT_FILE"] = shelf.seal
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(shelf.templates))
        with app.app_context():
            if db.engine.name == "sqlite":
                event.listen(db.engine, "connect", _write_without_waiting_for_the_disk)
            flask_migrate.upgrade()
        database.remember("empty")
        yield cls(app, database, shelf)
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

    def put_into(self, state: str, build: Callable[[], T]) -> T:
        """Put the database into a state of this name, and return what ``build`` gave when it made this state.

        Of all the processes of a run one makes it, and the others take it over.
        """
        if state not in self._made:
            self._made[state] = self._made_once(state, build)
        self.database.restore(state)
        made: T = pickle.loads(self._made[state])
        return made

    def begin_with(self, build: Callable[..., T], *arguments: str) -> T:
        """Return what ``build`` makes in an empty database; built once, and after that put back as it was.

        To be called in an application context that has read nothing yet. What is returned is an object whose
        attributes are rows of that context, lists of rows, or data classes that have such attributes again.
        """

        def build_and_let_go() -> T:
            self.empty()
            made = build(*arguments)
            for row in _rows_of(made):
                db.session.refresh(row)
            db.session.expunge_all()
            db.session.rollback()
            return made

        made = self.put_into(" ".join((build.__module__, build.__qualname__, *arguments)), build_and_let_go)
        db.session.add_all(_rows_of(made))
        return made

    def _made_once(self, state: str, build: Callable[[], object]) -> bytes:
        with self._shelf.place_of(state) as (content, made):
            if made.exists():
                self.database.borrow(state, content)
            else:
                built = pickle.dumps(build())
                self.database.remember(state)
                self.database.lend(state, content)
                made.write_bytes(built)
            return made.read_bytes()

    def _load_demonstration(self) -> None:
        self.empty()
        loaded = run(self.app, "demo")
        assert loaded.exit_code == 0, loaded.output


def _rows_of(made: object) -> list[Base]:
    values = [
        each for value in vars(made).values() for each in (value if isinstance(value, list) else [value])
    ]
    within = [row for value in values if is_dataclass(value) for row in _rows_of(value)]
    return [*(value for value in values if isinstance(value, Base)), *within]


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
