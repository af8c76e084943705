"""The check of a file: valid for the very bytes that were issued, and for nothing else, whatever is sent."""

import hashlib
import tempfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.core.identifiers import new_verification_code
from app.documents.claims import claimed_number_and_code
from app.documents.models import FailedCheck, IssuedDocument
from app.documents.queries import pdf_of
from app.documents.rules import LARGEST_CHECKED_FILE, Authenticity, NotAPdf
from app.documents.sealing import keyring
from app.documents.services import check_file, revoke
from tests.browser_client import Browser
from tests.documents.ceremony import NOON, Ceremony, Sealed, behind_the_guards, guess_wrong
from tests.documents.seals import a_sealed_file

HERE = "192.0.2.7"


@pytest.fixture
def ceremony(sealed: Sealed) -> Sealed:
    return sealed


@pytest.fixture
def document(ceremony: Sealed) -> IssuedDocument:
    return ceremony.documents[0]


@pytest.fixture
def pdf(document: IssuedDocument) -> bytes:
    return pdf_of(document.id) or b""


def drop(browser: Browser, content: bytes, status: int = 200) -> Any:
    browser.get("/verifier")
    return browser.submit("Vérifier le fichier", file=(BytesIO(content), "certificat.pdf"), status=status)


def authenticity_of(content: bytes) -> Authenticity:
    return check_file(content, HERE, now=NOON).authenticity


def test_the_file_that_was_issued_shows_what_it_says(
    document: IssuedDocument, pdf: bytes, browser: Browser
) -> None:
    page = drop(browser, pdf)

    assert page.heading == "Certificat valide"
    for shown in (document.number, "Camille Aubert", "3 h 30", "15 novembre 2022", "son sceau est intact"):
        assert shown in page.text
    assert "Sceau de développement" in page.text
    for hidden in ("Dax", "1990", "example.org"):
        assert hidden not in page.text


def test_a_file_whose_document_was_revoked_says_so(
    ceremony: Ceremony, document: IssuedDocument, pdf: bytes, browser: Browser
) -> None:
    revoke(document, "Motif confidentiel", now=NOON, by=ceremony.odile)
    page = drop(browser, pdf, status=410)
    assert page.heading == "Certificat révoqué"
    assert "Motif confidentiel" not in page.text


def test_an_altered_file_says_so_and_shows_nothing_of_the_original(
    document: IssuedDocument, pdf: bytes, browser: Browser
) -> None:
    page = drop(browser, pdf.replace(b"Aubert", b"Albert"), status=422)
    assert "Ce fichier a été modifié" in page.text
    for hidden in ("Aubert", "Albert", "Camille", document.code):
        assert hidden not in page.text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_one_changed_byte_is_never_valid(pdf: bytes, data: st.DataObject) -> None:
    at, change = data.draw(st.integers(0, len(pdf) - 1)), data.draw(st.integers(1, 255))
    changed = pdf[:at] + bytes([pdf[at] ^ change]) + pdf[at + 1 :]
    try:
        assert authenticity_of(changed) is Authenticity.ALTERED
    except NotAPdf:
        assert at < len(b"%PDF-")


def test_neither_the_address_nor_the_certificate_alone_is_needed_to_know_an_altered_file(
    document: IssuedDocument, pdf: bytes
) -> None:
    """A byte changed at random seldom falls on what names the document: each of the two is broken on purpose."""
    certificate = keyring.authority().certificate.public_bytes(Encoding.DER).hex().encode()
    without_address = pdf.replace(document.code.encode(), new_verification_code().encode())
    without_certificate = pdf.replace(certificate, certificate[::-1])
    assert len({pdf, without_address, without_certificate}) == 3

    assert authenticity_of(without_address) is Authenticity.ALTERED
    assert authenticity_of(without_certificate) is Authenticity.ALTERED
    neither = without_address.replace(certificate, certificate[::-1])
    assert authenticity_of(neither) is Authenticity.UNKNOWN


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(end=st.integers(1, 40_000), more=st.binary(min_size=1, max_size=40))
def test_a_file_cut_or_lengthened_is_never_valid(pdf: bytes, end: int, more: bytes) -> None:
    assert authenticity_of(pdf + more) is Authenticity.ALTERED
    # Whose end is cut off may have lost what names it; from nothing that is left it is valid.
    cut = pdf[: max(len(pdf) - end, 1024)]
    assert authenticity_of(cut) in {Authenticity.ALTERED, Authenticity.UNKNOWN}


