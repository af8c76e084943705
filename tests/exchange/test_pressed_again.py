"""Whoever presses « Importer » once more learns what became of the file: imported, taken back, or kept no more."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread, Timer
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.exchange import queries
from app.exchange.background import wait_for_imports
from app.exchange.models import PendingImport
from app.exchange.services import source_of, start_work
from app.extensions import db
from app.web.clock import now
from tests.attendance.classroom import Classroom
from tests.browser_client import Browser
from tests.exchange.test_long_imports import every_file_is_long, hours_file, lines_in, odile, room, send

__all__ = ["every_file_is_long", "odile", "room"]

AGAIN = "Ce fichier était déjà importé : rien n’a été écrit une seconde fois."


@pytest.mark.parametrize("is_long", [False, True])
def test_a_second_press_leads_to_what_the_first_has_imported(
    is_long: bool, request: Any, room: Classroom, odile: Browser, database: Session
) -> None:
    if is_long:
        request.getfixturevalue("every_file_is_long")
    trial = send(odile, room, hours_file(room))
    odile.submit("Importer")
    wait_for_imports(20)

    page = odile.post(trial)

    assert AGAIN in page.text
    assert "Le fichier est importé en entier" in page.text
    assert lines_in(database) == 12
    assert odile.follow("Voir cet import").heading == "Import de « heures.csv »"
    page = odile.get(trial)
    assert page.path == f"{trial}/import"
    assert AGAIN not in page.text


def test_a_press_after_the_import_was_taken_back_says_so(
    room: Classroom, odile: Browser, database: Session
) -> None:
    trial = send(odile, room, hours_file(room))
    odile.submit("Importer")
    odile.post(trial)
    odile.follow("Voir cet import")
    odile.submit("Annuler cet import")

    page = odile.post(trial)

    assert AGAIN in page.text
    assert "Le fichier a été importé, puis cet import a été annulé" in page.text
    assert "importé en entier" not in page.text


@pytest.mark.parametrize("address", ["", "/import"])
def test_a_press_on_a_file_that_is_kept_no_more_says_so(
    address: str,
    room: Classroom,
    odile: Browser,
    database: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trial = send(odile, room, hours_file(room))
    # Nobody stays signed in for as long as a file is kept.
    monkeypatch.setattr("app.exchange.queries.UPLOAD_KEPT_FOR", timedelta(0))

    page = odile.get(f"{trial}{address}", status=404)

    assert page.heading == "Ce fichier n’est plus gardé"
    assert odile.post(trial, status=404).heading == "Ce fichier n’est plus gardé"
    assert "Choisir un fichier" in page.links()
    assert lines_in(database) == 0


def beside(app: Flask, work: Callable[[], object]) -> Thread:
    """Do something in a transaction of its own, as another request would, and return the thread that does it."""

    def run() -> None:
        with app.app_context():
            work()
            db.session.commit()

    thread = Thread(target=run)
    thread.start()
    return thread


def take_away() -> None:
    db.session.execute(delete(PendingImport))


def test_bytes_that_went_with_another_press_are_found_no_more(
    room: Classroom, odile: Browser, database: Session
) -> None:
    send(odile, room, hours_file(room))
    kept = database.scalars(select(PendingImport)).one()
    odile.submit("Importer")

    with pytest.raises(NotFound):
        source_of(kept)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_page_whose_file_goes_while_it_is_read_is_no_fault(
    method: str,
    app: Flask,
    room: Classroom,
    odile: Browser,
    database: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trial = send(odile, room, hours_file(room))
    find = queries.pending_import

    def find_and_lose(*asked: Any) -> PendingImport | None:
        kept = find(*asked)
        beside(app, take_away).join()
        return kept

    monkeypatch.setattr("app.exchange.views.imports.pending_import", find_and_lose)
    # SQLite goes on showing what was there when the page began to read.
    is_still_seen = method == "GET" and database.get_bind().dialect.name == "sqlite"
    answer = odile.send(method, trial, data={"csrf_token": odile.csrf_token()} if method == "POST" else None)
    assert answer.status_code == (200 if is_still_seen else 404)


def test_work_begins_no_more_with_a_file_that_is_being_taken_away(
    app: Flask, room: Classroom, odile: Browser, database: Session
) -> None:
    token, is_gone, is_said = send(odile, room, hours_file(room)).rsplit("/", 1)[1], Event(), Event()

    def take_away_slowly() -> None:
        take_away()
        is_gone.set()
        is_said.wait(20)

    taking = beside(app, take_away_slowly)
    is_gone.wait(20)
    Timer(0.1, is_said.set).start()
    with pytest.raises(NotFound):
        start_work(room.network, token, now=now(), by=room.odile)
    taking.join()
