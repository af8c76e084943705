"""Files of every kind, sound, odd and hostile, on their way to a table."""

import io
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import RuleBroken
from app.exchange import refusals
from app.exchange.packages import MAX_UNPACKED_BYTES, checked_copy
from app.exchange.reading import MAX_UPLOAD_BYTES, read_table
from app.exchange.tables import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_SEPARATED, Table
from app.exchange.worksheet_xml import MAX_SHOWN_CHARACTERS

SAMPLES = Path(__file__).parent / "samples"


def read(data: bytes, sheet_containing: str | None = None) -> Table:
    return read_table(data, "dossier/fichier.csv", sheet_containing=sheet_containing)


def workbook(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        fill(book)
    return buffer.getvalue()


@cache
def small_workbook() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Résultats CCP1 REMN")
        sheet.write_row(0, 0, ["Nom", "Heures"])
        sheet.write_row(1, 0, ["Élodie", 3.5])

    return workbook(fill)


def with_part(package: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the package with one of its parts changed, or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        # Packed as little as possible: what is read is the same.
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
        target.writestr(part, change(source.read(part) if part in source.namelist() else b""))
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32"])
def test_accents_come_through_every_encoding_that_excel_saves(encoding: str) -> None:
    table = read("Prénom;Structure\r\nMaïlys;L’Œuvre d’Aÿ – 5 €\r\n".encode(encoding))
    assert table.headers == ("Prénom", "Structure")
    assert [row.cells for row in table.rows] == [("Maïlys", "L’Œuvre d’Aÿ – 5 €")]


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("Nom;Prénom", ("Nom", "Prénom")),
        ("Nom,Prénom", ("Nom", "Prénom")),
        ("Nom\tPrénom", ("Nom", "Prénom")),
        ("Date (jour, mois, année);Heures", ("Date (jour, mois, année)", "Heures")),
        ('"Nom; prénom","Email"', ("Nom; prénom", "Email")),
        ('"Nom\nd’usage";Email', ("Nom d’usage", "Email")),
        ("sep=,\r\nNom,Prénom", ("Nom", "Prénom")),
        ("\r\n\r\nNom;Prénom", ("Nom", "Prénom")),
        ("Nom;;Prénom;;", ("Nom", "", "Prénom")),
    ],
)
def test_the_separator_is_found_in_the_headings(text: str, headers: tuple[str, ...]) -> None:
    assert read(text.encode()).headers == headers


def test_lines_are_those_that_a_text_editor_shows() -> None:
    table = read(b'\r\nNom;Adresse\r\nA;"1 rue\r\nde la gare"\r\n\r\n;;\r\nB;x\r\n   ;\xa0\r\n')
    assert [(row.line, row.cells) for row in table.rows] == [
        (3, ("A", "1 rue\r\nde la gare")),
        (7, ("B", "x")),
    ]


def test_lines_are_those_that_excel_numbers() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(2, 1, ["Nom", "Heures"])
        sheet.write_row(5, 1, ["A", 7])

    table = read(workbook(fill))
    assert (table.headers, table.rows[0].line, table.rows[0].cells) == (
        ("", "Nom", "Heures"),
        6,
        (None, "A", 7.0),
    )


def test_a_row_longer_than_the_headings_is_marked() -> None:
    table = read(b"Nom;Heures\nA;3;50\nB;3;;\nC\n")
    assert [(row.cells, row.has_surplus) for row in table.rows] == [
        (("A", "3"), True),
        (("B", "3"), False),
        (("C", None), False),
    ]


def test_excel_values_keep_their_kind() -> None:
    moments = [
        date(2023, 3, 6),
        datetime.combine(date(2023, 3, 6), time(9, 30)),
        time(3, 30),
        timedelta(hours=27),
    ]
    shapes = ["dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm", "[h]:mm"]

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list("abcdefgh"))
        for place, (moment, shape) in enumerate(zip(moments, shapes, strict=True)):
            sheet.write_datetime(1, place, moment, book.add_format({"num_format": shape}))
        sheet.write_boolean(1, 4, True)
        sheet.write_formula(1, 5, "=NA()", None, "#N/A")
        sheet.write_string(1, 6, " x\u00a0")
        sheet.write_number(1, 7, 12)

    assert read(workbook(fill)).rows[0].cells == (*moments, True, None, "x", 12.0)


def test_the_sheet_is_found_by_a_part_of_its_name() -> None:
    data = (SAMPLES / "certification.xlsx").read_bytes()
    table = read_table(data, "certification.xlsx", sheet_containing="résultats ccp1 remn")
    assert (table.sheet, table.other_sheets) == ("Résultats CCP1 REMN oct.", ("Synthèse",))


