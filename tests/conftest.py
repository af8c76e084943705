"""What every test may ask for.

============== ======================================================================================================
app            The application on an empty migrated database. Runs the test once on SQLite and once on PostgreSQL.
demo_app       The same with the demonstration network loaded (``flask demo``); every test gets it fresh.
database       ``db.session`` of an application context open for the whole test: for services and queries.
browser        A test browser on ``app``: ``browser.get("/reseau")``, ``browser.submit("Enregistrer", name="…")``.
new_browser    A function that opens one more browser: ``new_browser()``, one per person or per thread.
browser_of     ``browser_of(person)``: one more browser, in which this person is signed in, without the form.
begin_with     For fixtures: ``begin_with(build, *names)`` gives what ``build`` makes in an empty database, made once.
blank_url      The address of a database that holds nothing yet, not even tables: for migrations.
client         Flask's own test client, from pytest-flask: for what is no page, such as JSON.
postbox        The mail server of ``app``: ``postbox.letters``, and ``postbox.bodies()`` by address when all is written.
command        Runs a flask command: ``command("exchange", "import", "hours", path)`` gives ``exit_code``, ``output``.
============== ======================================================================================================

The browser is one person, in front of one page; it follows redirections and checks every page against the standards::

    browser.sign_in("lea@landes.example", "…")              # by the real form
    page = browser.get("/reseaux/landes/conseillers", tri="nom")   # status=404 when that is what is expected
    page.heading, page.text, page.texts("li"), page.rows()  # what a person reads; rows() are those of a table
    browser.follow("Exporter").data                         # a link by its text; .data are the bytes of a file
    browser.submit("Enregistrer", {"marks-3": "absent"}, place="Dax")   # fills the form that has this button
    browser.post("/…", {"id": 7}, status=403)               # any fields, with a valid CSRF token
    browser.send("POST", "/…", data={}).status_code         # raw: no token, no redirection followed, no check

- A test that asks for none of these runs once and without a database: rules need nothing.
- A test that asks for both ``demo_app`` and ``browser``, ``database`` or ``command`` gets them on the demonstration.
- A fixture that asks for ``begin_with`` calls it first: nothing else puts the database back for its test.
- Services really commit. The database is put back to its remembered state before each test, triggers or not.
- ``app`` may be used by several threads at once: open ``with app.app_context():`` in each, or a ``new_browser()``.
- Never open an application context around requests yourself: Flask-Login keeps the person on ``g``, and the next
  request would be served as the first person. The browser opens a fresh context for each of its requests.
- ``--database sqlite`` or ``--database postgresql`` runs on one of them; the default is both.
- A fixed day: ask for ``time_machine`` and call ``time_machine.move_to(...)``.
- ``tests/browser/conftest.py`` has what the tests in real Chromium ask for.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from argon2 import PasswordHasher
from click.testing import Result
from flask import Flask
from hypothesis import settings
from sqlalchemy.orm import Session
from xdist.scheduler import Scheduling

from app.extensions import db
from app.people import passwords
from app.people.models import Person
from app.people.post import wait_for_letters
from tests.browser_client import Browser
from tests.databases import SQLiteDatabase, running_postgresql
from tests.installation import Installation, run
from tests.postbox import LONG_ENOUGH, Postbox
from tests.scheduling import shared_out
from tests.shelf import Shelf

# How long an example takes says more of the other processes of this machine than of what is tried. The rules choose
# among few cases; a test of what strangers may send asks for more examples itself.
settings.register_profile("livret", deadline=None, max_examples=50)
settings.load_profile("livret")


def pytest_configure() -> None:
    """Look for garbage seldom: what the imports made stays, and what a test makes is small."""
    gc.set_threshold(200_000, 50, 1000)


def pytest_collection_finish() -> None:
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let the end of the run look for errors in what is new, not twice through all that the run has kept."""
    gc.collect(0)
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql", "both"], default="both")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        kinds = ["sqlite", "postgresql"] if chosen == "both" else [chosen]
        metafunc.parametrize("database_kind", kinds)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    return shared_out(config, log)


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """Hash passwords for real, but with a thousandth of the work: hundreds of tests sign in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        passwords._nobodys_hash.cache_clear()
        yield


@pytest.fixture(scope="session", autouse=True)
def _steps_are_read_once() -> Iterator[None]:
    """Read the steps of the database once: they do not change while the tests run, and each command reads them all."""
    kept: dict[str | None, ScriptDirectory] = {}
    read = ScriptDirectory.from_config

    def read_once(settings: Config) -> ScriptDirectory:
        folder = settings.get_main_option("script_location")
        return kept[folder] if folder in kept else kept.setdefault(folder, read(settings))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScriptDirectory, "from_config", read_once)
        yield


@pytest.fixture(scope="session")
def folder_of_the_run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run have."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session")
def sqlite_installation(
    tmp_path_factory: pytest.TempPathFactory, folder_of_the_run: Path
) -> Iterator[Installation]:
    shelf = Shelf(folder_of_the_run / "made", "sqlite")
    with (
        closing(SQLiteDatabase(tmp_path_factory.mktemp("sqlite") / "livret.sqlite")) as database,
        Installation.on(database, shelf) as installation,
    ):
        yield installation


@pytest.fixture(scope="session")
def postgresql_installation(folder_of_the_run: Path) -> Iterator[Installation]:
    shelf = Shelf(folder_of_the_run / "made", "postgresql")
    with running_postgresql() as database, Installation.on(database, shelf) as installation:
        yield installation


@pytest.fixture
def installation(request: pytest.FixtureRequest, database_kind: str) -> Installation:
    # By name, so that a test on SQLite never starts PostgreSQL, and a server that failed to start fails only once.
    chosen: Installation = request.getfixturevalue(f"{database_kind}_installation")
    return chosen


@pytest.fixture
def app(request: pytest.FixtureRequest, installation: Installation) -> Flask:
    if "begin_with" in request.fixturenames:
        # Which puts the database into its state at once.
        return installation.app
    return installation.demonstration() if "demo_app" in request.fixturenames else installation.empty()


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Stand in for pytest-flask's fixture of this name, which keeps one request context open around a whole test.

    Flask-Login keeps the person on that context: the second browser of a test would be served as the first.
    """


@pytest.fixture
def demo_app(app: Flask) -> Flask:
    return app


@pytest.fixture
def database(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


@pytest.fixture
def begin_with(installation: Installation, database: Session) -> Callable[..., Any]:
    return installation.begin_with


@pytest.fixture
def blank_url(installation: Installation) -> str:
    return installation.database.blank_url()


@pytest.fixture
def new_browser(app: Flask) -> Callable[[], Browser]:
    return lambda: Browser(app)


@pytest.fixture
def browser(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser()


@pytest.fixture
def browser_of(new_browser: Callable[[], Browser]) -> Callable[[Person], Browser]:
    """``browser_of(person)``: a browser in which the person is signed in."""

    def enter(person: Person) -> Browser:
        browser = new_browser()
        browser.enter(person.email)
        return browser

    return enter


@pytest.fixture
def postbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    box = Postbox()
    monkeypatch.setitem(app.extensions, "livret_mailer", box)
    yield box
    wait_for_letters(LONG_ENOUGH)


@pytest.fixture
def command(app: Flask) -> Callable[..., Result]:
    def run_command(*arguments: object) -> Result:
        return run(app, *map(str, arguments))

    return run_command
