"""A long file is tried beside the requests: its page tells how far that is, what was found, and how to go on."""

import json

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.exchange.background import wait_for_imports
from app.exchange.moments import NotADate
from app.exchange.parsing import Problem
from app.exchange.reports import SHOWN, Report, ShownStep, report_of_problems
from tests.attendance.classroom import Classroom
from tests.browser_client import Browser
from tests.exchange.test_long_imports import hours_file, lines_in, odile, room, send
from tests.html_page import Page

__all__ = ["odile", "room"]

pytestmark = pytest.mark.usefixtures("every_file_takes_long_to_try")


@pytest.fixture
def every_file_takes_long_to_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.exchange.views.imports.MOST_BYTES_AT_ONCE", 0)


def tried(browser: Browser, room: Classroom, content: bytes) -> tuple[str, Page]:
    """Send a file, wait for its trial, and return the address of that and the page that tells of it."""
    running = send(browser, room, content)
    wait_for_imports(20)
    return running.removesuffix("/import"), browser.get(running)


def test_what_a_long_trial_has_found_is_seen_before_anything_is_imported(
    room: Classroom, odile: Browser, database: Session
) -> None:
    trial, page = tried(odile, room, hours_file(room))
    assert "L’essai est fini" in page.text
    assert "Lignes à ajouter 12" in page.text
    assert lines_in(database) == 0
    page = odile.follow("Voir ce qui va changer")
    assert page.path == trial
    assert len(page.rows()) == 12
    page = odile.submit("Importer")
    wait_for_imports(20)
    assert "Le fichier est importé en entier" in odile.get(f"{trial}/import").text
    assert lines_in(database) == 12


def test_a_trial_is_kept_as_it_was_found_and_not_made_again_by_who_looks_at_it(
    room: Classroom, odile: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial, _page = tried(odile, room, hours_file(room))
    monkeypatch.delattr("app.exchange.views.imports.try_import")
    assert "12 lignes à ajouter" in " ".join(odile.get(trial).texts("main"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"Email;Date;Demi-journ\xc3\xa9e;Heures\nx@y.fr;1/1/2022;matin;99", "Un problème est à corriger"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_what_is_wrong_with_a_long_file_is_told_on_its_page(
    content: bytes, told: str, room: Classroom, odile: Browser
) -> None:
    trial, page = tried(odile, room, content)
    assert "Rien n’est importé" in page.text
    assert told in page.text
    page = odile.get(trial, status=422)
    assert "Essayer ce fichier" in page.text
    page = odile.post(trial, status=422)
    assert page.path == trial


def test_a_trial_that_was_interrupted_is_made_again_and_nothing_is_imported_by_that(
    room: Classroom, odile: Browser, database: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_given: object, **_named: object) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr("app.exchange.background.try_import", die)
        trial, page = tried(odile, room, hours_file(room))
    assert "L’essai est interrompu" in page.text
    assert odile.get(trial).path == f"{trial}/import"
    odile.submit("Essayer de nouveau")
    wait_for_imports(20)
    assert "L’essai est fini" in odile.get(f"{trial}/import").text
    assert lines_in(database) == 0


def test_a_report_is_kept_as_data_and_is_the_same_afterwards() -> None:
    report = Report(
        created=2,
        steps=[ShownStep(2, is_new=True, person="Zoé", details="matin")],
        to_check=[(2, "Vérifiez.")],
        notices=[(None, "Bon à savoir.")],
    )
    kept = json.loads(json.dumps(report.as_data()))
    assert Report.of_data(kept).as_data() == json.loads(json.dumps(report.as_data()))
    assert Report.of_data(kept).steps == report.steps


def test_a_report_tells_the_first_problems_and_counts_them_all(app: Flask) -> None:
    problems = [Problem(line, NotADate(value="hier")) for line in range(SHOWN + 3)]
    with app.test_request_context():
        report = report_of_problems(problems)
    assert (len(report.problems), report.problem_count) == (SHOWN, SHOWN + 3)
    assert report.is_refused
