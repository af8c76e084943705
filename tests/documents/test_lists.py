"""Lists on paper: whatever they hold, whole, in both standards, the same bytes for the same facts."""

from datetime import date
from functools import cache

import page
import pytest

from app.documents.lists import LONGEST_LIST, ListFacts, ListTooLong, print_list
from tests.documents.papers import pages_of, text_of

printed = cache(print_list)
"""What several tests look at is printed for the first of them."""


def of(rows: int) -> ListFacts:
    row = (
        "Groupe 1",
        "15/11/2022",
        "matin",
        "<b>Accueillir</b> & «\xa0écouter\xa0» un public",
        "Þórdís Ægisdóttir",
    )
    return ListFacts(
        title="Séances",
        about="Groupe 1, CCP1 2022",
        network="Conseillers des Landes",
        headings=("Groupe", "Date", "Demi-journée", "Module", "Formateurs"),
        rows=(row,) * rows,
        printed_on=date(2022, 11, 15),
        first=date(2022, 11, 1),
    )


def test_every_row_is_printed_as_text_on_as_many_pages_as_it_takes() -> None:
    pdf = print_list(of(28))
    text = text_of(pdf)
    assert pages_of(pdf) > 1
    assert text.count("<b>Accueillir</b> & « écouter »") == 28
    assert "Établi le 15 novembre 2022" in text
    assert print_list(of(3)) == printed(of(3))


def test_an_empty_list_says_so_and_a_long_one_is_refused() -> None:
    assert "Cette liste est vide" in text_of(print_list(of(0)))
    with pytest.raises(ListTooLong):
        print_list(of(LONGEST_LIST + 1))


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_the_file_keeps_both_standards(profile: str) -> None:
    report = page.validate_pdf_bytes(printed(of(3)), profile=profile)
    assert [each for each in report.failures if each.rule_id != "PDFA3A-STREAM-LENGTH-001"] == []
