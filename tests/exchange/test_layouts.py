"""The five layouts, on files as French users of Excel have them."""

from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attendance.rules import AbsentWithHours, Attendance, MoreThanAHalfDay
from app.core.half_days import Half
from app.core.hours import NotHours
from app.exchange import cells, choices, moments, parsing, refusals
from app.exchange.layouts import advisors, ccp1_results, hours, pix_results, training_dates
from app.exchange.layouts.training_dates import TrainingNote
from app.exchange.reading import read_table
from app.exchange.tables import Row, Table
from app.exchange.writing import write_csv, write_xlsx
from app.training.rules import DatesOutOfOrder, Modality

SAMPLES = Path(__file__).parent / "samples"
HOURS_HEADINGS = "Email;Date;Demi-journée;Heures\n"


def sample(name: str, sheet_containing: str | None = None) -> Table:
    return read_table((SAMPLES / name).read_bytes(), name, sheet_containing=sheet_containing)


def table(text: str) -> Table:
    return read_table(text.encode(), "x.csv")


def problems(parsed: parsing.Parsed) -> list[tuple[int, str | None, type]]:
    return [(problem.line, problem.column, type(problem.refusal)) for problem in parsed.problems]


def test_the_states_export_gives_its_advisors() -> None:
    parsed = advisors.parse(sample("export-cnfs_entre_2021-01-01_et_2022-10-28.csv"))
    assert not parsed.problems
    assert parsed.ignored_headers == ("Date de fin de formation", "Activé", "CRA Saisis")
    assert parsed.rows[1] == advisors.AdvisorRow(
        line=3,
        first_name="jean-noël",
        last_name="O’Hara",
        email="jean-noel.ohara@exemple.fr",
        host_name="MAIRIE DE SAINT-VINCENT-DE-TYROSSE",
        official_email=None,
        state_identifier=None,
        host_identifier=None,
        postal_code="40230",
        training_starts_on=None,
        contract_starts_on=None,
        is_certified=False,
    )
    assert [row.postal_code for row in parsed.rows] == ["40400", "40230", "01000"]


def test_the_export_of_an_administrator_saved_by_excel_is_the_same_layout() -> None:
    parsed = advisors.parse(sample("export-cnfs admin enregistré par Excel.csv"))
    assert not parsed.problems
    assert [(row.last_name, row.host_identifier, row.is_certified) for row in parsed.rows] == [
        ("CASTAINGS", 1204, False),
        ("D'ARTAGNAN", None, True),
    ]


@pytest.mark.parametrize(
    "mark", ["GroupeCRA", "Id du conseiller", "Id de la structure", "Historique des groupes CRA"]
)
def test_the_postal_code_in_the_export_of_an_administrator_is_the_advisors(mark: str) -> None:
    """Nobody can say that it is the host's, so that it is not read at all."""
    headings = "Prénom;Nom;Email;Nom de la structure;Code Postal"
    theirs = advisors.parse(table(f"{headings};{mark}\nA;B;a@b.fr;MAIRIE;40990;1\n"))
    plain = advisors.parse(table(f"{headings}\nA;B;a@b.fr;MAIRIE;40990\n"))
    own = advisors.parse(sample("export-cnfs admin enregistré par Excel.csv"))
    assert [row.postal_code for row in (*theirs.rows, *plain.rows, *own.rows)] == [None, "40990", None, None]
    assert "Code Postal" in theirs.ignored_headers


def test_a_column_that_nothing_reads_refuses_no_line() -> None:
    export = "Prénom;Nom;Email;Nom de la structure;Date de fin de formation;Activé\n"
    assert not advisors.parse(table(export + "A;B;a@b.fr;MAIRIE;bientôt;peut-être\n")).problems
    dates = "ID conseiller;ID structure;Mail CNFS;Date de départ en formation;Date de fin de formation;Commentaires\n"
    assert not training_dates.parse(table(dates + "1042;sans;a@b.fr;14/03/2022;30/10/2022;\n")).problems


def test_the_recruitment_list_gives_the_same_rows() -> None:
    parsed = advisors.parse(sample("conseillers.csv"))
    assert not parsed.problems
    assert [(row.line, row.email, row.state_identifier, row.contract_starts_on) for row in parsed.rows] == [
        (2, "amaia@mairie.exemple.fr", 1042, date(2021, 3, 1)),
        (4, "remi.labat@exemple.fr", 1043, date(2022, 10, 4)),
    ]


def test_an_advisor_of_the_recruitment_list_without_address_is_refused() -> None:
    parsed = advisors.parse(table("Nom;Prénom;Nom de la structure;Email professionnel\nA;B;C;#N/D\n"))
    assert problems(parsed) == [(2, None, cells.MissingValue)]


