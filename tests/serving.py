"""An application served over a socket of this machine, as ``flask serve`` does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from waitress import wasyncore

from app.web.serving import create_server


@contextmanager
def served(app: Flask) -> Iterator[int]:
    """Serve ``app`` on 127.0.0.1 and give its port. Every socket and thread is gone afterwards."""
    server: Any = create_server(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.task_dispatcher.shutdown()
        _end(server._map, server.trigger, thread)


def _end(listening: dict[int, Any], trigger: Any, thread: threading.Thread) -> None:
    """Let the server's loop end: it does so when nothing is left to listen to.

    Only its own thread may take away what it listens to, and nothing is closed before it has ended: the pipe that
    wakes it may be written to after it has woken for another reason.
    """
    left: dict[int, Any] = {}

    def take_away() -> None:
        left.update(listening)
        listening.clear()

    trigger.pull_trigger(take_away)
    thread.join()
    wasyncore.close_all(left)
