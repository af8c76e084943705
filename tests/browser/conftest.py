"""What tests in real Chromium may ask for. They run on the demonstration network, on SQLite, and are all marked.

=================== =================================================================================================
address             Where the demonstration is served, for example ``http://127.0.0.1:40123``; fresh for each test.
page_phone          A page of 390 × 844 pixels; ``page_narrow`` of 320 × 640, the narrowest that WCAG asks for.
page_desktop        A page of 1440 × 900 pixels.
new_page            A function for other sizes or a second person: ``new_page(800, 600, java_script_enabled=False)``.
sign_in             A function that signs a person of the demonstration in: ``sign_in(page_phone, ADVISOR)``.
expect_accessible   A function that fails with what axe finds on a page: ``expect_accessible(page_phone)``.
=================== =================================================================================================

Paths are relative to the demonstration: ``page_phone.goto("/connexion")``. Each page is a person of its own: it has
its own cookies. A page fails its test when a script throws, the console reports an error, or another host is asked.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright

from app.demonstration.services import PASSWORD
from tests.installation import Installation
from tests.serving import served

HERE = Path(__file__).parent
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]

FIRST_PAGE = re.compile("/reseau/landes/")

NewPage = Callable[..., Page]
SignIn = Callable[[Page, str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.fail(
            "The browser tests need Chromium: apt-get install chromium, or run with -m 'not browser'."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _server(sqlite_installation: Installation) -> Iterator[str]:
    with served(sqlite_installation.app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def address(_server: str, sqlite_installation: Installation) -> str:
    sqlite_installation.demonstration()
    return _server


@pytest.fixture
def new_page(chromium: Browser, address: str) -> Iterator[NewPage]:
    contexts = []
    troubles: list[str] = []

    def open_page(width: int, height: int, **options: Any) -> Page:
        options = {"locale": "fr-FR", "timezone_id": "Europe/Paris", **options}
        context = chromium.new_context(
            base_url=address, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        _watch(page, address, troubles)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == [], "the pages threw errors or asked other hosts"


def _watch(page: Page, address: str, troubles: list[str]) -> None:
    """Note every script error, refused content, missing file and request to another host."""

    def on_console(message: ConsoleMessage) -> None:
        # Chromium also reports an error page that a test opens on purpose; missing files are noted below.
        if message.type == "error" and "Failed to load resource" not in message.text:
            troubles.append(message.text)

    def on_request(request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in {"http", "https"} and asked.netloc != urlsplit(address).netloc:
            troubles.append(f"asked another host: {request.url}")

    def on_response(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            troubles.append(f"{response.status} for {response.url}")

    page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
    page.on("console", on_console)
    page.on("request", on_request)
    page.on("response", on_response)


@pytest.fixture
def page_phone(new_page: NewPage) -> Page:
    return new_page(390, 844)


@pytest.fixture
def page_narrow(new_page: NewPage) -> Page:
    return new_page(320, 640)


@pytest.fixture
def page_desktop(new_page: NewPage) -> Page:
    return new_page(1440, 900)


@pytest.fixture
def sign_in() -> SignIn:
    """Sign in by the real form: what an earlier sign-in wrote went with the state of the last test."""

    def arrive(page: Page, email: str) -> None:
        fill_the_sign_in_form(page, email)
        expect(page).to_have_url(FIRST_PAGE)

    return arrive


def fill_the_sign_in_form(page: Page, email: str) -> None:
    """Sign a person of the demonstration in as they would themselves."""
    page.goto("/connexion")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


@pytest.fixture(scope="session")
def expect_accessible() -> Callable[[Page], None]:
    axe = Axe()

    def check(page: Page) -> None:
        # A click does not wait for the style of the page it leads to.
        page.wait_for_load_state()
        results = axe.run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
        assert results.response["passes"], "axe looked at nothing"
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} pixels"

    return check
