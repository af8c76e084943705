"""The server itself, asked over a socket: whose address it counts when proxies stand in front."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import select

from app import create_app
from app.documents.models import FailedCheck
from app.extensions import db
from app.web.serving import create_server
from config import TestingConfig
from tests.installation import Installation
from tests.statements import repeat_the_only

GUESSES_ALLOWED = 30


@contextmanager
def served(installation: Installation, proxy_count: int) -> Iterator[tuple[Flask, int]]:
    """Serve an application behind so many proxies, as ``flask serve`` does, and give its port."""
    config = TestingConfig(installation.database.url)
    config.PROXY_COUNT = proxy_count
    app = create_app(config)
    # The pages are compiled already.
    app.jinja_env.bytecode_cache = installation.app.jinja_env.bytecode_cache
    server: Any = create_server(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield app, server.effective_port
    finally:
        server.task_dispatcher.shutdown()
        # By the server's own thread, which then has nothing left to wait for.
        server.trigger.pull_trigger(server.close)
        thread.join()
        with app.app_context():
            db.engine.dispose()


def guess(port: int, forwarded_for: str) -> int:
    """Ask for a certificate that does not exist, as a proxy passes the question on."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/verifier/LANDES-2022-0001/X", headers={"X-Forwarded-For": forwarded_for})
    status = connection.getresponse().status
    connection.close()
    return status


def test_behind_a_proxy_everybody_has_a_count_of_their_own_under_the_address_that_it_saw(
    app: Flask, installation: Installation
) -> None:
    with served(installation, proxy_count=1) as (application, port):
        first = guess(port, "203.0.113.1")
        with application.app_context():
            repeat_the_only(FailedCheck, GUESSES_ALLOWED - 2)
        statuses = [guess(port, f"192.0.2.{each}, 203.0.113.1") for each in range(2)]
        elsewhere = guess(port, "198.51.100.7")
        with application.app_context():
            counted = set(db.session.scalars(select(FailedCheck.address)))

    assert [first, *statuses] == [404, 404, 429]
    assert elsewhere == 404
    assert counted == {"203.0.113.1", "198.51.100.7"}


def test_without_a_proxy_no_forged_address_is_believed(app: Flask, installation: Installation) -> None:
    with served(installation, proxy_count=0) as (application, port):
        statuses = [guess(port, f"203.0.113.{each}") for each in range(2)]
        with application.app_context():
            counted = set(db.session.scalars(select(FailedCheck.address)))

    assert statuses == [404, 404]
    assert counted == {"127.0.0.1"}
