"""A network with nothing in it yet, its administrator, and the five files of its 34 advisors."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.core.roles import Role
from app.extensions import Base, db
from app.people.queries import network_by_code
from app.people.services import create_network, invite
from app.web.clock import now
from tests.browser_client import Browser
from tests.exchange.network_files import TODAY, network_files
from tests.installation import Installation

NOON = datetime(2022, 11, 15, 12, 0, tzinfo=UTC)
Content = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def landes(app: Flask, installation: Installation) -> str:
    """The code of a network that lives on 15 November 2022."""

    def build() -> str:
        with app.app_context():
            return create_network("landes", "Réseau des Landes", pinned_today=TODAY, now=NOON).code

    return installation.put_into("network without anybody", build)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    return network_files(tmp_path)


@pytest.fixture
def run_import(command: Callable[..., Result], landes: str) -> Callable[..., Result]:
    """``run_import("hours", path, apply=False)``: the command, on the Landes."""

    def run(kind: str, path: Path, *options: str, apply: bool = True) -> Result:
        return command(
            "exchange", "import", kind, path, "--network", landes, *options, *(["--apply"] if apply else [])
        )

    return run


@pytest.fixture
def recruits(
    installation: Installation, run_import: Callable[..., Result], files: dict[str, Path]
) -> dict[str, Path]:
    """The Landes after the import of its advisors, done once for each database; returns the files."""
    installation.put_into("recruits", lambda: _done(run_import("advisors", files["advisors"])))
    return files


@pytest.fixture
def in_training(
    installation: Installation, run_import: Callable[..., Result], files: dict[str, Path]
) -> dict[str, Path]:
    """The Landes after the imports of its advisors and of their dates, done once; returns the files."""

    def build() -> None:
        for kind in ("advisors", "training-dates"):
            _done(run_import(kind, files[kind]))

    installation.put_into("recruits in training", build)
    return files


@pytest.fixture
def full_network(
    installation: Installation, run_import: Callable[..., Result], files: dict[str, Path]
) -> dict[str, Path]:
    """The Landes after the five imports, which are done once for each database; returns the files."""

    def build() -> None:
        for kind, path in files.items():
            _done(run_import(kind, path))

    installation.put_into("full network", build)
    return files


def _done(imported: Result) -> None:
    assert imported.exit_code == 0, imported.output


@pytest.fixture
def content(app: Flask) -> Callable[[], Content]:
    """Everything that the database holds, table by table: to see that nothing has changed."""

    def read() -> Content:
        with app.app_context():
            return {
                table.name: sorted(map(tuple, db.session.execute(select(table))), key=repr)
                for table in Base.metadata.sorted_tables
            }

    return read


@pytest.fixture
def counts(app: Flask) -> Callable[[], dict[str, int]]:
    """How many rows each table holds."""

    def count() -> dict[str, int]:
        tables = Base.metadata.sorted_tables
        counted = [select(func.count()).select_from(table).scalar_subquery() for table in tables]
        with app.app_context():
            numbers = db.session.execute(select(*counted)).one()
        return {table.name: number for table, number in zip(tables, numbers, strict=True)}

    return count


def sign_in_as(
    role: Role, browser: Browser, app: Flask, code: str = "landes", name: str | None = None
) -> Browser:
    """Open an account with ``role`` and sign in, without opening the first page, which belongs to another feature.

    Who had signed in before the network was put back does so again.
    """
    email = f"{name or role}@{code}.example.org"
    with app.app_context():
        network = network_by_code(code)
        assert network is not None
        invite(network, email, "Odile", "Lafitte", {role}, now=now())
    browser.enter(email)
    return browser


@pytest.fixture
def odile(landes: str, browser: Browser, app: Flask) -> Browser:
    """The browser of the administrator of the Landes."""
    return sign_in_as(Role.ADMINISTRATOR, browser, app, landes)
