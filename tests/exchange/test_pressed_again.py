"""Whoever presses « Importer » once more learns what became of the file: imported, taken back, or kept no more."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.exchange.background import wait_for_imports
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