def test_an_unknown_sheet_is_refused_with_those_found() -> None:
    with pytest.raises(refusals.UnknownSheet, match="« Résultats CCP1 REMN »"):
        read(small_workbook(), "CCP2")


def test_a_hidden_sheet_is_refused() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Visible")
        book.add_worksheet("CCP1 REMN").hide()

    with pytest.raises(refusals.HiddenSheet):
        read(workbook(fill), "CCP1 REMN")


def test_two_sheets_that_fit_are_refused() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("CCP1 REMN 1")
        book.add_worksheet("CCP1 REMN 2")

    with pytest.raises(refusals.SeveralSheets):
        read(workbook(fill), "CCP1 REMN")


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", refusals.EmptyFile),
        (b" \r\n\t", refusals.EmptyFile),
        (b";;;\r\n;;;\r\n", refusals.EmptyFile),
        (b"%PDF-1.7\n", refusals.WrongKindOfFile),
        (b"\x89PNG\r\n\x1a\n", refusals.WrongKindOfFile),
        (b"MZ\x90\x00\x03\x00", refusals.WrongKindOfFile),
        (b"\xef\xbb\xbf<!DOCTYPE html><table>", refusals.WrongKindOfFile),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), refusals.WrongKindOfFile),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            refusals.EncryptedWorkbook,
        ),
        (b"une phrase seule", refusals.NotATable),
        (b"Nom;Pr\x00nom\n", refusals.WrongEncoding),
        ("Prénom;Nom".encode("utf-16-le"), refusals.WrongEncoding),
        (b"\xef\xbb\xbfNom;Pr\xe9nom", refusals.WrongEncoding),
        (b"Nom;\x81\n", refusals.WrongEncoding),
        ("Nom;Ville\nClÃ©ment;Dax".encode(), refusals.GarbledText),
        ("Nom;Ville\nCl\ufffdment;Dax".encode(), refusals.GarbledText),
        ("Prénom;Nom\nClément;Dax\nCl".encode() + b"\xc3", refusals.GarbledText),
        (b'Nom;Ville\n"A;Dax\n', refusals.BrokenQuotes),
        (b'Nom;Ville\n"A"b;Dax\n', refusals.BrokenQuotes),
        (b"Nom;Ville\n" + b"x" * (MAX_CELL_CHARACTERS + 1) + b";Dax", refusals.CellTooLong),
        (b"a;" * MAX_COLUMNS + b"a\n", refusals.TooManyColumns),
        (b"a" + b";" * (MAX_SEPARATED + 1), refusals.TooManyColumns),
        (b"a;b\n" * (30 * 1024 * 1024 // 4), refusals.TooLarge),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_what_is_no_table_is_refused_by_name(data: bytes, refusal: type[RuleBroken]) -> None:
    with pytest.raises(refusal):
        read(data)


def test_one_row_more_than_a_file_may_have_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.exchange.tables.MAX_ROWS", 100)
    assert len(read(b"a;b\n" * 101).rows) == 100
    with pytest.raises(refusals.TooManyRows):
        read(b"a;b\n" * 102)


def test_a_refusal_names_the_file_without_its_folder() -> None:
    with pytest.raises(refusals.EmptyFile, match=r"« fichier\.csv »"):
        read(b"")


@pytest.mark.parametrize(
    ("part", "kind"), [("content.xml", "ZIP"), ("mimetype", "ODS"), ("word/document.xml", "DOCX")]
)
def test_another_package_is_refused_by_its_kind(part: str, kind: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(part, "x")
    with pytest.raises(refusals.WrongKindOfFile) as caught:
        read(buffer.getvalue())
    assert caught.value.facts["kind"] == kind


def test_a_workbook_with_macros_is_refused() -> None:
    with pytest.raises(refusals.WorkbookWithMacros):
        read(with_part(small_workbook(), "xl/vbaProject.bin", lambda _: b"x"))


def test_a_workbook_that_unpacks_too_large_is_refused() -> None:
    bomb = with_part(small_workbook(), "xl/media/image1.xml", lambda _: bytes(MAX_UNPACKED_BYTES))
    assert len(bomb) < MAX_UPLOAD_BYTES
    with pytest.raises(refusals.TooLargeInside):
        read(bomb)


def test_a_cell_in_the_last_corner_is_refused_before_memory_is_reserved() -> None:
    with pytest.raises(refusals.TooManyCells):
        read(workbook(lambda book: book.add_worksheet().write(1_048_575, 16_383, "x")))


def test_a_cell_far_below_the_table_is_refused() -> None:
    with pytest.raises(refusals.TooManyRows):
        read(workbook(lambda book: book.add_worksheet().write(999_999, 0, "x")))


@pytest.mark.parametrize("element", [b"<c/>", b"<a/>"])
def test_a_flood_of_elements_is_refused_before_it_is_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch, element: bytes
) -> None:
    monkeypatch.setattr("app.exchange.worksheet_xml.MAX_ELEMENTS", 1000)
    # What follows the flood is damaged: whoever read it would say so.
    flood = b"<worksheet>" + element * 1001 + b"</sheet>"
    with pytest.raises(refusals.TooManyCells):
        read(with_part(small_workbook(), "xl/worksheets/sheet1.xml", lambda _: flood))


def test_a_flood_over_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.exchange.worksheet_xml.MAX_ELEMENTS", 1000)
    package = small_workbook()
    for number in range(10):
        package = with_part(package, f"xl/part{number}.xml", lambda _: b"<x>" + b"<a/>" * 100 + b"</x>")
    with pytest.raises(refusals.TooManyCells):
        read(package)


def test_a_long_text_shown_by_many_cells_is_refused() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for row in range(MAX_SHOWN_CHARACTERS // 32_000 + 1):
            sheet.write_string(row, 0, "x" * 32_000)

    with pytest.raises(refusals.TooManyCells):
        read(workbook(fill))


@pytest.mark.parametrize(
    ("part", "old", "new", "refusal"),
    [
        ("xl/sharedStrings.xml", b'uniqueCount="', b'uniqueCount="999999999999', refusals.TooManyCells),
        (
            "xl/workbook.xml",
            b"<workbook",
            b'<!DOCTYPE x [<!ENTITY a "b">]><workbook',
            refusals.DamagedWorkbook,
        ),
        ("xl/worksheets/sheet1.xml", b'r="A1"', b'r="ZZZZ1"', refusals.DamagedWorkbook),
        ("xl/worksheets/sheet1.xml", b"<v>0</v>", b"<v>999</v>", refusals.DamagedWorkbook),
        ("xl/worksheets/sheet1.xml", b"</worksheet>", b"", refusals.DamagedWorkbook),
    ],
)
def test_an_altered_workbook_is_refused(part: str, old: bytes, new: bytes, refusal: type[RuleBroken]) -> None:
    with pytest.raises(refusal):
        read(with_part(small_workbook(), part, lambda content: content.replace(old, new, 1)))


def test_the_reader_of_workbooks_receives_only_measured_parts() -> None:
    odd = with_part(small_workbook(), "xl/printerSettings/printerSettings1.bin", lambda _: b"\x00")
    with zipfile.ZipFile(io.BytesIO(checked_copy(odd, "x"))) as copy:
        assert all(name.endswith((".xml", ".rels")) for name in copy.namelist())


def test_two_hundred_mutilated_workbooks_are_read_or_refused() -> None:
    chance, whole = random.Random(2022), (SAMPLES / "certification.xlsx").read_bytes()
    refused = 0
    for number in range(200):
        data = bytearray(whole if number % 2 else whole[: chance.randrange(1, len(whole))])
        for _ in range(number % 2 * chance.randrange(1, 30)):
            data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        try:
            read(bytes(data), "CCP1 REMN")
        except refusals.UnreadableFile:
            refused += 1
    assert refused > 150


def test_mutilated_parts_of_a_sound_package_are_read_or_refused() -> None:
    chance = random.Random(2023)

    def mutilate(content: bytes) -> bytes:
        altered = bytearray(content)
        for _ in range(chance.randrange(1, 6)):
            altered[chance.randrange(len(altered))] = chance.choice(b'<>"/ 0123456789arsc&;')
        return bytes(altered)

    parts = ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
    for number in range(200):
        with suppress(refusals.UnreadableFile):
            read(with_part(small_workbook(), parts[number % 4], mutilate))


@settings(max_examples=100)
@given(st.binary(max_size=2000))
def test_no_bytes_raise_anything_but_a_refusal(data: bytes) -> None:
    with suppress(refusals.UnreadableFile):
        read(data)


@settings(max_examples=100)
@given(st.text(max_size=500), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_no_text_raises_anything_but_a_refusal(text: str, encoding: str) -> None:
    with suppress(refusals.UnreadableFile):
        read(text.encode(encoding, errors="ignore"))
