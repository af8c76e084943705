"""Runs the migrations on the database of the application."""

from alembic import context
from sqlalchemy.engine import Connection

import app.attendance.models
import app.audit.models
import app.certification.models
import app.documents.models
import app.people.models
import app.training.models  # noqa: F401  each import adds its tables to the metadata
from app.database import UtcDateTime
from app.extensions import Base, db


def plain_type(kind: str, item: object, _context: object) -> str | bool:
    """Write our own types as the plain ones they are in the database: migrations do not import the application."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run_migrations() -> None:
    """Bring the database to the wanted step, each step in a transaction of its own."""
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # SQLite rebuilds a table to change it, which must not look like the deletion of its rows. The setting
            # has no effect inside a transaction, so it goes to the driver before one begins.
            _set_foreign_keys(connection, "OFF")
        try:
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=True,
                transaction_per_migration=True,
                compare_type=True,
                render_item=plain_type,
            )
            with context.begin_transaction():
                context.run_migrations()
        finally:
            if is_sqlite:
                # Where no step was left, the transaction that looked for one is still open, and the setting would have
                # no effect: the pool would hand out a connection that lets every reference be broken.
                connection.rollback()
                _set_foreign_keys(connection, "ON")


def _set_foreign_keys(connection: Connection, state: str) -> None:
    connection.connection.driver_connection.execute(f"PRAGMA foreign_keys = {state}")


run_migrations()
