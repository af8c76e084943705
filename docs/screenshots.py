"""Takes the screenshots of the README on the demonstration network: ``python3 run.py shots``.

The demonstration stands still in time, so that the pictures change only when the pages do. Needs Chromium.
"""

import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# A script in a folder of its own finds the application only when told where it is.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import flask_migrate
from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from app import create_app
from app.demonstration.calendar import FORGOTTEN
from app.demonstration.people import LATE_RECRUIT_TO_SHOW, STAFF
from app.demonstration.services import CODE, PASSWORD, load_demonstration
from app.extensions import db
from app.training.models import TrainingSession
from config import TestingConfig

FOLDER = Path(__file__).parent / "screenshots"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
COLOURS = 128
"""As many as flat pages need; fewer bytes for the README to load."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: who looks at which path of the network, on a screen of which size in pixels."""

    name: str
    email: str
    path: str
    width: int
    height: int


def main() -> None:
    """Take every picture anew."""
    with demonstration() as (address, register), chromium() as browser:
        for shot in (
            Shot("trainer", STAFF[1][0], register, 390, 844),
            Shot("advisor", LATE_RECRUIT_TO_SHOW, "/mon-parcours", 390, 844),
            Shot("administrator", STAFF[0][0], "/conseillers", 1280, 800),
        ):
            file = take(browser, address, shot)
            print(f"{file.name}: {file.stat().st_size // 1024} KiB")


@contextmanager
def demonstration() -> Iterator[tuple[str, str]]:
    """Serve the demonstration from a database of its own; yield its address and the path of an overdue register."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(TestingConfig(f"sqlite:///{Path(folder) / 'livret.sqlite'}"))
        with app.app_context():
            flask_migrate.upgrade()
            load_demonstration()
            overdue = db.session.scalars(
                select(TrainingSession.id).where(TrainingSession.module == FORGOTTEN.module)
            ).one()
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", f"/seances/{overdue}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the Chromium of the system."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        sys.exit("The screenshots need Chromium: apt-get install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def take(browser: Browser, address: str, shot: Shot) -> Path:
    """Sign in, open the page and keep what the screen shows of it; return the file."""
    file = FOLDER / f"{shot.name}.png"
    screen = ViewportSize(width=shot.width, height=shot.height)
    with browser.new_context(base_url=address, viewport=screen, locale="fr-FR") as context:
        page = context.new_page()
        page.goto("/connexion")
        page.get_by_label("Adresse e-mail").fill(shot.email)
        page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        page.wait_for_url("**/reseau/**")
        answer = page.goto(f"/reseau/{CODE}{shot.path}", wait_until="networkidle")
        if answer is None or not answer.ok:
            sys.exit(f"{page.url} cannot be shown.")
        page.screenshot(path=file)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    return file


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    main()
