"""Measures the pages that list people: SQL statements and milliseconds, at 34 and at 3,400 advisors.

The statements must not grow with the rows; a test holds that. Run by ``python3 run.py bench pages``.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

import flask_migrate
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app import create_app
from app.demonstration.people import LATE_RECRUIT_TO_SHOW, STAFF
from app.demonstration.services import CODE, PASSWORD, load_demonstration
from app.extensions import db
from app.people.models import Network
from benchmarks.crowd import add_crowd
from config import TestingConfig

SIZES = (34, 3_400)
HALF_DAYS = 60
ROUNDS = 5
PAGES = (
    "conseillers",
    "conseillers?sort=hours&direction=descending",
    "conseillers?q=chalosse&status=on_time",
    "conseillers?page=9999",
    "recrutements-tardifs",
    "conseillers/1",
    "mon-parcours",
)


def main() -> None:
    """Print one line for each page and size."""
    with tempfile.TemporaryDirectory() as folder:
        config = TestingConfig(f"sqlite:///{Path(folder) / 'pages.sqlite'}")
        config.WTF_CSRF_ENABLED = False  # type: ignore[attr-defined]
        app = create_app(config)
        with app.app_context():
            flask_migrate.upgrade()
            load_demonstration()
        print(f"{'page':<50}{'advisors':>10}{'statements':>12}{'milliseconds':>14}")
        for size in SIZES:
            with app.app_context():
                network = db.session.scalars(select(Network).where(Network.code == CODE)).one()
                add_crowd(network, size - SIZES[0], HALF_DAYS)
            _measure(app, size)


def _measure(app: Flask, size: int) -> None:
    administrator, advisor = signed_in(app, STAFF[0][0]), signed_in(app, LATE_RECRUIT_TO_SHOW)
    for page in PAGES:
        client = advisor if page == "mon-parcours" else administrator
        path = f"/reseau/{CODE}/{page}"
        client.get(path)
        durations = []
        for _ in range(ROUNDS):
            with _counted(app) as statements:
                start = perf_counter()
                answer = client.get(path)
                durations.append(1_000 * (perf_counter() - start))
            if answer.status_code != 200:
                sys.exit(f"{path} answered {answer.status_code}")
        print(f"{page:<50}{size:>10,}{len(statements):>12}{median(durations):>14.0f}")


def signed_in(app: Flask, email: str) -> FlaskClient:
    """Return a client in which somebody of the demonstration has signed in."""
    client = app.test_client()
    client.post("/connexion", data={"email": email, "password": PASSWORD})
    return client


@contextmanager
def _counted(app: Flask) -> Iterator[list[str]]:
    statements: list[str] = []
    with app.app_context():
        engine = db.engine

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", count)


if __name__ == "__main__":
    main()
