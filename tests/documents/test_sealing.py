"""A certificate proves itself: it keeps both standards, carries its facts, and one changed byte breaks its seal."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from asn1crypto import keys as parsed_keys
from asn1crypto import tsp
from asn1crypto import x509 as parsed
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12, serialize_key_and_certificates
from cryptography.x509 import CertificateBuilder, ExtendedKeyUsage, Name, NameAttribute, NameOID
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.sign.timestamps import DummyTimeStamper

from app.documents.facts import CertificateFacts
from app.documents.rendering import FACTS_FILE, render_certificate
from app.documents.sealing import Authority, inspect, room_for, sealed_certificate
from app.documents.sealing.development import kept_development_authority, new_development_authority
from app.documents.sealing.keys import chain_of, open_pkcs12
from app.documents.sealing.loops import run_to_end
from app.documents.sealing.papers import sealed
from app.documents.sealing.refusals import (
    SealKeyExpired,
    SealKeyNotYetValid,
    SealKeyUnusable,
    TimestampRefused,
)
from app.documents.typesetting.room import Room
from tests.documents.papers import facts_at_their_limits, pages_of, text_of
from tests.documents.seals import FACTS, NOON, a_sealed_file, an_authority, the_authority

unsealed = cache(render_certificate)
"""What several tests seal or look at is printed for the first of them."""


@cache
def room() -> Room:
    """What a certificate leaves for the seal of any authority of these tests whose key is on the same curve."""
    return room_for(FACTS, the_authority(), NOON)


@cache
def sealed_in_development(facts: CertificateFacts) -> bytes:
    return sealed_certificate(facts, an_authority(is_development=True), NOON)


@pytest.mark.parametrize("facts", [FACTS, facts_at_their_limits()], ids=["sample", "every text at its limit"])
def test_a_sealed_file_keeps_both_standards(facts: CertificateFacts) -> None:
    pdf = sealed_in_development(facts)
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        # The length is right: where a compressed stream happens to end in CR, it is taken for a line end here.
        failures = [each for each in report.failures if each.rule_id != "PDFA3A-STREAM-LENGTH-001"]
        assert failures == [], profile
    assert pages_of(pdf) == 1


def test_the_seal_covers_every_byte_and_names_its_certificate() -> None:
    found = inspect(a_sealed_file(), the_authority().chain)
    assert found is not None
    assert (found.is_whole, found.fingerprint) == (True, the_authority().fingerprint)
    assert (found.sealed_at, found.timestamped_at) == (NOON, None)


def test_the_file_carries_its_facts_as_the_one_canonical_text() -> None:
    with pikepdf.open(BytesIO(a_sealed_file())) as pdf:
        (attached,) = pdf.Root.AF
        assert (str(attached.UF), str(attached.AFRelationship)) == (FACTS_FILE, "/Data")
        assert str(attached.EF.F.Subtype) == "/application/json"
        assert pdf.attachments[FACTS_FILE].get_file().read_bytes().decode() == FACTS.to_json()
        assert CertificateFacts.from_json(FACTS.to_json()) == FACTS


def test_a_specimen_carries_neither_facts_nor_seal() -> None:
    pdf = unsealed(FACTS)
    assert inspect(pdf, the_authority().chain) is None
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert "/AcroForm" not in opened.Root
        assert not opened.attachments


@settings(max_examples=20)
@given(st.data())
def test_one_changed_byte_breaks_the_seal(data: st.DataObject) -> None:
    file = bytearray(a_sealed_file())
    at = data.draw(st.integers(0, len(file) - 1))
    file[at] ^= data.draw(st.integers(1, 255))
    found = inspect(bytes(file), the_authority().chain)
    assert found is None or not found.is_whole or _is_within_signature(a_sealed_file(), at)


def _is_within_signature(file: bytes, at: int) -> bool:
    """Whether this byte is of the signature itself, which cannot cover its own digits, certificates and padding.

    The check of a dropped file does not rest on it: it compares every byte.
    """
    start = file.index(b"/Contents <")
    return start <= at < file.index(b">", start)


@pytest.mark.parametrize(
    "more", [b"\n", b"%%EOF", b"\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"]
)
def test_appended_bytes_break_the_seal(more: bytes) -> None:
    found = inspect(a_sealed_file() + more, the_authority().chain)
    assert found is None or not found.is_whole


def test_a_seal_of_somebody_else_is_not_ours() -> None:
    found = inspect(a_sealed_file(), an_authority().chain)
    assert found is not None
    assert not found.is_whole


def test_an_authority_of_development_says_so_on_the_paper() -> None:
    assert "Scellé par une autorité de développement" in text_of(sealed_in_development(FACTS))
    assert "développement" not in text_of(a_sealed_file())
    assert "Scellé électroniquement" in text_of(a_sealed_file())


def test_a_file_without_room_is_not_sealed() -> None:
    with pytest.raises(ValueError, match="not found"):
        sealed(unsealed(FACTS), the_authority())


# Keys.


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    """What takes long to find is found once."""
    return rsa.generate_private_key(65537, 2048)


def test_a_key_that_has_ended_or_not_begun_seals_nothing() -> None:
    authority = an_authority(NOON - timedelta(days=2), NOON - timedelta(days=1))
    with pytest.raises(SealKeyExpired, match="14"):
        sealed_certificate(FACTS, authority, NOON)
    with pytest.raises(SealKeyNotYetValid, match="13"):
        sealed_certificate(FACTS, authority, NOON - timedelta(days=3))


def test_a_key_that_has_ended_since_leaves_its_seals_valid() -> None:
    authority = an_authority(NOON - timedelta(days=2), NOON + timedelta(seconds=1))
    found = inspect(sealed(unsealed(FACTS, room()), authority), authority.chain)
    assert found is not None
    assert found.is_whole


def test_an_rsa_key_seals_as_well() -> None:
    key = rsa_key()
    name = Name([NameAttribute(NameOID.COMMON_NAME, "Réseau")])
    own = (
        CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(NOON - timedelta(days=1))
        .not_valid_after(NOON + timedelta(days=1))
    )
    certificate = own.sign(key, SHA256())
    content = serialize_key_and_certificates(b"x", key, certificate, None, BestAvailableEncryption(b"secret"))

    chain, sign = open_pkcs12(content, "secret")
    found = inspect(sealed_certificate(FACTS, Authority(chain, sign), NOON), chain)

    assert found is not None
    assert found.fingerprint == Authority(chain, sign).fingerprint


def test_a_wrong_password_is_refused_and_not_repeated() -> None:
    held = load_pkcs12(new_development_authority(), None)
    assert held.cert is not None
    assert isinstance(held.key, ec.EllipticCurvePrivateKey)
    content = serialize_key_and_certificates(
        b"x", held.key, held.cert.certificate, None, BestAvailableEncryption(b"right")
    )
    with pytest.raises(SealKeyUnusable) as refusal:
        open_pkcs12(content, "a wrong secret")
    assert "wrong secret" not in str(refusal.value)
    for nonsense in (b"", b"nonsense", content[:200]):
        with pytest.raises(SealKeyUnusable):
            open_pkcs12(nonsense, "right")


def test_a_chain_is_put_in_order_and_ends_where_it_is_cut() -> None:
    certificate, root = the_authority().chain
    assert chain_of(certificate, [certificate, root]) == (certificate, root)
    assert chain_of(certificate, []) == (certificate,)
    assert chain_of(certificate, list(an_authority().chain)) == (certificate,)


def test_the_authority_of_development_is_made_once_and_read_by_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "instance" / "development-seal.p12"
    assert kept_development_authority(path) == kept_development_authority(path)
    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in path.parent.iterdir()] == [path.name]


# Timestamps.


@pytest.fixture
def timestamp_server() -> Iterator[tuple[str, list[int]]]:
    """A timestamp server on this machine, and the status that it answers instead of a timestamp."""
    key = rsa_key()
    name = Name([NameAttribute(NameOID.COMMON_NAME, "Horodatage")])
    certificate = (
        CertificateBuilder(name, name, key.public_key(), 7)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2050, 1, 1, tzinfo=UTC))
        .add_extension(ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        parsed.Certificate.load(certificate.public_bytes(Encoding.DER)),
        parsed_keys.PrivateKeyInfo.load(private),
    )
    failures: list[int] = []

    class Server(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(failures[-1] if failures else 200)
            self.end_headers()
            if failures and failures[-1] == 200:
                return
            self.wfile.write(stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump())

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", failures
    server.shutdown()
    server.server_close()


def test_a_timestamp_server_tells_the_time_in_the_seal(timestamp_server: tuple[str, list[int]]) -> None:
    authority = an_authority(timestamp_url=timestamp_server[0])
    pdf = sealed_certificate(FACTS, authority, NOON)
    found = inspect(pdf, authority.chain)
    assert found is not None
    assert found.is_whole
    assert found.timestamped_at is not None
    assert abs(found.timestamped_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert page.validate_pdf_bytes(pdf, profile="3a").is_compliant


def test_a_timestamp_server_that_is_away_is_told(timestamp_server: tuple[str, list[int]]) -> None:
    url, failures = timestamp_server
    failures.append(503)
    authority = an_authority(timestamp_url=url)
    pdf = unsealed(FACTS, room_for(FACTS, authority, NOON))
    with pytest.raises(TimestampRefused, match="Service Unavailable"):
        sealed(pdf, authority)
    # An empty answer, which is no timestamp.
    failures.append(200)
    for address in (url, "http://127.0.0.1:1/", "file:///etc/passwd"):
        with pytest.raises(TimestampRefused):
            sealed(pdf, an_authority(timestamp_url=address))


def test_the_digits_of_the_signature_end_within_their_room() -> None:
    digits = re.search(rb"/Contents <([0-9a-f]+)>", a_sealed_file())
    assert digits is not None
    assert digits[1].endswith(b"0" * 64)


def test_a_file_is_sealed_and_checked_where_an_event_loop_runs() -> None:
    async def seal_and_check() -> bool:
        authority = an_authority()
        found = inspect(sealed(unsealed(FACTS, room()), authority), authority.chain)
        return found is not None and found.is_whole

    # In a thread of its own: a browser of other tests may have its loop running in this one.
    assert run_to_end(seal_and_check())
