"""Races: several people who press at the same moment."""

from collections.abc import Callable
from threading import Barrier, Event, Thread
from time import sleep
from typing import Any

from flask import Flask

LONG_ENOUGH = 0.1
"""Seconds after which the other one waits for what this one holds."""


def all_at_once(app: Flask, work: Callable[[int], Any], count: int = 8) -> list[Any]:
    """Run ``work(0)`` … ``work(count - 1)`` in threads released together; return what each gave or raised."""
    barrier = Barrier(count)
    outcomes: list[Any] = [None] * count

    def run(index: int) -> None:
        with app.app_context():
            try:
                barrier.wait(timeout=30)
                outcomes[index] = work(index)
            except Exception as error:
                outcomes[index] = error

    threads = [Thread(target=run, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return outcomes


def one_after_the_other(
    app: Flask, first: Callable[[Callable[[], None]], object], second: Callable[[], object]
) -> list[object]:
    """Let the second begin once the first holds what it calls back for; return what each gave or raised."""
    holds = Event()

    def wait() -> None:
        holds.set()
        sleep(LONG_ENOUGH)

    def work(index: int) -> object:
        if index == 0:
            return first(wait)
        holds.wait(timeout=30)
        return second()

    return all_at_once(app, work, 2)
