"""An administrator at a desk: the sentence of the article, and thirty-two certificates by one button."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.demonstration.people import STAFF
from tests.browser.conftest import SignIn

ADMINISTRATOR = STAFF[0][0]
SENTENCE = "34 conseillers numériques, 32 certifiés, 2 recrutements tardifs en formation."
ISSUING_TAKES_AT_MOST = 60_000


def test_the_network_is_told_as_the_article_tells_it(page_desktop: Page, sign_in: SignIn) -> None:
    sign_in(page_desktop, ADMINISTRATOR)

    expect(page_desktop.get_by_text(SENTENCE)).to_be_visible()

    page_desktop.get_by_label("Rechercher").first.fill("labarthe")
    page_desktop.keyboard.press("Enter")
    expect(page_desktop.get_by_role("table").get_by_role("row")).to_have_count(2)
    expect(page_desktop.get_by_role("row", name="Hugo Labarthe")).to_contain_text("Recrutement tardif")


def test_thirty_two_certificates_are_issued_and_downloaded(
    page_desktop: Page, sign_in: SignIn, expect_accessible: Callable[[Page], None]
) -> None:
    sign_in(page_desktop, ADMINISTRATOR)
    page_desktop.get_by_role("link", name="Certificats", exact=True).click()
    page_desktop.get_by_role("button", name="Contrôler avant d’imprimer").click()
    page_desktop.get_by_role("button", name="Émettre et imprimer les 32 certificats").click()

    ready = page_desktop.get_by_text("Les certificats sont prêts")
    expect(ready).to_be_visible(timeout=ISSUING_TAKES_AT_MOST)
    merged = download(page_desktop, "PDF pour l’imprimante")
    zipped = download(page_desktop, "Fichiers séparés (ZIP)")

    assert len(PdfReader(io.BytesIO(merged)).pages) == 32
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert len([name for name in archive.namelist() if name.endswith(".pdf")]) == 32
    page_desktop.reload()
    expect_accessible(page_desktop)
    page_desktop.get_by_role("link", name="Certificats", exact=True).first.click()
    expect_accessible(page_desktop)
    page_desktop.get_by_role("link", name="Révoquer LANDES-2022-0001").click()
    expect_accessible(page_desktop)


def test_a_file_that_is_being_read_says_so(page_phone: Page, sign_in: SignIn) -> None:
    sign_in(page_phone, ADMINISTRATOR)
    page_phone.goto("/reseau/landes/fichiers/importer/hours")
    page_phone.get_by_label("Fichier CSV ou XLSX").set_input_files(
        {"name": "heures.csv", "mimeType": "text/csv", "buffer": b"Email;Date\n"}
    )
    # The page stays, as it does while a slow file is on its way.
    page_phone.evaluate("addEventListener('submit', event => event.preventDefault())")

    button = page_phone.get_by_role("button", name="Essayer ce fichier")
    button.click()

    expect(page_phone.get_by_role("status")).to_contain_text("Livret lit le fichier.")
    expect(button).to_have_attribute("aria-disabled", "true")


def download(page: Page, link: str) -> bytes:
    """Follow a link that leads to a file, and return its bytes."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).click()
    return Path(waiting.value.path()).read_bytes()
