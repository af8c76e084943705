"""Processes that issue certificates and are killed in the middle of it: ``kill -9``, at a moment that is named.

One process reads the application and its fonts once, and has no database open when it forks: one for each task, which
works as ``flask documents issue`` does, on a connection of its own, until it is killed or done. The kill comes from
within, so that the moment is exact: nothing is flushed, rolled back or closed.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Any, Final, cast

from flask import Flask
from sqlalchemy.orm import configure_mappers

from app.database import prepare_engine
from app.documents.queries import due_results, unfinished_runs
from app.documents.rendering import sample_facts
from app.documents.rules import ISSUED, RESERVED
from app.documents.sealing import keyring, sealed_certificate
from app.documents.services import complete_run, issuing, reserve_certificates
from app.documents.typesetting.glyphs import refuse_undrawn
from app.extensions import db
from app.people.queries import network_by_code
from config import TestingConfig
from tests.documents.ceremony import BASE_URL, NOON, TODAY, noon

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


class Processes:
    """Where the processes come from."""

    def __init__(self) -> None:
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def work(self, url: str, task: Task) -> int:
        """Return the exit status of a process that was given this task on a database: ``KILLED``, or 0."""
        asked, answer = cast(IO[bytes], self._nursery.stdin), cast(IO[bytes], self._nursery.stdout)
        asked.write(json.dumps([url, asdict(task)]).encode() + b"\n")
        asked.flush()
        return int(answer.readline())

    def close(self) -> None:
        """End the process from which the others come."""
        cast(IO[bytes], self._nursery.stdin).close()
        self._nursery.wait(timeout=30)
        cast(IO[bytes], self._nursery.stdout).close()


def _serve() -> None:
    applications: dict[str, Flask] = {}
    # What takes each process long at its first certificate is done before it is born.
    configure_mappers()
    refuse_undrawn(sample_facts())
    gc.freeze()
    for line in sys.stdin:
        url, task = json.loads(line)
        app = applications.get(url) or applications.setdefault(url, _application(url))
        with app.app_context():
            if task["real_press"]:
                sealed_certificate(sample_facts(), keyring.authority(), NOON)
            else:
                keyring.authority()
        pid = os.fork()
        if not pid:
            _work(app, Task(**task))
            os._exit(0)
        _pid, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _application(url: str) -> Flask:
    """What services ask of the application: its settings and its database, and none of its pages."""
    app = Flask("app")
    app.config.from_object(TestingConfig(url))
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        # Each process would find anew how the same statements are written. Nothing is due to be issued by this one.
        _issue(take=0)
        db.session.remove()
        db.engine.dispose()
    return app


def _work(app: Flask, task: Task) -> None:
    _prepare(task)
    with app.app_context():
        _issue(task.take)


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


if __name__ == "__main__":
    _serve()
