"""Completes print runs beside the requests, in a thread of this process.

Nothing depends on the thread: what it has not issued stays reserved in the database, and whoever completes the run
later, here or in another process, issues exactly that.
"""

import threading
from typing import Final

from flask import Flask

from app.documents.models import DocumentState, PrintRun
from app.documents.queries import typesetting_refusals, unfinished_runs
from app.documents.services import complete_run
from app.extensions import db
from app.people.queries import networks
from app.web.application import the_application
from app.web.clock import now

_UNDER_WAY: Final[dict[tuple[int, int], threading.Thread]] = {}
_STARTING: Final = threading.Lock()


def complete_in_background(run: PrintRun) -> None:
    """Start to complete a run, unless this process is at it already."""
    app = the_application()
    key = (id(app), run.id)
    with _STARTING:
        if key in _UNDER_WAY:
            return
        # A daemon: a server that stops does not wait for a thousand certificates, and loses nothing.
        thread = threading.Thread(
            target=_complete, args=(app, run.id, key), name=f"print-run-{run.id}", daemon=True
        )
        _UNDER_WAY[key] = thread
        thread.start()


def go_on_with_interrupted_runs() -> None:
    """Go on with every run that a restart has interrupted; what the paper has refused waits for somebody to decide."""
    for network in networks():
        for run in unfinished_runs(network):
            reserved = [each for each in run.documents if each.state is DocumentState.RESERVED]
            if len(reserved) > len(typesetting_refusals(reserved)):
                complete_in_background(run)


def is_under_way(run: PrintRun) -> bool:
    """Return whether this process is completing a run."""
    return (id(the_application()), run.id) in _UNDER_WAY


def wait_for_background(timeout: float | None = None) -> None:
    """Wait until this process completes nothing any more, ``timeout`` seconds at most for each run."""
    for thread in list(_UNDER_WAY.values()):
        thread.join(timeout)


def _complete(app: Flask, run_id: int, key: tuple[int, int]) -> None:
    try:
        with app.app_context():
            run = db.session.get(PrintRun, run_id)
            if run is not None:
                complete_run(run, now=now)
    except Exception:
        # The run shows as interrupted, and its page offers to go on with it.
        app.logger.exception("print run %s was interrupted", run_id)
    finally:
        _UNDER_WAY.pop(key, None)
