"""Dates, durations and places are said as French and English say them."""

from dataclasses import replace
from datetime import date

import pytest

from app.documents.rendering import sample_facts
from app.documents.typesetting import wording


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("first", "last", "language", "said"),
    [
        (date(2022, 3, 14), date(2022, 9, 30), "fr", "du 14 mars au 30 septembre 2022"),
        (date(2022, 3, 1), date(2022, 3, 28), "fr", "du 1er au 28 mars 2022"),
        (date(2021, 12, 1), date(2022, 1, 1), "fr", "du 1er décembre 2021 au 1er janvier 2022"),
        (date(2022, 8, 3), date(2022, 8, 3), "fr", "le 3 août 2022"),
        (date(2022, 8, 3), None, "fr", "depuis le 3 août 2022"),
        (None, date(2022, 8, 3), "fr", "jusqu’au 3 août 2022"),
        (None, None, "fr", ""),
        (date(2022, 3, 1), date(2022, 9, 30), "en", "from 1 March to 30 September 2022"),
        (date(2022, 3, 1), date(2022, 3, 1), "en", "on 1 March 2022"),
    ],
)
def test_a_period_says_each_part_once(
    first: date | None, last: date | None, language: str, said: str
) -> None:
    assert plain(wording.period(first, last, language)) == said


@pytest.mark.parametrize(
    ("minutes", "french", "english"),
    [
        (350 * 60, "350 heures", "350 hours"),
        (87 * 60 + 30, "87 h 30", "87 hours 30 minutes"),
        (60, "1 heure", "1 hour"),
        (61, "1 h 01", "1 hour 1 minute"),
        (1050 * 60, "1 050 heures", "1,050 hours"),
    ],
)
def test_a_duration_is_said_in_hours_and_minutes(minutes: int, french: str, english: str) -> None:
    assert (plain(wording.duration(minutes, "fr")), plain(wording.duration(minutes, "en"))) == (
        french,
        english,
    )


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Dax", "Fait à Dax, le 1er mars 2022"),
        ("Le Mans", "Fait au Mans, le 1er mars 2022"),
        ("Les Sables", "Fait aux Sables, le 1er mars 2022"),
        ("La Teste", "Fait à La Teste, le 1er mars 2022"),
        (None, "Fait le 1er mars 2022"),
    ],
)
def test_the_article_of_a_place_is_contracted(place: str | None, said: str) -> None:
    assert plain(wording.made_at(place, date(2022, 3, 1), "fr")) == said


def test_a_code_is_grouped_by_four_whatever_its_separators() -> None:
    assert wording.grouped("ABCD-EFGH IJK") == wording.grouped("ABCDEFGHIJK") == "ABCD EFGH IJK"


def test_somebody_exempt_passed_without_having_followed() -> None:
    assert wording.jury_sentence(replace(sample_facts(), hours_minutes=0)).startswith("a satisfait")
    assert wording.jury_sentence(sample_facts()).startswith("et a satisfait")


JURY, EXAM = date(2022, 10, 6), date(2022, 10, 4)


@pytest.mark.parametrize(
    ("jury_date", "exam_date", "french", "english"),
    [
        (JURY, None, ", devant le jury réuni le 6 octobre 2022,", ", before the jury of 6 October 2022,"),
        (JURY, EXAM, ", devant le jury réuni le 6 octobre 2022,", ", before the jury of 6 October 2022,"),
        (None, EXAM, ", à la session d’examen du 4 octobre 2022,", ", at the session of 4 October 2022,"),
        (None, None, "", ""),
    ],
)
def test_only_the_day_that_is_known_is_told(
    jury_date: date | None, exam_date: date | None, french: str, english: str
) -> None:
    facts = replace(sample_facts(), jury_date=jury_date, exam_date=exam_date)

    in_french, in_english = (
        plain(wording.jury_sentence(replace(facts, language=language))) for language in ("fr", "en")
    )

    assert in_french == f"et a satisfait{french} aux épreuves du bloc de compétences"
    assert in_english == f"and passed{english} the examination for the block of competences"


def test_a_register_number_is_said_once() -> None:
    for number in ("34137", "RNCP34137", "RNCP 34137"):
        assert (
            plain(wording.title_reference(replace(sample_facts(), title_rncp=number)))
            == "RNCP 34137 · niveau 5"
        )
