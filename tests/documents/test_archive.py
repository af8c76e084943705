"""The merged PDF and the ZIP are made of the archived bytes, in the network's order, and always the same."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy.orm import Session

from app.documents.archive import file_name, merged_pdf, zip_of_pdfs
from app.documents.naming import safe_name
from app.documents.queries import documents_in_force, pdf_of, pdfs_of
from app.documents.services import revoke
from app.people.models import SortOrder
from app.people.services import set_sort_order
from app.training.services import change_advisor, create_host
from tests.documents.ceremony import NOON, Issued, Sealed
from tests.documents.papers import texts_of_pages


def test_the_merged_pdf_has_one_page_for_each_in_the_network_s_order(sealed: Sealed) -> None:
    documents = sealed.documents

    merged = b"".join(merged_pdf(pdfs_of(documents)))
    # A seal proves its own file: none is left to look broken in another.
    assert (b"/Widget" in merged, b"/AcroForm" in merged) == (False, False)
    texts = texts_of_pages(merged)

    assert [name in text for name, text in zip(("Aubert", "Barrère", "Castets"), texts, strict=True)] == [
        True
    ] * 3
    assert merged == b"".join(merged_pdf(pdfs_of(documents)))


@pytest.mark.usefixtures("quick_paper")
def test_the_zip_holds_the_archived_bytes_under_ranked_names(issued: Issued) -> None:
    documents = issued.documents

    zipped = b"".join(zip_of_pdfs(pdfs_of(documents)))
    with ZipFile(BytesIO(zipped)) as archive:
        names = archive.namelist()
        contents = [archive.read(name) for name in names]

    assert names == [
        "001_Aubert_Camille_LANDES-2022-0001.pdf",
        "002_Barrère_Camille_LANDES-2022-0002.pdf",
        "003_Castets_Camille_LANDES-2022-0003.pdf",
    ]
    assert contents == [pdf_of(each.id) for each in documents]
    assert zipped == b"".join(zip_of_pdfs(pdfs_of(documents)))


@pytest.mark.usefixtures("quick_paper")
def test_the_order_of_the_network_is_that_of_the_files(issued: Issued, database: Session) -> None:
    for advisor, name in zip(issued.advisors, ("Ville C", "Ville A", "Ville B"), strict=True):
        host = create_host(issued.network, name, now=NOON, by=None)
        change_advisor(
            advisor,
            email=advisor.person.email,
            given_name=advisor.person.given_name,
            family_name=advisor.person.family_name,
            host=host,
            hired_on=advisor.hired_on,
            now=NOON,
            by=issued.odile,
        )
    set_sort_order(issued.network, SortOrder.HOST.value, now=NOON, by=issued.odile)

    documents = documents_in_force(issued.network)

    assert [each.advisor.person.family_name for each in documents] == ["Barrère", "Castets", "Aubert"]
    database.rollback()


@pytest.mark.usefixtures("quick_paper")
def test_a_revoked_certificate_is_in_no_file(issued: Issued) -> None:
    revoke(issued.documents[0], "Erreur", now=NOON, by=issued.odile)

    documents = documents_in_force(issued.network)

    assert [file_name(each) for each in documents] == [
        "LANDES-2022-0002_Barrère_Camille.pdf",
        "LANDES-2022-0003_Castets_Camille.pdf",
    ]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("O’Brien", "O-Brien"),
        ("Le Goff  d'Arc", "Le-Goff-d-Arc"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON: <a|b>?*\\", "CON-a-b"),
        ("E\u0301lodie", "Élodie"),
        ("Łukasz Ťažký", "Łukasz-Ťažký"),
        ("\u202egnp.exe\x00", "gnp-exe"),
        ("…", "sans-nom"),
        ("é" * 100, "é" * 40),
    ],
)
def test_a_name_becomes_a_part_of_a_file_name_that_every_system_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe
