"""The scan of a sheet that was signed on paper: kept with its register as it was received, and nothing else is."""

import hashlib
import io
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.attendance.queries import ledger_problems, scan_of, scans_of
from app.attendance.rules import (
    LARGEST_SCAN,
    MOST_SCANS,
    InTheFuture,
    NotAScan,
    Origin,
    ScanIsAProgram,
    ScanIsCutShort,
    ScanKind,
    ScanTooLarge,
    TooManyScans,
    judged_scan,
    name_of_scan,
)
from app.attendance.services import attach_scan, close_register
from app.core.errors import RuleBroken
from app.people.models import Person
from app.training.models import TrainingSession
from app.training.rules import SessionIsCancelled
from app.training.services import cancel_session
from tests.attendance.classroom import NOON, TODAY, TOMORROW, Classroom
from tests.browser_client import Browser

BrowserOf = Callable[[Person], Browser]
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 20 + b"\xff\xd9"
WHEN = {"today": TODAY, "now": NOON, "by": None}


@pytest.mark.parametrize(
    ("content", "kind"), [(PDF, ScanKind.PDF), (PNG, ScanKind.PNG), (JPEG, ScanKind.JPEG)]
)
def test_a_scan_is_what_its_content_says_whatever_its_name(content: bytes, kind: ScanKind) -> None:
    assert judged_scan("feuille.exe", content) is kind


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"MZ\x90\x00" + PDF, ScanIsAProgram),
        (b"\x7fELF" + PDF, ScanIsAProgram),
        (b"#!/bin/sh\n", ScanIsAProgram),
        (b"", NotAScan),
        (b"<html><script>alert(1)</script>", NotAScan),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NotAScan),
        (b" " + PDF, NotAScan),
        (PDF[:-6], ScanIsCutShort),
        (PNG[:20], ScanIsCutShort),
        (JPEG[:-2], ScanIsCutShort),
        (PDF + b"x" * LARGEST_SCAN, ScanTooLarge),
    ],
)
def test_what_is_no_scan_is_refused_by_its_content_and_named(
    content: bytes, refusal: type[RuleBroken]
) -> None:
    with pytest.raises(refusal) as refused:
        judged_scan("feuille.pdf", content)
    assert refused.value.facts["name"] == "feuille.pdf"


def test_the_name_of_a_file_loses_its_folders_and_what_nobody_sees() -> None:
    assert name_of_scan("C:\\Scans\\../feuille\u202e\x00  signée.pdf") == "feuille signée.pdf"
    assert name_of_scan("\x00") == "–"
    assert len(name_of_scan("é" * 999 + ".pdf")) == 200


def test_a_scan_is_kept_byte_for_byte_even_on_a_closed_sheet_and_once(
    classroom: Classroom, recorded: TrainingSession
) -> None:
    close_register(recorded, {}, origin=Origin(), today=TODAY, now=NOON, by=classroom.ines)
    first = attach_scan(recorded, "a.pdf", PDF, **WHEN)  # type: ignore[arg-type]
    again = attach_scan(recorded, "b.pdf", PDF, **WHEN)  # type: ignore[arg-type]
    assert again.id == first.id
    assert [each.sha256 for each in scans_of(recorded)] == [hashlib.sha256(PDF).hexdigest()]
    kept = scan_of(recorded, first.id)
    assert kept is not None
    assert kept.content == PDF
    assert list(ledger_problems()) == []


def test_nothing_is_attached_to_what_was_not_or_is_not_to_be(classroom: Classroom) -> None:
    with pytest.raises(InTheFuture):
        attach_scan(classroom.half_day(TOMORROW), "a.pdf", PDF, **WHEN)  # type: ignore[arg-type]
    session = classroom.half_day()
    cancel_session(session, "Erreur", now=NOON, by=None)
    with pytest.raises(SessionIsCancelled):
        attach_scan(session, "a.pdf", PDF, **WHEN)  # type: ignore[arg-type]


def test_a_half_day_has_its_fill_of_scans(classroom: Classroom, session: TrainingSession) -> None:
    for number in range(MOST_SCANS):
        attach_scan(session, "a.pdf", PDF + str(number).encode(), **WHEN)  # type: ignore[arg-type]
    with pytest.raises(TooManyScans):
        attach_scan(session, "a.pdf", PDF, **WHEN)  # type: ignore[arg-type]
    assert len(scans_of(session)) == MOST_SCANS


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_scans SET name = 'autre.pdf'",
        "DELETE FROM register_scans",
        "INSERT OR REPLACE INTO register_scans SELECT * FROM register_scans",
    ],
)
def test_the_database_itself_keeps_scans_as_they_are(
    classroom: Classroom, database: Session, statement: str
) -> None:
    if "REPLACE" in statement and database.get_bind().dialect.name == "postgresql":
        statement = "TRUNCATE register_scans"
    attach_scan(classroom.half_day(), "a.pdf", PDF, **WHEN)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError, match="append-only"):
        database.execute(text(statement))


def test_changed_bytes_are_found(classroom: Classroom, database: Session) -> None:
    attach_scan(classroom.half_day(), "a.pdf", PDF, **WHEN)  # type: ignore[arg-type]
    is_sqlite = database.get_bind().dialect.name == "sqlite"
    database.execute(
        text(
            "DROP TRIGGER register_scans_no_update"
            if is_sqlite
            else "ALTER TABLE register_scans DISABLE TRIGGER register_scans_append_only"
        )
    )
    database.execute(text("UPDATE register_scans SET content = :other"), {"other": PNG})
    assert [problem for problem in ledger_problems() if "ses octets" in str(problem)]


def test_a_trainer_attaches_a_scan_and_gets_it_back_as_a_file_that_runs_nothing(
    classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    browser.get(f"/reseau/landes/seances/{session.id}")
    browser.follow("Sur papier")
    page = browser.submit("Attacher ce scan", file=(io.BytesIO(PDF), "feuille signée.pdf"))
    assert "feuille signée.pdf" in page.text
    assert hashlib.sha256(PDF).hexdigest()[:16] in page.text
    (scan,) = scans_of(session)
    answer = browser.send("GET", f"/reseau/landes/seances/{session.id}/scans/{scan.id}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith(
        'attachment; filename="emargement_2022-11-15_matin'
    )
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_program_called_pdf_is_refused_beside_its_field_by_name(
    classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser = browser_of(classroom.odile)
    browser.get(f"/reseau/landes/seances/{session.id}/papier")
    page = browser.submit("Attacher ce scan", file=(io.BytesIO(b"MZ\x90"), "feuille.pdf"), status=422)
    assert "feuille.pdf" in page.text
    assert "c’est un programme" in page.text
    assert scans_of(session) == []


@pytest.mark.parametrize(("megabytes", "status"), [(11, 422), (20, 413)])
def test_too_large_a_scan_has_a_clear_answer(
    classroom: Classroom, browser_of: BrowserOf, megabytes: int, status: int, session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    browser.get(f"/reseau/landes/seances/{session.id}/papier")
    token = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{browser.csrf_token()}\r\n'
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="grand.pdf"\r\n\r\n'
    body = token.encode() + head.encode() + PDF + b"x" * (megabytes * 1024 * 1024) + b"\r\n--x--\r\n"
    answer = browser.send(
        "POST",
        f"/reseau/landes/seances/{session.id}/papier",
        data=body,
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == status
    assert ("10 Mo au plus" if status == 422 else "dépasse 12 Mo") in answer.text
    assert scans_of(session) == []
