"""The server itself, asked over a socket: whose address it counts when proxies stand in front."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import select

from app import create_app
from app.documents.models import FailedCheck
from app.extensions import db
from config import TestingConfig
from tests.installation import Installation
from tests.serving import served
from tests.statements import repeat_the_only

GUESSES_ALLOWED = 30


@contextmanager
def behind(proxy_count: int, installation: Installation) -> Iterator[tuple[Flask, int]]:
    """Serve an application behind so many proxies, and give its port."""
    config = TestingConfig(installation.database.url)
    config.PROXY_COUNT = proxy_count
    app = create_app(config)
    # The pages are compiled already.
    app.jinja_env.bytecode_cache = installation.app.jinja_env.bytecode_cache
    try:
        with served(app) as port:
            yield app, port
    finally:
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
    with behind(1, installation) as (application, port):
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
    with behind(0, installation) as (application, port):
        statuses = [guess(port, f"203.0.113.{each}") for each in range(2)]
        with application.app_context():
            counted = set(db.session.scalars(select(FailedCheck.address)))

    assert statuses == [404, 404]
    assert counted == {"127.0.0.1"}