def test_an_export_whose_values_are_shifted_under_their_headings_is_refused() -> None:
    """One version of the State's code prints the heading « Id de la structure » and not its value."""
    parsed = advisors.parse(
        table(
            "Prénom;Nom;Email;Id de la structure;Nom de la structure;Code Postal\nA;B;a@b.fr;MAIRIE;40000\n"
        )
    )
    assert problems(parsed) == [(2, "Id de la structure", cells.NotAnIdentifier)]


def test_one_address_in_two_cases_is_a_duplicate() -> None:
    parsed = advisors.parse(
        table("Prénom;Nom;Email;Nom de la structure\nA;B;a@b.fr;X\nC;D;c@d.fr;X\nA;B;A@B.FR;X\n")
    )
    assert problems(parsed) == [(4, None, parsing.DuplicateRow)]
    assert parsed.problems[0].refusal.facts == {"first": 2}


def test_training_dates_follow_the_rules_of_the_states_import() -> None:
    parsed = training_dates.parse(sample("dates de formation.csv"))
    assert [(row.starts_on, row.ends_on, row.note, row.parcours_hours) for row in parsed.rows] == [
        (date(2021, 3, 8), date(2021, 5, 28), TrainingNote.NONE, 280),
        (None, None, TrainingNote.SEPTEMBER, 105),
        (None, None, TrainingNote.EXEMPT, None),
    ]
    assert problems(parsed) == [
        (5, None, training_dates.SeemsUntrained),
        (6, None, DatesOutOfOrder),
        (7, None, training_dates.BeforeTheScheme),
        (8, "Commentaires", training_dates.UnknownComment),
        (9, None, parsing.DuplicateRow),
    ]


def test_the_parcours_column_may_be_left_out() -> None:
    text = "ID conseiller;ID structure;Mail CNFS;Date de départ en formation;Date de fin de formation;Commentaires\n"
    parsed = training_dates.parse(table(text + "1;2;a@b.fr;17/11/2020;18/11/2020;\n"))
    assert [(row.parcours_hours, row.starts_on) for row in parsed.rows] == [(None, training_dates.FIRST_DAY)]


def test_ccp1_results_are_read_by_position_in_the_workbook() -> None:
    parsed = ccp1_results.parse(sample("certification.xlsx", "résultats " + ccp1_results.SHEET_CONTAINING))
    assert not parsed.problems
    assert [(row.state_identifier, row.last_name, row.is_certified, row.jury_on) for row in parsed.rows] == [
        (1042, "ETCHEVERRY", True, date(2022, 10, 20)),
        (1043, "LABAT", False, date(2022, 10, 20)),
        (1045, "Martin", True, date(2022, 10, 20)),
    ]


def test_ccp1_results_are_read_by_heading_in_the_text() -> None:
    parsed = ccp1_results.parse(sample("ccp1 réexporté.csv"))
    assert [(row.state_identifier, row.is_certified) for row in parsed.rows] == [(1042, True), (1043, False)]


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [
        (("Prénom", "Nom", "Mél", "Numéro", "Certifié"), refusals.MisplacedColumn),
        (("1042", "LABAT", "Rémi", "remi@exemple.fr", "oui"), refusals.NoHeadings),
        (("N°", "Nom", "Prénom", "Mél"), refusals.MissingColumns),
    ],
)
def test_a_sheet_that_contradicts_the_positions_is_refused(
    headers: tuple[str, ...], refusal: type[refusals.UnreadableFile]
) -> None:
    sheet = read_table(write_xlsx("CCP1 REMN", headers, [["1", "A", "B", "c@d.fr"]]), "x.xlsx")
    with pytest.raises(refusal):
        ccp1_results.parse(sheet)


def test_a_result_of_nobody_is_refused() -> None:
    parsed = ccp1_results.parse(table("idPG;prenom;nom;email;certifie\n;A;B;;oui\n"))
    assert problems(parsed) == [(2, None, parsing.NobodyNamed)]


def test_pix_results_are_read() -> None:
    parsed = pix_results.parse(sample("import-pix.csv"))
    assert [(row.last_name, row.state_identifier, row.email, row.has_pix) for row in parsed.rows] == [
        ("ETCHEVERRY", 1042, "amaia@exemple.fr", True),
        ("Labat, dit Petit", None, "remi.labat@exemple.fr", False),
        ("martin", 1045, None, True),
    ]


def test_hours_are_read_from_the_text_that_excel_calls_unicode() -> None:
    parsed = hours.parse(sample("heures texte unicode.txt"))
    assert not parsed.problems
    assert [(row.half, row.minutes, row.modality, row.attendance) for row in parsed.rows] == [
        (Half.MORNING, 210, Modality.IN_PERSON, Attendance.PRESENT),
        (Half.AFTERNOON, 210, Modality.REMOTE, Attendance.PRESENT),
        (Half.MORNING, 0, Modality.IN_PERSON, Attendance.EXCUSED),
    ]


