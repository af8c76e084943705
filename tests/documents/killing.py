"""Processes that issue certificates and are killed in the middle of it: ``kill -9``, at a moment that is named.

Each is forked from the process of the tests, which has read the application and its fonts already, and works as
``flask documents issue`` does, on a connection of its own, until it is killed or done. The kill comes from within, so
that the moment is exact: nothing is flushed, rolled back or closed.
"""

import gc
import os
import signal
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import Any, Final, cast

from flask import Flask

from app.documents.queries import due_results, unfinished_runs
from app.documents.rules import ISSUED, RESERVED
from app.documents.sealing import keyring
from app.documents.services import complete_run, issuing, reserve_certificates
from app.extensions import db
from app.people.queries import network_by_code
from tests.documents.ceremony import BASE_URL, NOON, TODAY, noon
from tests.documents.seals import a_sealed_file

KILLED: Final = -signal.SIGKILL
_INTO_THE_PRESS_SECONDS: Final = 0.03


@dataclass(frozen=True, slots=True)
class Task:
    """What a process does, and when it dies: at the ``nth`` time that it comes to ``moment``, or never.

    ``take`` is of how many results that are due it takes numbers first; then it completes whatever waits.
    ``protection`` names what is taken away from it.
    """

    moment: str = ""
    nth: int = 1
    take: int = 0
    real_press: bool = False
    protection: str = ""


def end_of(task: Task, app: Flask) -> int:
    """Return how a process that was given this task on the database of ``app`` has ended: ``KILLED``, or 0.

    Nothing may be read or written meanwhile by who asks.
    """
    with app.app_context():
        # What takes each process long at its first certificate is done before it is born.
        keyring.authority()
        if task.real_press:
            a_sealed_file()
        # No connection is taken along by the process: its own are made by itself.
        db.session.remove()
        db.engine.dispose()
    with warnings.catch_warnings():
        # The process that is forked waits for no thread of this one.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        _work_and_end(task, app)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _work_and_end(task: Task, app: Flask) -> None:
    # What the process of the tests keeps is neither looked through nor let go by this one.
    gc.disable()
    # Who takes the protection of one transaction away is warned, and goes on.
    warnings.simplefilter("ignore")
    status = 1
    try:
        _prepare(task)
        with app.app_context():
            _issue(task.take)
        status = 0
    except BaseException:
        # It must not come to the test a second time.
        traceback.print_exc()
    finally:
        os._exit(status)


def _issue(take: int) -> None:
    network = network_by_code("landes")
    assert network is not None
    due = due_results(network)[:take]
    if due:
        reserve_certificates(network, due, today=TODAY, now=NOON, by=None, base_url=BASE_URL)
    for run in unfinished_runs(network):
        complete_run(run, now=noon)


def _prepare(task: Task) -> None:
    reach = _Countdown(task)
    module = cast(Any, issuing)
    if not task.real_press:
        module.sealed_certificate = lambda facts, *_: b"%PDF-1.7 " + facts.to_json().encode()
    module._reserved = _then(module._reserved, lambda *_: reach("numbered"))
    module._reserve_all = _then(module._reserve_all, lambda *_: reach("reserved"))
    module.sealed_certificate = _first(
        lambda: reach("typeset"), _then(module.sealed_certificate, lambda *_: reach("sealed"))
    )
    module.record_act = _recorded(module.record_act, reach, task.protection)
    module._store_bytes = _then(module._store_bytes, lambda *_: reach("issued"))
    if task.protection == "documents and their act are one transaction":
        module._reserved = _then(module._reserved, _commit)


class _Countdown:
    def __init__(self, task: Task) -> None:
        self._task, self._seen = task, 0

    def __call__(self, moment: str) -> None:
        if moment != self._task.moment.removesuffix(", a little later"):
            return
        self._seen += 1
        if self._seen < self._task.nth:
            return
        if moment == self._task.moment:
            os.kill(os.getpid(), signal.SIGKILL)
        Thread(target=_die_soon, daemon=True).start()


def _die_soon() -> None:
    time.sleep(_INTO_THE_PRESS_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


def _recorded(record: Callable[..., None], reach: _Countdown, protection: str) -> Callable[..., None]:
    def record_and_tell(action: str, *arguments: Any, **named: Any) -> None:
        if action == ISSUED:
            if protection == "bytes and their act are one transaction":
                db.session.commit()
            reach("bytes written")
        record(action, *arguments, **named)
        reach({ISSUED: "issue recorded", RESERVED: "reservation recorded"}.get(action, action))

    return record_and_tell


def _commit(document: object) -> None:
    db.session.add(document)
    db.session.commit()


def _then(function: Callable[..., Any], after: Callable[[Any], None]) -> Callable[..., Any]:
    def both(*arguments: Any, **named: Any) -> Any:
        result = function(*arguments, **named)
        after(result)
        return result

    return both


def _first(before: Callable[[], None], function: Callable[..., Any]) -> Callable[..., Any]:
    def both(*arguments: Any, **named: Any) -> Any:
        before()
        return function(*arguments, **named)

    return both