def test_an_incremental_update_is_altered(pdf: bytes) -> None:
    updated = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.docinfo["/Title"] = "Somebody else"
        opened.save(updated)
    update = b"\n1 0 obj\n<</Title (Somebody else)>>\nendobj\nxref\n0 0\ntrailer\n<<>>\nstartxref\n1\n%%EOF\n"
    assert authenticity_of(pdf + update) is Authenticity.ALTERED
    assert authenticity_of(updated.getvalue()) is not Authenticity.VALID


def encrypted() -> bytes:
    content = BytesIO()
    with pikepdf.open(BytesIO(a_sealed_file())) as opened:
        opened.save(content, encryption=pikepdf.Encryption(owner="o", user="u"))
    return content.getvalue()


def bomb() -> bytes:
    """A hundred megabytes of nothing, packed twice, and made of one megabyte again and again."""
    packer = zlib.compressobj(9)
    start, megabyte = (packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = zlib.compress(start + 99 * megabyte, 9)
    return (
        b"%%PDF-1.7\n1 0 obj\n<</Length %d/Filter [/FlateDecode /FlateDecode]>>\nstream\n" % len(packed)
        + packed
        + b"\nendstream\nendobj\n"
    )


@pytest.mark.parametrize(
    "made",
    # Made by the test that wants it, not by whoever collects the tests.
    [
        lambda: b"%PDF-",
        lambda: b"%PDF-1.7\n%%EOF",
        encrypted,
        bomb,
        lambda: b"%PDF-1.7" + b"[" * 100_000,
        a_sealed_file,
    ],
    ids=["five bytes", "empty", "encrypted", "bomb", "deep", "sealed elsewhere"],
)
def test_a_file_from_elsewhere_is_unknown(
    document: IssuedDocument, browser: Browser, database: Session, made: Callable[[], bytes]
) -> None:
    page = drop(browser, made(), status=404)
    assert "Ce fichier n’est pas reconnu" in page.text
    assert len(database.scalars(select(FailedCheck)).all()) == 1


@pytest.mark.parametrize("content", [b"GIF89a", b"x" * 2000 + b"%PDF-", "Prénom".encode("utf-16")])
def test_what_is_no_pdf_is_told(browser: Browser, content: bytes) -> None:
    assert "Ce fichier n’est pas un PDF" in drop(browser, content, status=422).text


def test_no_file_is_asked_for_again(browser: Browser) -> None:
    browser.get("/verifier")
    assert "Choisissez un fichier." in browser.submit("Vérifier le fichier", status=422).text


@pytest.mark.parametrize(("language", "sentence"), [("fr", "dépasse 5 Mo"), ("en", "larger than 5 MB")])
@pytest.mark.parametrize("size", [LARGEST_CHECKED_FILE + 1, LARGEST_CHECKED_FILE + 200_000, 200 * 1024**2])
def test_a_large_file_is_refused_unread_in_the_readers_language(
    browser: Browser, size: int, language: str, sentence: str
) -> None:
    class Unread(BytesIO):
        """So many bytes, none of which is there: who reads all of them is found out."""

        taken = 0

        def read(self, count: int | None = -1, /) -> bytes:
            assert count is not None
            assert count >= 0
            given = min(count, size - Unread.taken, 64 * 1024)
            Unread.taken += given
            return b"%PDF-1.7".ljust(given, b"\0")[:given]

    answer = browser.send(
        "POST",
        "/verifier",
        input_stream=Unread(),
        environ_overrides={"CONTENT_LENGTH": str(size)},
        headers={"Accept-Language": language},
        content_type="application/pdf",
    )
    assert answer.status_code == 413
    assert sentence in answer.text
    assert Unread.taken <= LARGEST_CHECKED_FILE + 100_000


def test_nothing_of_a_file_is_kept(pdf: bytes, browser: Browser, database: Session) -> None:
    folder = Path(tempfile.gettempdir())
    before = set(folder.iterdir())
    # Larger than what is held in memory while a form is read.
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="c.pdf"\r\n\r\n'
    body = head + pdf + bytes(2_000_000) + b"\r\n--x--\r\n"
    large = browser.send("POST", "/verifier", data=body, content_type="multipart/form-data; boundary=x")
    assert "Ce fichier a été modifié" in large.text
    drop(browser, pdf)
    assert {each for each in set(folder.iterdir()) - before if b"%PDF" in head_of(each)} == set()
    assert database.execute(text("SELECT count(*) FROM issued_documents")).scalar() == 3


def head_of(path: Path) -> bytes:
    return path.read_bytes()[:5] if path.is_file() else b""


def test_codes_are_not_guessed_in_files(document: IssuedDocument, pdf: bytes, browser: Browser) -> None:
    """A file may claim any number and any code: what it learns from the answer, it pays for like any guess."""

    def claim() -> bytes:
        return f"%PDF-1.7 (https://x/verifier/{document.number}/{new_verification_code()})".encode()

    guess_wrong(29, "127.0.0.1", datetime.now(UTC))
    guessed = browser.send("POST", "/verifier", data=claim(), content_type="application/pdf")
    assert guessed.status_code == 404

    answer = browser.send("POST", "/verifier", data=pdf, content_type="application/pdf")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")


def test_only_the_first_claim_of_a_file_counts(document: IssuedDocument) -> None:
    """Of a thousand guesses in one file one is looked at."""
    right = f"/verifier/{document.number}/{document.code})"
    guesses = b"".join(f"/verifier/X-1/{new_verification_code()})".encode() for _ in range(1_000))
    assert claimed_number_and_code(guesses + right.encode()) != (document.number, document.code)
    assert authenticity_of(b"%PDF-1.7" + guesses + right.encode()) is Authenticity.UNKNOWN
    assert authenticity_of(b"%PDF-1.7" + right.encode()) is Authenticity.ALTERED


def test_bytes_changed_in_the_database_itself_are_not_valid(
    document: IssuedDocument, pdf: bytes, database: Session
) -> None:
    forged = pdf.replace(b"20221115110000Z", b"20211115110000Z")
    assert forged != pdf
    with behind_the_guards(database):
        database.execute(
            text("UPDATE issued_documents SET pdf = :pdf, sha256 = :sha256 WHERE id = :id"),
            {"pdf": forged, "sha256": hashlib.sha256(forged).hexdigest(), "id": document.id},
        )
    database.expire_all()

    assert authenticity_of(forged) is Authenticity.ALTERED


def test_what_was_issued_without_a_seal_is_checked_by_its_bytes(
    document: IssuedDocument, pdf: bytes, database: Session, browser: Browser
) -> None:
    with behind_the_guards(database):
        database.execute(text("UPDATE issued_documents SET sealed_under_id = NULL"))
    database.expire_all()

    page = drop(browser, pdf)
    assert page.heading == "Certificat valide"
    assert "Émis sans sceau électronique" in page.text


# For machines.


def test_a_machine_gets_data(document: IssuedDocument, pdf: bytes, browser: Browser) -> None:
    path = f"/verifier/{document.number}/{document.code}"
    typed = {"number": document.number, "code": document.code}
    answers = [
        browser.send("GET", f"{path}.json"),
        browser.send("GET", path, headers={"Accept": "application/json"}),
        browser.send("GET", "/verifier.json", query_string=typed),
        browser.send("POST", "/verifier.json", data=pdf, content_type="application/pdf"),
        browser.send("POST", "/verifier.json", data={"file": (BytesIO(pdf), "certificat.pdf")}),
    ]

    assert {each.status_code for each in answers} == {200}
    assert all(each.json == answers[0].json for each in answers)
    told = answers[0].json
    assert told is not None
    assert (told["state"], told["number"], told["person"]) == ("valid", document.number, "Camille Aubert")
    assert (told["minutes"], told["issued_on"], told["is_test"]) == (210, "2022-11-15", True)
    assert told["seal"]["is_development"]
    assert not told.keys() & {"birth_date", "birth_place", "code", "reason"}
    for answer in answers:
        assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == (
            "no-store",
            "noindex, nofollow",
        )


def test_a_machine_is_told_what_is_not_valid(
    ceremony: Ceremony, document: IssuedDocument, pdf: bytes, browser: Browser
) -> None:
    def posted(content: bytes) -> tuple[int, Any]:
        answer = browser.send("POST", "/verifier.json", data=content, content_type="application/pdf")
        return answer.status_code, answer.json

    unknown = browser.send("GET", f"/verifier/{document.number}/{new_verification_code()}.json")
    assert (unknown.status_code, unknown.json) == (404, {"state": "unknown"})
    assert posted(pdf + b" ") == (422, {"state": "altered"})
    assert posted(b"%PDF-1.7") == (404, {"state": "unknown"})
    assert posted(b"GIF")[1]["error"] == "not_a_pdf"
    assert posted(b"%PDF-" + bytes(LARGEST_CHECKED_FILE))[1]["error"] == "too_large"
    assert browser.send("GET", "/verifier.json").json == {"error": "incomplete"}
    assert browser.send("POST", "/verifier.json").json == {"error": "incomplete"}

    revoke(document, "Motif confidentiel", now=NOON, by=ceremony.odile)
    status, told = posted(pdf)
    assert (status, told["state"], told["revoked_on"]) == (410, "revoked", "2022-11-15")
    assert "person" not in told
