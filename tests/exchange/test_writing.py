"""What goes out: readable in Excel, harmless, the same each time."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from hypothesis import example, given
from hypothesis import strategies as st

from app.exchange.reading import read_table
from app.exchange.writing import ColumnFormat, Written, write_csv, write_xlsx

HEADERS = ("Nom", "Heures", "Nombre", "Date", "Pix")
ROWS: list[list[Written]] = [
    ["Élodie O’Brien; née « x »", Decimal("3.50"), 12, date(2023, 3, 6), True],
    ['-5 "min"\nenviron', Decimal("-3.25"), -1, None, False],
]
FORMATS = (ColumnFormat.GENERAL, ColumnFormat.HOURS, ColumnFormat.WHOLE, ColumnFormat.DATE)
# Without the letters that begin destroyed accents, which the reader refuses.
PRINTABLE = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="Ãâ"), max_size=40)


def test_a_csv_is_what_excel_on_a_french_machine_expects() -> None:
    assert write_csv(HEADERS, ROWS).decode("utf-8") == (
        "\ufeffNom;Heures;Nombre;Date;Pix\r\n"
        '"Élodie O’Brien; née « x »";3,50;12;06/03/2023;Oui\r\n'
        '"\'-5 ""min""\nenviron";-3,25;-1;;Non\r\n'
    )


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u00a0@"]
)
def test_no_text_of_a_csv_acts_as_a_formula(sign: str) -> None:
    written = write_csv([f"{sign}A1", "b"], [[f"{sign}cmd|' /C calc'!A0", "x"]]).decode("utf-8-sig")
    assert written.count(f"'{sign}A1") == 1
    assert written.count(f"'{sign}cmd") == 1


def test_texts_of_a_workbook_are_texts_and_numbers_are_numbers() -> None:
    data = write_xlsx("Heures", ["a", "b", "c"], [["=1+1", "https://exemple.fr", Decimal("3.5")]])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert sheet.count('t="s"') == 5
    assert "<v>3.5</v>" in sheet


def test_a_workbook_reads_back_as_it_was_written() -> None:
    table = read_table(write_xlsx("Heures", HEADERS, ROWS, FORMATS, instructions=["Lisez-moi"]), "x.xlsx")
    assert (table.headers, table.sheet, table.other_sheets) == (HEADERS, "Heures", ("Mode d’emploi",))
    assert [row.cells for row in table.rows] == [
        ("Élodie O’Brien; née « x »", 3.5, 12.0, date(2023, 3, 6), "Oui"),
        ('-5 "min"\nenviron', -3.25, -1.0, None, "Non"),
    ]


def test_the_same_data_gives_the_same_bytes_on_another_day() -> None:
    with time_machine.travel(date(2023, 3, 6)):
        written = write_xlsx("Heures", HEADERS, ROWS, FORMATS)
    with time_machine.travel(date(2030, 1, 1)):
        assert write_xlsx("Heures", HEADERS, ROWS, FORMATS) == written
    assert write_xlsx("Heures", HEADERS, ROWS[:1], FORMATS) != written


def test_a_workbook_keeps_its_headings_in_sight_and_filtered() -> None:
    with zipfile.ZipFile(io.BytesIO(write_xlsx("Heures", HEADERS, ROWS))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:E3"/>' in sheet


@given(st.lists(st.tuples(PRINTABLE, PRINTABLE), max_size=8))
@example([("=1", "'@")])
def test_texts_survive_being_written_and_read(rows: list[tuple[str, str]]) -> None:
    filled = [[text.strip() or None for text in row] for row in rows]
    expected = [tuple(row) for row in filled if any(row)]

    workbook = read_table(write_xlsx("Textes", ("Un", "Deux"), rows), "x.xlsx")
    assert [row.cells for row in workbook.rows] == expected

    text = read_table(
        write_csv(("Un", "Deux"), [["".join(cell or "") for cell in row] for row in filled]), "x.csv"
    )
    assert [row.cells for row in text.rows] == [tuple(map(_guarded, row)) for row in expected]


def _guarded(text: str | None) -> str | None:
    return f"'{text}" if text and text.startswith(tuple("=+-@＝＋－＠")) else text
