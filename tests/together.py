"""Races: several people who press at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from flask import Flask


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
