"""Tries and imports long files beside the requests, in a thread of this process.

Nothing depends on the thread: a trial writes nothing, an import is one transaction, and the file is kept until that is
committed. What was interrupted has written nothing, and is begun again by one more press.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Flask
from flask_babel import force_locale

from app.core.counting import Stage, heard_by
from app.core.errors import NotFound, RuleBroken
from app.exchange.queries import pending_import
from app.exchange.reports import Report, report_of, report_of_problems, report_of_refusal
from app.exchange.services import (
    LinesRefused,
    finish_work,
    import_kept_file,
    interrupt_work,
    source_of,
    try_import,
)
from app.extensions import db
from app.people.models import Network, Person
from app.progress.telling import tell_of_touched
from app.training.telling import tell_of_freed
from app.web.application import the_application
from app.web.clock import now, today


@dataclass(slots=True)
class Work:
    """How far a trial or an import is: what it does with the lines, how many are done of that, how many there are."""

    stage: Stage = Stage.READ
    done: int = 0
    total: int = 0

    def hear(self, stage: Stage, done: int, total: int) -> None:
        """Take what the work tells of itself."""
        self.stage, self.done, self.total = stage, done, total


Task = Callable[[Network, str, Person], None]
"""What is done with the file that a person has sent to a network, named by its token."""

_UNDER_WAY: Final[dict[tuple[int, str], tuple[threading.Thread, Work]]] = {}
_STARTING: Final = threading.Lock()


def try_in_background(network: Network, token: str, by: Person) -> None:
    """Start to try a kept file, unless this process is at it already."""
    _start(_try_kept, network, token, by)


def import_in_background(network: Network, token: str, by: Person) -> None:
    """Start to import a kept file, unless this process is at it already."""
    _start(_import_kept, network, token, by)


def work_under_way(token: str) -> Work | None:
    """Return how far this process is with a file, or None when it is not at it."""
    under_way = _UNDER_WAY.get((id(the_application()), token))
    return under_way[1] if under_way is not None else None


def wait_for_imports(timeout: float | None = None) -> None:
    """Wait until this process is at no file any more, ``timeout`` seconds at most for each."""
    for thread, _work in list(_UNDER_WAY.values()):
        thread.join(timeout)


def _start(task: Task, network: Network, token: str, by: Person) -> None:
    app = the_application()
    key = (id(app), token)
    with _STARTING:
        if key in _UNDER_WAY:
            return
        work = Work()
        # A daemon: a server that stops does not wait, and what it leaves undone has written nothing.
        thread = threading.Thread(target=_run, args=(app, task, network.id, by.id, key, work), daemon=True)
        _UNDER_WAY[key] = thread, work
        thread.start()


def _run(app: Flask, task: Task, network_id: int, person_id: int, key: tuple[int, str], work: Work) -> None:
    try:
        with app.app_context():
            network, by = db.session.get(Network, network_id), db.session.get(Person, person_id)
            if network is not None and by is not None:
                _do(task, network, key[1], by, work)
    except Exception:
        # The file is kept as it was: its page says that nothing was written, and offers to begin again.
        app.logger.exception("the work with a file was interrupted")
    finally:
        _UNDER_WAY.pop(key, None)


def _do(task: Task, network: Network, token: str, by: Person, work: Work) -> None:
    try:
        with heard_by(work.hear), force_locale(by.language):
            task(network, token, by)
    except NotFound:
        # Another press, in another process, was first.
        return
    except Exception:
        interrupt_work(network, token, now=now(), by=by)
        raise


def _try_kept(network: Network, token: str, by: Person) -> None:
    kept = pending_import(network, by.id, token, now())
    if kept is None:
        return
    try:
        report = report_of(try_import(network, source_of(kept), today=today(network)))
    except RuleBroken as refusal:
        report = report_of_refusal(refusal)
    _finish(network, token, by, report)


def _import_kept(network: Network, token: str, by: Person) -> None:
    try:
        plan = import_kept_file(network, token, today=today(network), now=now(), by=by)
        tell_of_freed(plan.freed, network, by)
        if not plan.steps:
            _finish(network, token, by, report_of(plan))
    except NotFound:
        raise
    except LinesRefused as refusal:
        _finish(network, token, by, report_of_problems(refusal.problems, refusal.notices))
    except RuleBroken as refusal:
        _finish(network, token, by, report_of_refusal(refusal))
    tell_of_touched()


def _finish(network: Network, token: str, by: Person, report: Report) -> None:
    finish_work(
        network,
        token,
        report.as_data(),
        lines=report.lines,
        is_refused=report.is_refused,
        now=now(),
        by=by,
    )
