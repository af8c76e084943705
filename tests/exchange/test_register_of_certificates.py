"""The register of certificates: every number in its order, with what became of it."""

import csv
import io
from collections.abc import Callable

import pytest

from app.core.hours import hours_in_hundredths
from app.documents.queries import facts_of
from app.documents.services import revoke
from app.exchange.exporting.formats import FileFormat
from app.exchange.exporting.paper import export_on_paper
from app.exchange.exporting.registry import ExportKind, export_file
from app.exchange.selection import Selection
from tests.documents.ceremony import TODAY, Ceremony, noon, take_quick_paper
from tests.documents.papers import text_of


class Registered(Ceremony):
    """Three certificates: one that was revoked, the one that was issued for it, and that of somebody else."""

    def __post_init__(self) -> None:
        super().__post_init__()
        first, second = (self.result_of(advisor) for advisor in self.advisors[:2])
        with pytest.MonkeyPatch.context() as patch:
            take_quick_paper(patch)
            self.revoked = self.issue(first)[0]
            revoke(self.revoked, "Nom mal écrit", now=noon(), by=None)
            self.again, self.other = self.issue(first)[-1], self.issue(second)[-1]


@pytest.fixture
def ceremony(begin_with: Callable[..., Registered]) -> Registered:
    return begin_with(Registered)


def register(ceremony: Registered, selection: Selection | None = None) -> list[dict[str, str]]:
    content = export_file(ceremony.network, ExportKind.CERTIFICATES, FileFormat.CSV, selection or Selection())
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_every_number_is_there_once_and_without_a_gap_also_when_it_was_revoked(ceremony: Registered) -> None:
    issued = (ceremony.revoked, ceremony.again, ceremony.other)

    rows = register(ceremony)

    assert [row["Rang"] for row in rows] == ["1", "2", "3"]
    assert [row["Numéro"] for row in rows] == [each.number for each in issued]
    assert [row["État"] for row in rows] == ["révoqué", "valide", "valide"]
    assert [row["Motif"] for row in rows] == ["Nom mal écrit", "", ""]
    assert [row["SHA-256"] for row in rows] == [each.sha256 for each in issued]


def test_a_row_says_what_the_paper_says(ceremony: Registered) -> None:
    facts = facts_of(ceremony.revoked)

    row = register(ceremony)[0]

    assert (row["Nom"], row["Prénom"]) == (facts.family_name, facts.given_name)
    assert row["Heures suivies"].replace(",", ".") == str(hours_in_hundredths(facts.hours_minutes))
    assert row["Fait le"] == f"{ceremony.revoked.issued_on:%d/%m/%Y}"


def test_the_register_is_narrowed_down_by_the_date_on_the_paper(ceremony: Registered) -> None:
    day = ceremony.revoked.issued_on

    assert len(register(ceremony, Selection(first=day, last=day))) == 3
    assert register(ceremony, Selection(last=day.replace(year=2021))) == []


def test_the_register_is_printed_with_every_number_and_what_became_of_it(ceremony: Registered) -> None:
    name, pdf = export_on_paper(ceremony.network, ExportKind.CERTIFICATES, Selection(), TODAY)

    text = text_of(pdf)
    assert name == "certificats-landes-2022-11-15.pdf"
    assert all(
        number in text for number in (ceremony.revoked.number, ceremony.again.number, ceremony.other.number)
    )
    assert (text.count("révoqué"), text.count("Nom mal écrit"), text.count("valide")) == (1, 1, 2)
