"""Imports long files beside the requests, in a thread of this process.

Nothing depends on the thread: an import is one transaction, and the file is kept until that is committed. What was
interrupted has written nothing, and is imported again by one more press.
"""

import threading
from dataclasses import dataclass
from typing import Final

from flask import Flask, current_app

from app.core.counting import Step, heard_by
from app.core.errors import RuleBroken
from app.exchange.services import import_kept_file, stop_import
from app.extensions import db
from app.people.models import Network, Person
from app.progress.telling import tell_of_touched
from app.web.clock import now, today


@dataclass(slots=True)
class Work:
    """How far an import is: what it does with the lines, how many it has done of that, and how many there are."""

    step: Step = Step.READ
    done: int = 0
    total: int = 0

    def hear(self, step: Step, done: int, total: int) -> None:
        """Take what the import tells of itself."""
        self.step, self.done, self.total = step, done, total


_UNDER_WAY: Final[dict[tuple[int, str], tuple[threading.Thread, Work]]] = {}
_STARTING: Final = threading.Lock()


def import_in_background(network: Network, token: str, by: Person) -> None:
    """Start to import a kept file, unless this process is at it already."""
    app = _application()
    key = (id(app), token)
    with _STARTING:
        if key in _UNDER_WAY:
            return
        work = Work()
        # A daemon: a server that stops does not wait, and what it leaves undone has written nothing.
        thread = threading.Thread(target=_import, args=(app, network.id, by.id, key, work), daemon=True)
        _UNDER_WAY[key] = thread, work
        thread.start()


def work_under_way(token: str) -> Work | None:
    """Return how far this process is with a file, or None when it is not at it."""
    under_way = _UNDER_WAY.get((id(_application()), token))
    return under_way[1] if under_way is not None else None


def wait_for_imports(timeout: float | None = None) -> None:
    """Wait until this process imports nothing any more, ``timeout`` seconds at most for each file."""
    for thread, _work in list(_UNDER_WAY.values()):
        thread.join(timeout)


def _application() -> Flask:
    # The application itself: a thread cannot use what stands for it during a request.
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return app


def _import(app: Flask, network_id: int, person_id: int, key: tuple[int, str], work: Work) -> None:
    try:
        with app.app_context():
            _import_kept(network_id, person_id, key[1], work)
    except Exception:
        # The file is kept as it was: its page says that nothing was written, and offers to import it again.
        app.logger.exception("an import was interrupted")
    finally:
        _UNDER_WAY.pop(key, None)


def _import_kept(network_id: int, person_id: int, token: str, work: Work) -> None:
    network, by = db.session.get(Network, network_id), db.session.get(Person, person_id)
    if network is None or by is None:
        return
    try:
        with heard_by(work.hear):
            import_kept_file(network, token, today=today(network), now=now(), by=by)
    except Exception as error:
        # What is to be corrected is shown by the trial of the file; its page would else wait for what has ended.
        stop_import(network, token, now=now(), by=by)
        if not isinstance(error, RuleBroken):
            raise
    tell_of_touched()
