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
ODILE = "odile@landes.example.org"
Content = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def landes(app: Flask, installation: Installation) -> str:
    """The code of a network that lives on 15 November 2022, with its administrator alone."""

    def build() -> str:
        with app.app_context():
            network = create_network("landes", "Réseau des Landes", pinned_today=TODAY, now=NOON)
            invite(network, ODILE, "Odile", "Lafitte", {Role.ADMINISTRATOR}, now=NOON)
            return network.code

    return installation.put_into("network without advisors", build)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    return network_files(tmp_path)


@pytest.fixture
def few_files(tmp_path: Path) -> dict[str, Path]:
    """The five files of eight recruits, where nothing asks for 34; the last one is late."""
    return network_files(tmp_path, 8)


@pytest.fixture
def run_import(command: Callable[..., Result], landes: str) -> Callable[..., Result]:
    """``run_import("hours", path, apply=False)``: the command, on the Landes."""

    def run(kind: str, path: Path, *options: str, apply: bool = True) -> Result:
        return command(
            "exchange", "import", kind, path, "--network", landes, *options, *(["--apply"] if apply else [])
        )

    return run


@pytest.fixture
def import_until(
    installation: Installation, run_import: Callable[..., Result], files: dict[str, Path]
) -> Callable[[str], dict[str, Path]]:
    """The Landes after the imports up to this kind; each is done once, where the one before it was. Gives the files."""
    kinds = list(files)

    def put(last: str) -> dict[str, Path]:
        def build() -> None:
            if last != kinds[0]:
                put(kinds[kinds.index(last) - 1])
            imported = run_import(last, files[last])
            assert imported.exit_code == 0, imported.output

        installation.put_into(f"network after {last}", build)
        return files

    return put


@pytest.fixture
def recruits(import_until: Callable[[str], dict[str, Path]]) -> dict[str, Path]:
    """The Landes after the import of its advisors; returns the files."""
    return import_until("advisors")


@pytest.fixture
def in_training(import_until: Callable[[str], dict[str, Path]]) -> dict[str, Path]:
    """The Landes after the imports of its advisors and of their dates; returns the files."""
    return import_until("training-dates")


@pytest.fixture
def full_network(import_until: Callable[[str], dict[str, Path]]) -> dict[str, Path]:
    """The Landes after the five imports; returns the files."""
    return import_until("hours")


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


def sign_in_as(role: Role, browser: Browser, app: Flask, name: str | None = None) -> Browser:
    """Open an account of the Landes with ``role`` and sign in."""
    email = f"{name or role}@landes.example.org"
    with app.app_context():
        network = network_by_code("landes")
        assert network is not None
        invite(network, email, "Paul", "Lafitte", {role}, now=now())
    browser.enter(email)
    return browser


@pytest.fixture
def odile(landes: str, browser: Browser) -> Browser:
    """The browser of the administrator of the Landes, who enters again where a test has put another state back."""
    browser.enter(ODILE)
    return browser
