"""How the application talks to SQLite and PostgreSQL: transactions, column types, settings of a connection."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from sqlalchemy import DateTime, Dialect, Engine, Enum, Index, String, UniqueConstraint, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstanceState
from sqlalchemy.types import TypeDecorator

from app.extensions import Base, db

_LOCK: Final = "livret_lock"
_WRITES: Final = "livret_writes"
_IN_SERVICE: Final = "livret_in_service"

P = ParamSpec("P")
T = TypeVar("T")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, always aware and in UTC; SQLite keeps it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse an instant without its zone rather than guess one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back that SQLite does not keep."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(values: type[StrEnum]) -> Enum:
    """Return a column type that holds one of ``values`` as text, checked by the database."""
    return Enum(
        values,
        native_enum=False,
        create_constraint=True,
        name=values.__name__.lower(),
        length=30,
        values_callable=lambda members: [member.value for member in members],
    )


def short_text(length: int = 200) -> String:
    """Return the type of a text that a person types on one line."""
    return String(length)


def transaction(service: Callable[P, T]) -> Callable[P, T]:
    """Run a service as one transaction: committed when it returns, rolled back when it raises.

    A service called by another service joins the other's transaction. On SQLite the transaction takes the write lock
    at once (``BEGIN IMMEDIATE``): with a lock taken later, a reader that turns writer is refused under load.
    """

    @wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        session = db.session()
        if session.info.get(_IN_SERVICE):
            return service(*args, **kwargs)
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("something was changed outside of a service")
        # What the page has read so far may be stale: the service reads it again under its own lock.
        session.rollback()
        session.info[_IN_SERVICE] = True
        try:
            session.connection(execution_options={_WRITES: True})
            result = service(*args, **kwargs)
            session.commit()
            return result
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop(_IN_SERVICE, None)

    return run


def lock_until_commit(name: str, *, shared: bool = False) -> None:
    """Let nobody else hold the lock ``name`` until this transaction ends.

    :param shared: hold it together with others who share it, and let nobody have it alone.

    SQLite has one writer at a time anyway; PostgreSQL gets an advisory lock, asked for once: what a service records
    takes its turn again and again.
    """
    session = db.session()
    taken_in = session.info.get((_LOCK, name, shared))
    if session.get_bind().dialect.name == "postgresql" and not (taken_in and taken_in.is_active):
        lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        session.execute(text(f"SELECT {lock}(hashtext(:name))"), {"name": name})
        # A savepoint that is rolled back gives its locks back, and is no longer active then.
        session.info[_LOCK, name, shared] = session.get_nested_transaction() or session.get_transaction()


@event.listens_for(Base, "expire", raw=True, propagate=True)
def _keep_the_id(row: InstanceState[Base], _names: object) -> None:
    """Leave its id to a row whose other columns are to be read again: it never changes, and most need nothing else."""
    if row.identity is not None and "id" in row.manager:
        row.dict["id"] = row.identity[0]
        row.expired_attributes.discard("id")


def id_of(row: Base | None) -> int | None:
    """Return the id of a row, or None where there is none: what a column that may stay empty holds."""
    return getattr(row, "id", None)


def breaks(refused: IntegrityError, rule: UniqueConstraint | Index) -> bool:
    """Return whether a write was refused because of this rule of uniqueness, and of no other.

    PostgreSQL names the rule; SQLite names the columns that it is about.
    """
    told = getattr(refused.orig, "diag", None)
    if told is not None:
        return bool(told.constraint_name == rule.name)
    columns = ", ".join(f"{column.table.name}.{column.name}" for column in rule.columns)
    return str(refused.orig) == f"UNIQUE constraint failed: {columns}"


def prepare_engine(engine: Engine) -> None:
    """Give every connection of ``engine`` the settings under which nothing acknowledged is lost."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would otherwise open transactions by itself, and later than we need.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout = 30000",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
