"""How much a page asks of the database, and rows that would take a page many requests to write."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event, insert, select

from app.extensions import Base, db


@contextmanager
def counted_statements(engine: Engine) -> Iterator[list[str]]:
    """The SQL statements sent while the block runs, on every connection."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def hours_come_before_acts(statements: list[str]) -> bool:
    """Whether every line of the ledger was written before the audit chain was looked at, which is done in turns.

    Who takes a turn first and then waits for a line that somebody else writes may wait for who waits for the turn.
    """
    written = [number for number, each in enumerate(statements) if "INSERT INTO hours_entries" in each]
    looked_at = [number for number, each in enumerate(statements) if "audit_entries" in each]
    return max(written) < min(looked_at)


def repeat_the_only(table: type[Base], times: int) -> None:
    """Write the only row of a table so many times more, as its page would have."""
    row = db.session.scalars(select(table)).one()
    values = {each.key: getattr(row, each.key) for each in table.__mapper__.column_attrs if each.key != "id"}
    db.session.execute(insert(table), [values] * times)
    db.session.commit()
