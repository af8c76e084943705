"""A long file is imported beside the requests: its page tells how far it is, all of it is written or nothing."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.attendance.models import HoursEntry
from app.core.counting import EVERY, Stage, counted, heard_by, tell
from app.core.roles import Role
from app.exchange.background import wait_for_imports
from app.exchange.models import FileImport, PendingImport
from app.exchange.services import interrupt_all_work, start_work
from app.web.clock import now
from app.web.terminal import told_on_terminal
from tests.attendance.classroom import TODAY, Classroom
from tests.browser_client import Browser


@pytest.fixture
def room(begin_with: Callable[..., Classroom]) -> Classroom:
    return begin_with(Classroom)


@pytest.fixture
def odile(room: Classroom, browser: Browser) -> Browser:
    browser.enter(room.odile.email)
    return browser


@pytest.fixture
def every_file_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.exchange.views.imports.MOST_AT_ONCE", 0)


def hours_file(room: Classroom, minutes: str = "3", days: int = 4) -> bytes:
    first = TODAY - timedelta(days=days)
    rows = [
        f"{each.advisor.person.email};{first + timedelta(days=offset):%d/%m/%Y};matin;{minutes}"
        for each in room.enrolments
        for offset in range(days)
    ]
    return "\n".join(["Email;Date;Demi-journée;Heures", *rows]).encode()


def send(browser: Browser, room: Classroom, content: bytes) -> str:
    """Try a file and return the address of its trial."""
    browser.get(f"/reseau/{room.code}/fichiers/importer/hours")
    page = browser.submit("Essayer ce fichier", file=(io.BytesIO(content), "heures.csv"))
    return page.path


@given(st.lists(st.integers(), max_size=1200))
def test_what_is_told_only_grows_and_ends_with_everything(items: list[int]) -> None:
    heard: list[tuple[Stage, int, int]] = []
    with heard_by(lambda *far: heard.append(far)):
        assert list(counted(items, Stage.READ)) == items
    assert heard == sorted(heard)
    assert heard[-1] == (Stage.READ, len(items), len(items))
    assert len(heard) <= len(items) // EVERY + 2
    tell(Stage.READ, 0, 1)
    assert heard[-1][1] == len(items)


def lines_in(database: Session) -> int:
    database.rollback()
    return database.scalar(select(func.count(HoursEntry.id))) or 0


@pytest.mark.usefixtures("every_file_is_long")
def test_a_long_file_is_imported_beside_the_request_and_its_page_says_when_it_is_done(
    room: Classroom, odile: Browser, database: Session
) -> None:
    trial = send(odile, room, hours_file(room))
    page = odile.submit("Importer")
    assert page.heading == "Import"
    wait_for_imports(20)
    page = odile.get(f"{trial}/import")
    assert "Le fichier est importé en entier" in page.text
    assert lines_in(database) == 12
    assert odile.follow("Voir cet import").status == 200


@pytest.mark.usefixtures("every_file_is_long")
def test_eight_presses_import_a_long_file_once(
    room: Classroom, odile: Browser, app: Flask, database: Session
) -> None:
    trial = send(odile, room, hours_file(room))
    token, together = odile.csrf_token(), Barrier(8)
    cookie = odile._client.get_cookie("livret")
    assert cookie is not None

    def press(_number: int) -> int:
        client = app.test_client()
        client.set_cookie("livret", cookie.value)
        together.wait()
        return client.post(trial, data={"csrf_token": token}).status_code

    with ThreadPoolExecutor(8) as hands:
        answers = set(hands.map(press, range(8)))
    wait_for_imports(20)
    assert answers == {303}
    assert lines_in(database) == 12
    assert len(database.scalars(select(FileImport.id)).all()) == 1


@pytest.mark.usefixtures("every_file_is_long")
def test_a_long_file_of_which_a_line_is_refused_by_now_writes_nothing_and_says_which(
    room: Classroom, odile: Browser, app: Flask, database: Session
) -> None:
    trial = send(odile, room, hours_file(room))
    other = send(odile, room, hours_file(room, "2", days=1))
    odile.post(other)
    wait_for_imports(20)
    assert lines_in(database) == 3
    odile.send("POST", trial, data={"csrf_token": odile.csrf_token()})
    wait_for_imports(20)
    assert lines_in(database) == 3
    page = odile.get(f"{trial}/import")
    assert "Rien n’est importé" in page.text
    assert "3 problèmes sont à corriger" in page.text
    assert "déjà enregistrée" in odile.get(trial, status=422).text


@pytest.mark.usefixtures("every_file_is_long")
def test_an_import_that_dies_says_at_once_that_nothing_was_written_and_can_be_done_again(
    room: Classroom, odile: Browser, database: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_given: object, **_named: object) -> None:
        raise MemoryError

    trial = send(odile, room, hours_file(room))
    with monkeypatch.context() as broken:
        broken.setattr("app.exchange.background.import_kept_file", die)
        odile.submit("Importer")
        wait_for_imports(20)
    page = odile.get(f"{trial}/import")
    assert "L’import est interrompu" in page.text
    assert "il n’y a rien à corriger ni à renvoyer" in page.text
    assert lines_in(database) == 0
    odile.submit("Importer de nouveau")
    wait_for_imports(20)
    assert lines_in(database) == 12


def test_an_import_that_was_interrupted_says_that_nothing_was_written_and_begins_again(
    room: Classroom, odile: Browser, database: Session
) -> None:
    trial = send(odile, room, hours_file(room))
    token = trial.rsplit("/", 1)[1]
    start_work(room.network, token, now=now() - timedelta(minutes=11), by=room.odile)
    assert "Rien n’a été écrit" in odile.get(f"{trial}/import").text
    odile.submit("Importer de nouveau")
    assert lines_in(database) == 12
    assert database.scalars(select(PendingImport.id)).all() == []


def test_a_server_that_starts_knows_that_nobody_is_at_a_file_any_more(
    room: Classroom, odile: Browser, database: Session
) -> None:
    trial = send(odile, room, hours_file(room))
    start_work(room.network, trial.rsplit("/", 1)[1], now=now(), by=room.odile)
    assert "Livret importe le fichier" in odile.get(f"{trial}/import").text
    interrupt_all_work(now=now())
    page = odile.get(f"{trial}/import")
    assert "L’import est interrompu" in page.text
    assert "Rien n’a été écrit" in page.text


def test_an_import_is_only_shown_to_who_started_it(
    room: Classroom, odile: Browser, new_browser: Callable[[], Browser]
) -> None:
    trial = send(odile, room, hours_file(room))
    odile.submit("Importer")
    odile.get(f"{trial}/import")
    paul = new_browser()
    paul.enter(room.somebody("paul", Role.ADMINISTRATOR).email)
    paul.get(f"{trial}/import", status=404)


class Terminal(io.StringIO):
    """A terminal in front of which somebody sits."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_how_far_an_import_is_and_a_file_of_errors_does_not(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = {}
    for errors in (Terminal(), io.StringIO()):
        monkeypatch.setattr("sys.stderr", errors)
        with app.app_context(), told_on_terminal():
            list(counted(range(1_000), Stage.READ))
        shown[errors.isatty()] = errors.getvalue()
    assert "100%" in shown[True]
    assert "Lignes lues" in shown[True]
    assert shown[False] == ""
