"""The bytes of a long file that is refused go at once; its page keeps what was found, and names the file."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.exchange.background import wait_for_imports
from app.exchange.models import PendingImport
from tests.attendance.classroom import Classroom
from tests.browser_client import Browser
from tests.exchange.test_long_imports import every_file_is_long, hours_file, odile, room, send
from tests.exchange.test_long_trials import every_file_takes_long_to_try, tried

__all__ = ["every_file_is_long", "every_file_takes_long_to_try", "odile", "room"]

REFUSED = "Email;Date;Demi-journée;Heures\nx@y.fr;1/1/2022;matin;99".encode()


def kept_bytes(database: Session) -> list[int]:
    database.rollback()
    return list(database.scalars(select(func.length(PendingImport.content)).order_by(PendingImport.id)))


@pytest.mark.usefixtures("every_file_takes_long_to_try")
@pytest.mark.parametrize(("content", "said"), [(REFUSED, "à corriger"), (b"%PDF-1.7", "PDF")])
def test_a_trial_that_refuses_a_file_keeps_what_it_found_and_no_byte(
    content: bytes, said: str, room: Classroom, odile: Browser, database: Session
) -> None:
    trial, _page = tried(odile, room, content)

    assert kept_bytes(database) == [0]
    (told,) = database.scalars(select(AuditEntry.after).where(AuditEntry.action == "file.refused"))
    assert (told or {})["filename"] == "heures.csv"
    assert "heures.csv" in odile.get(f"{trial}/import").text
    page = odile.post(trial, status=422)
    assert said in page.text
    wait_for_imports(20)
    assert kept_bytes(database) == [0]


@pytest.mark.usefixtures("every_file_takes_long_to_try")
def test_a_trial_that_refuses_nothing_keeps_the_file(
    room: Classroom, odile: Browser, database: Session
) -> None:
    tried(odile, room, hours_file(room))
    assert kept_bytes(database) == [len(hours_file(room))]


def test_an_import_that_is_refused_after_all_keeps_no_byte(
    request: Any, room: Classroom, odile: Browser, database: Session
) -> None:
    late, first = send(odile, room, hours_file(room)), send(odile, room, hours_file(room, "2", days=1))
    odile.post(first)
    request.getfixturevalue("every_file_is_long")

    odile.post(late, status=200)
    wait_for_imports(20)

    assert "déjà enregistrée" in odile.get(late, status=422).text
    assert kept_bytes(database) == [0]
