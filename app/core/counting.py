"""How far long work is: told by who does it, heard by who has asked to hear; otherwise nobody listens."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Final, TypeVar

EVERY: Final = 500
"""So many items are done between two times that it is told how far the work is."""

T = TypeVar("T")


class Stage(StrEnum):
    """What is being done with the lines of a file, in this order."""

    READ = "read"
    MATCHED = "matched"
    CHECKED = "checked"
    WRITTEN = "written"


Hear = Callable[[Stage, int, int], None]
"""Takes the stage, how many items are done of it, and how many there are."""

_HEARING: ContextVar[Hear | None] = ContextVar("hearing", default=None)


@contextmanager
def heard_by(hear: Hear) -> Iterator[None]:
    """Let ``hear`` know how far the work of this block is."""
    before = _HEARING.set(hear)
    try:
        yield
    finally:
        _HEARING.reset(before)


def counted(items: Collection[T], stage: Stage) -> Iterator[T]:
    """Give the items one by one, and tell now and then how many of them are done."""
    total = len(items)
    for done, item in enumerate(items):
        if done % EVERY == 0:
            tell(stage, done, total)
        yield item
    tell(stage, total, total)


def tell(stage: Stage, done: int, total: int) -> None:
    """Tell whoever listens that ``done`` of ``total`` items are done of this stage."""
    hear = _HEARING.get()
    if hear is not None:
        hear(stage, done, total)
