"""The record that a page is about."""

from typing import TypeVar

from app.core.errors import NotFound

Record = TypeVar("Record")


def found(record: Record | None) -> Record:
    """Return a record that a page is about.

    :raises NotFound: when there is none, or not in this network.
    """
    if record is None:
        raise NotFound
    return record
