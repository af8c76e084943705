"""A command finds a database with its tables, or says in one sentence what to run."""

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

import flask_migrate
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _

from app.extensions import db
from app.web.terminal import CommandRefused

P = ParamSpec("P")
T = TypeVar("T")


def on_ready_database(command: Callable[P, T]) -> Callable[P, T]:
    """Let a command of ``flask …`` run on a database of this version: one that is blank gets its tables first.

    :raises CommandRefused: on a database of another version. It is somebody's, who makes a copy before it is changed.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        _prepare()
        return command(*args, **kwargs)

    return with_appcontext(run)


def _prepare() -> None:
    with db.engine.connect() as connection:
        version = MigrationContext.configure(connection).get_current_revision()
    if version is None:
        flask_migrate.upgrade()
    elif version != _newest_version(current_app.extensions["migrate"].directory):
        raise CommandRefused(
            _("La base de données est d’une autre version. Faites-en une copie, puis : flask db upgrade")
        )


@cache
def _newest_version(directory: str) -> str | None:
    # Kept: reading every step takes longer than most commands, and the steps do not change under a running process.
    return ScriptDirectory(directory).get_current_head()
