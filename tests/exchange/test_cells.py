"""Cells, as people write them and as Excel keeps them."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.attendance.rules import Attendance
from app.core.errors import RuleBroken
from app.core.half_days import Half
from app.core.hours import NotHours
from app.exchange import cells, choices, moments
from app.exchange.tables import Cell
from app.training.rules import Modality

CONVERSIONS: tuple[Callable[[Cell], Any], ...] = (
    cells.text,
    cells.optional_text,
    cells.person_name,
    cells.email,
    cells.state_identifier,
    cells.postal_code,
    moments.french_date,
    moments.hours_as_minutes,
    choices.yes_or_no,
    choices.half_day,
    choices.modality,
    choices.attendance,
    choices.parcours,
)


@pytest.mark.parametrize(
    ("convert", "value", "expected"),
    [
        (cells.text, "  Mairie \u00a0 de\nDax ", "Mairie de Dax"),
        (cells.text, "Le\u0301a", "Léa"),
        (cells.text, 12.0, "12"),
        (cells.text, "'-5 min", "-5 min"),
        (cells.text, "'s-Hertogenbosch", "'s-Hertogenbosch"),
        (cells.person_name, " d’Artagnan\u202f", "d’Artagnan"),
        (cells.person_name, "NULL", "NULL"),
        (cells.email, " Prenom.NOM@Exemple.FR ", "prenom.nom@exemple.fr"),
        (cells.state_identifier, 12.0, 12),
        (cells.state_identifier, "1 042", 1042),
        (cells.state_identifier, "12,0", 12),
        (cells.postal_code, "40000", "40000"),
        (cells.postal_code, 40000.0, "40000"),
        (cells.postal_code, 1000.0, "01000"),
        (cells.postal_code, "40 990", "40990"),
        (moments.french_date, "06/03/2023", date(2023, 3, 6)),
        (moments.french_date, "6/3/2023 00:00", date(2023, 3, 6)),
        (moments.french_date, "06.03.2023", date(2023, 3, 6)),
        (moments.french_date, "2023-03-06", date(2023, 3, 6)),
        (moments.french_date, date(2023, 3, 6), date(2023, 3, 6)),
        (moments.french_date, datetime.combine(date(2023, 3, 6), time(9, 30)), date(2023, 3, 6)),
        (moments.hours_as_minutes, "7,5", 450),
        (moments.hours_as_minutes, "7.5", 450),
        (moments.hours_as_minutes, "7\u202fh\u00a030", 450),
        (moments.hours_as_minutes, "7:30", 450),
        (moments.hours_as_minutes, 3.3333333333333335, 200),
        (moments.hours_as_minutes, 0.1 + 0.2, 18),
        (moments.hours_as_minutes, time(3, 30), 210),
        (moments.hours_as_minutes, time(3, 29, 59, 999000), 210),
        (moments.hours_as_minutes, timedelta(hours=27, minutes=15), 1635),
        (choices.parcours, "105h", 105),
        (choices.parcours, "420 H", 420),
        (choices.parcours, 280.0, 280),
        (choices.half_day, "Après-midi", Half.AFTERNOON),
        (choices.half_day, "apres midi", Half.AFTERNOON),
        (choices.half_day, "M", Half.MORNING),
        (choices.modality, "À distance", Modality.REMOTE),
        (choices.modality, "e‑learning", Modality.E_LEARNING),
        (choices.modality, "AFEST", Modality.AT_WORK),
        (choices.attendance, "Présent(e)", Attendance.PRESENT),
        (choices.attendance, "Absente justifiée", Attendance.EXCUSED),
        (choices.attendance, "absence non-excusée", Attendance.UNEXCUSED),
        (choices.attendance, "Injustifié·e", Attendance.UNEXCUSED),
    ],
)
def test_cells_are_understood_as_people_write_them(
    convert: Callable[[Cell], Any], value: Cell, expected: Any
) -> None:
    assert convert(value) == expected


@pytest.mark.parametrize("value", ["oui", "OUI ", "O", "vrai", "1", 1.0, True])
def test_yes_is_said_in_many_ways(value: Cell) -> None:
    assert choices.yes_or_no(value) is True


@pytest.mark.parametrize("value", ["non", "N", "FAUX", "0", 0.0, False])
def test_no_is_said_in_many_ways(value: Cell) -> None:
    assert choices.yes_or_no(value) is False


@pytest.mark.parametrize(
    "value", [None, "", "#N/D", "#n/a", "Non renseigné(e)", "non renseignée", "-", "—", "undefined", "\u00a0"]
)
def test_what_says_nothing_is_blank(value: Cell) -> None:
    assert cells.optional_text(value) is None
    with pytest.raises(cells.MissingValue):
        cells.text(value)


@pytest.mark.parametrize(
    ("convert", "value", "refusal"),
    [
        (cells.text, "x" * 1001, cells.TextTooLong),
        (cells.text, "a\u200bb", cells.InvisibleCharacter),
        (cells.text, "a\x07b", cells.InvisibleCharacter),
        (cells.person_name, "=HYPERLINK(A1)", cells.NotAName),
        (cells.person_name, "'=HYPERLINK(A1)", cells.NotAName),
        (cells.person_name, "@SUM", cells.NotAName),
        (cells.person_name, "＋Zoé", cells.NotAName),
        (cells.person_name, "1234", cells.NotAName),
        (cells.person_name, "N" * 101, cells.TextTooLong),
        (cells.email, "prenom.nom", cells.NotAnEmail),
        (cells.email, "a@b", cells.NotAnEmail),
        (cells.email, "a@exemple.fr, b@exemple.fr", cells.NotAnEmail),
        (cells.email, "hélène@exemple.fr", cells.NotAnEmail),
        (cells.email, "a..b@exemple.fr", cells.NotAnEmail),
        (cells.email, "a" * 250 + "@exemple.fr", cells.NotAnEmail),
        (cells.state_identifier, 12.5, cells.NotAnIdentifier),
        (cells.state_identifier, -3.0, cells.NotAnIdentifier),
        (cells.state_identifier, "0", cells.NotAnIdentifier),
        (cells.state_identifier, "9999999999", cells.NotAnIdentifier),
        (cells.state_identifier, True, cells.NotAnIdentifier),
        (cells.postal_code, "400", cells.NotAPostalCode),
        (cells.postal_code, "00999", cells.NotAPostalCode),
        (cells.postal_code, "2A004", cells.NotAPostalCode),
        (moments.french_date, "31/02/2023", moments.NotADate),
        (moments.french_date, "3/25/2023", moments.NotADate),
        (moments.french_date, "06/03/0202", moments.NotADate),
        (moments.french_date, "2023-03-05T23:00:00Z", moments.NotADate),
        (moments.french_date, "06/03/23", moments.AmbiguousYear),
        (moments.french_date, "44991", moments.UnformattedDate),
        (moments.french_date, 44991.0, moments.UnformattedDate),
        (moments.french_date, True, moments.NotADate),
        (moments.hours_as_minutes, "-3,5", moments.NegativeDuration),
        (moments.hours_as_minutes, -3.5, moments.NegativeDuration),
        (moments.hours_as_minutes, "3,51", NotHours),
        (moments.hours_as_minutes, "3 h 75", NotHours),
        (moments.hours_as_minutes, float("nan"), NotHours),
        (moments.hours_as_minutes, float("inf"), NotHours),
        (moments.hours_as_minutes, 1e300, NotHours),
        (moments.hours_as_minutes, True, NotHours),
        (moments.hours_as_minutes, date(2023, 3, 6), NotHours),
        (choices.yes_or_no, "peut-être", choices.NotYesOrNo),
        (choices.half_day, "AM", choices.NotAHalfDay),
        (choices.half_day, "journée", choices.NotAHalfDay),
        (choices.modality, "hybride", choices.UnknownModality),
        (choices.attendance, "absent", choices.UnknownAttendance),
        (choices.parcours, "105,5h", choices.NotAParcours),
        (choices.parcours, "long", choices.NotAParcours),
    ],
)
def test_a_cell_that_cannot_be_understood_is_refused_by_name(
    convert: Callable[[Cell], Any], value: Cell, refusal: type[RuleBroken]
) -> None:
    with pytest.raises(refusal) as caught:
        convert(value)
    assert type(caught.value) is refusal
    assert "%(" not in str(caught.value)


def test_the_number_of_a_date_is_explained() -> None:
    with pytest.raises(moments.UnformattedDate) as caught:
        moments.french_date("44991")
    assert caught.value.facts["date"] == date(2023, 3, 6)


ANY_CELL = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@settings(max_examples=200)
@given(value=ANY_CELL)
def test_no_cell_raises_anything_but_a_refusal(value: Cell) -> None:
    for convert in CONVERSIONS:
        with suppress(RuleBroken):
            convert(value)


@given(st.integers(0, 60_000))
def test_every_minute_survives_the_way_through_excel(minutes: int) -> None:
    assert moments.hours_as_minutes(timedelta(minutes=minutes)) == minutes
    assert moments.hours_as_minutes(minutes / 60) == minutes
    assert moments.hours_as_minutes(f"{minutes // 60} h {minutes % 60:02d}") == minutes
