"""What the state of the application is read from."""

from functools import cache

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db


def is_database_reachable() -> bool:
    """Return whether the database answers."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def is_schema_current(migrations: str) -> bool:
    """Return whether a database that answers has taken every step of the folder ``migrations``, and no other."""
    taken = MigrationContext.configure(db.session.connection()).get_current_heads()
    return set(taken) == _known_heads(migrations)


@cache
def _known_heads(migrations: str) -> frozenset[str]:
    # The steps on the disk change with a new version, which is a new process.
    return frozenset(ScriptDirectory(migrations).get_heads())
