"""The key on a device, behind a PKCS#11 library. SoftHSM stands in for one: all of a device but the metal."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from app.documents.sealing import Authority, sealed_certificate
from app.documents.sealing.development import new_development_authority
from app.documents.sealing.inspection import inspect
from app.documents.sealing.keys import open_pkcs11
from app.documents.sealing.refusals import SealKeyUnusable
from tests.documents.seals import FACTS, NOON

PLACES = ("/usr/lib/softhsm/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so")
LIBRARY = next((each for each in PLACES if Path(each).exists()), "")
TOKEN, LABEL, PIN = "Livret", "livret", "123456"

pytestmark = pytest.mark.skipif(not LIBRARY, reason="SoftHSM (Debian's softhsm2) is not installed")


@pytest.fixture(scope="module", autouse=True)
def _device(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A device that holds the key and its chain, as the person who was handed it would have prepared it."""
    folder = tmp_path_factory.mktemp("device")
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\n")
    with pytest.MonkeyPatch.context() as patch:
        # Read when the library is first loaded, which is once for each process.
        patch.setenv("SOFTHSM2_CONF", str(settings))
        _softhsm("--init-token", "--free", "--so-pin", PIN)
        _fill(folder / "key.pem")
        yield


def _softhsm(*arguments: str) -> None:
    tool = shutil.which("softhsm2-util")
    assert tool is not None
    command = [tool, *arguments, "--label" if "--init-token" in arguments else "--token", TOKEN, "--pin", PIN]
    subprocess.run(command, check=True, capture_output=True)


def _fill(pem: Path) -> None:
    from pkcs11 import Attribute
    from pkcs11 import lib as load_library
    from pkcs11.util.x509 import decode_x509_certificate

    held = load_pkcs12(new_development_authority(), None)
    assert held.key is not None
    assert held.cert is not None
    pem.write_bytes(held.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _softhsm("--import", str(pem), "--label", LABEL, "--id", "01")
    pem.unlink()
    chain = {LABEL: held.cert.certificate, "root": held.additional_certs[0].certificate}
    with load_library(LIBRARY).get_token(token_label=TOKEN).open(user_pin=PIN, rw=True) as session:
        for label, certificate in chain.items():
            stored = decode_x509_certificate(certificate.public_bytes(Encoding.DER))
            session.create_object({**stored, Attribute.TOKEN: True, Attribute.LABEL: label})


def test_a_key_on_a_device_seals_and_never_leaves_it() -> None:
    chain, sign = open_pkcs11(LIBRARY, TOKEN, LABEL, PIN)

    pdf = sealed_certificate(FACTS, Authority(chain, sign, is_development=True, timestamp_url=""), NOON)

    found = inspect(pdf, chain)
    assert len(chain) == 2
    assert found is not None
    assert found.is_whole


@pytest.mark.parametrize(
    ("library", "token", "label", "pin"),
    [
        ("/nowhere/library.so", TOKEN, LABEL, PIN),
        (LIBRARY, "another device", LABEL, PIN),
        (LIBRARY, TOKEN, "another key", PIN),
        (LIBRARY, TOKEN, LABEL, "000000"),
        (LIBRARY, TOKEN, "root", PIN),
    ],
)
def test_a_device_without_the_key_is_refused_and_no_secret_is_repeated(
    library: str, token: str, label: str, pin: str
) -> None:
    with pytest.raises(SealKeyUnusable) as refused:
        open_pkcs11(library, token, label, pin)

    assert pin not in str(refused.value.facts)
