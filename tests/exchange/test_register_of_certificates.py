"""The register of certificates: every number in its order, with what became of it."""

import csv
import io

import pytest
from sqlalchemy.orm import Session

from app.core.hours import hours_in_hundredths
from app.documents.queries import facts_of
from app.documents.services import revoke
from app.exchange.exporting.formats import FileFormat
from app.exchange.exporting.paper import export_on_paper
from app.exchange.exporting.registry import ExportKind, export_file
from app.exchange.exporting.selection import Selection
from tests.documents.ceremony import TODAY, Ceremony, noon
from tests.documents.papers import text_of
from tests.installation import Installation


@pytest.fixture
def ceremony(installation: Installation, database: Session) -> Ceremony:
    return installation.begin_with(Ceremony)


def register(ceremony: Ceremony, selection: Selection | None = None) -> list[dict[str, str]]:
    content = export_file(ceremony.network, ExportKind.CERTIFICATES, FileFormat.CSV, selection or Selection())
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_every_number_is_there_once_and_without_a_gap_also_when_it_was_revoked(ceremony: Ceremony) -> None:
    first, second = (ceremony.result_of(advisor) for advisor in ceremony.advisors[:2])
    revoked = ceremony.issue(first)[0]
    revoke(revoked, "Nom mal écrit", now=noon(), by=None)
    again, other = ceremony.issue(first)[-1], ceremony.issue(second)[-1]

    rows = register(ceremony)

    assert [row["Rang"] for row in rows] == ["1", "2", "3"]
    assert [row["Numéro"] for row in rows] == [revoked.number, again.number, other.number]
    assert [row["État"] for row in rows] == ["révoqué", "valide", "valide"]
    assert [row["Motif"] for row in rows] == ["Nom mal écrit", "", ""]
    assert [row["SHA-256"] for row in rows] == [revoked.sha256, again.sha256, other.sha256]


def test_a_row_says_what_the_paper_says(ceremony: Ceremony) -> None:
    document = ceremony.issue(ceremony.result_of(ceremony.advisors[0]))[0]
    facts = facts_of(document)

    row = register(ceremony)[0]

    assert (row["Nom"], row["Prénom"]) == (facts.family_name, facts.given_name)
    assert row["Heures suivies"].replace(",", ".") == str(hours_in_hundredths(facts.hours_minutes))
    assert row["Fait le"] == f"{document.issued_on:%d/%m/%Y}"


def test_the_register_is_narrowed_down_by_the_date_on_the_paper(ceremony: Ceremony) -> None:
    document = ceremony.issue(ceremony.result_of(ceremony.advisors[0]))[0]

    assert len(register(ceremony, Selection(first=document.issued_on, last=document.issued_on))) == 1
    assert register(ceremony, Selection(last=document.issued_on.replace(year=2021))) == []


def test_the_register_is_printed_with_every_number_and_what_became_of_it(ceremony: Ceremony) -> None:
    first, second = (ceremony.result_of(advisor) for advisor in ceremony.advisors[:2])
    revoked, other = ceremony.issue(first)[0], ceremony.issue(second)[-1]
    revoke(revoked, "Nom mal écrit", now=noon(), by=None)

    name, pdf = export_on_paper(ceremony.network, ExportKind.CERTIFICATES, Selection(), TODAY)

    text = text_of(pdf)
    assert name == "certificats-landes-2022-11-15.pdf"
    assert all(number in text for number in (revoked.number, other.number))
    assert text.count("révoqué") == text.count("Nom mal écrit") == text.count("valide") == 1