def test_hours_are_read_from_a_workbook_with_its_own_kinds_of_values() -> None:
    parsed = hours.parse(sample("heures.xlsx"))
    assert not parsed.problems
    assert parsed.ignored_headers == ("Observations",)
    assert [
        (row.state_identifier, row.day.day, row.half, row.minutes, row.attendance) for row in parsed.rows
    ] == [
        (1042, 8, Half.MORNING, 210, Attendance.PRESENT),
        (1042, 8, Half.AFTERNOON, 210, Attendance.PRESENT),
        (1042, 9, Half.MORNING, 195, Attendance.PRESENT),
        (1042, 9, Half.AFTERNOON, 0, Attendance.UNEXCUSED),
    ]


def test_every_bad_cell_of_every_row_is_told() -> None:
    parsed = hours.parse(sample("heures fautives.csv"))
    assert [row.line for row in parsed.rows] == [7]
    assert problems(parsed) == [
        (2, "Date", moments.NotADate),
        (3, "Email", cells.NotAnEmail),
        (3, "Date", moments.AmbiguousYear),
        (3, "Demi-journée", choices.NotAHalfDay),
        (3, "Heures", NotHours),
        (3, "Présence", choices.UnknownAttendance),
        (4, "Heures", NotHours),
        (5, None, MoreThanAHalfDay),
        (6, None, AbsentWithHours),
        (8, None, parsing.DuplicateRow),
        (9, None, parsing.NobodyNamed),
        (10, "Date", moments.UnformattedDate),
        (10, "Heures", moments.NegativeDuration),
        (11, "Présence", choices.UnknownAttendance),
    ]


def test_hours_of_somebody_present_must_be_said() -> None:
    parsed = hours.parse(table(HOURS_HEADINGS + "a@b.fr;06/03/2023;matin;\n"))
    assert problems(parsed) == [(2, None, hours.MissingHours)]


def test_a_row_longer_than_its_headings_is_refused() -> None:
    parsed = hours.parse(table(HOURS_HEADINGS + "a@b.fr;06/03/2023;matin;3;50\n"))
    assert problems(parsed) == [(2, None, parsing.ShiftedRow)]


@pytest.mark.parametrize("layout", [hours, training_dates])
def test_a_template_has_headings_that_its_layout_knows_and_examples_that_it_reads(layout: ModuleType) -> None:
    template = layout.template_rows()
    with pytest.raises(refusals.NoRows):
        layout.parse(read_table(write_xlsx("Saisie", template.headers, []), "x.xlsx"))
    for data in (
        write_csv(template.headers, template.examples),
        write_xlsx("x", template.headers, template.examples),
    ):
        parsed = layout.parse(read_table(data, "x"))
        assert not parsed.problems
        assert not parsed.ignored_headers
        assert len(parsed.rows) == 2


@pytest.mark.parametrize("headings", ["EMAIL ;date; Demi journee ;Heures", "e-mail;DATE;Demi–journée;heures"])
def test_headings_are_known_in_any_case_and_typography(headings: str) -> None:
    assert hours.parse(table(f"{headings}\na@b.fr;06/03/2023;matin;3\n")).rows


def test_a_missing_column_is_named_with_the_closest_heading() -> None:
    with pytest.raises(refusals.MissingColumns) as caught:
        advisors.parse(table("Prenoms;Nom;Email;Ville\nA;B;a@b.fr;Dax\n"))
    assert caught.value.facts["missing"] == "« Prénom » (≈ « Prenoms »), « Nom de la structure »"


def test_hours_need_one_of_two_columns_that_say_who() -> None:
    with pytest.raises(refusals.MissingColumns, match="« Email » / « ID conseiller »"):
        hours.parse(table("Nom;Date;Demi-journée;Heures\nA;06/03/2023;matin;3\n"))


def test_a_problem_names_the_column_as_the_file_does() -> None:
    parsed = hours.parse(table("E-MAIL;date ;demi journee;HEURES\nrien;06/03/2023;matin;3\n"))
    assert [problem.column for problem in parsed.problems] == ["E-MAIL"]


CELL = st.one_of(st.none(), st.text(max_size=12), st.floats(), st.booleans(), st.dates(), st.times())


@pytest.mark.parametrize(
    "name", ["conseillers.csv", "dates de formation.csv", "import-pix.csv", "heures.xlsx"]
)
@given(data=st.data())
def test_no_row_raises_instead_of_being_told(name: str, data: st.DataObject) -> None:
    layout = {"c": advisors, "d": training_dates, "i": pix_results, "h": hours}[name[0]]
    headers = sample(name).headers
    cells_of_a_row = st.tuples(*[CELL] * len(headers))
    parsed = layout.parse(Table(headers, (Row(2, data.draw(cells_of_a_row)),)))
    assert {problem.line for problem in parsed.problems} | {row.line for row in parsed.rows} == {2}


def test_a_heading_that_stands_twice_is_refused() -> None:
    with pytest.raises(refusals.DuplicateHeader):
        hours.parse(table("Email;Date;date;Demi-journée;Heures\na@b.fr;;;matin;3\n"))
