"""A file that was tried, and of which everything is known by the time that it is imported."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.exchange.background import wait_for_imports
from app.exchange.models import FileImport
from tests.attendance.classroom import Classroom
from tests.browser_client import Browser
from tests.exchange.test_long_imports import hours_file, odile, room, send
from tests.exchange.test_long_trials import every_file_takes_long_to_try, tried

__all__ = ["every_file_takes_long_to_try", "odile", "room"]


@pytest.mark.usefixtures("every_file_takes_long_to_try")
def test_a_long_file_that_somebody_else_was_faster_with_is_told_as_such(
    room: Classroom, odile: Browser, database: Session
) -> None:
    late, _page = tried(odile, room, hours_file(room))
    fast, _page = tried(odile, room, hours_file(room))
    odile.post(fast)
    wait_for_imports(20)

    odile.post(late)
    wait_for_imports(20)

    assert "Lignes à ajouter 0" in odile.get(f"{late}/import").text
    assert "Ce fichier ne change plus rien" in odile.get(late).text
    assert database.scalar(select(func.count(FileImport.id))) == 1


def test_a_short_file_that_somebody_else_was_faster_with_is_told_as_such(
    room: Classroom, odile: Browser, database: Session
) -> None:
    late, fast = send(odile, room, hours_file(room)), send(odile, room, hours_file(room))
    odile.post(fast)

    page = odile.post(late)

    assert "Ce fichier ne change plus rien" in page.text
    assert "est importé" not in page.text
    assert database.scalar(select(func.count(FileImport.id))) == 1
