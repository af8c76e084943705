"""Dates, moments and hours, as they are read in each language."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from app.core.errors import RuleBroken
from app.web.filters import capitalized, hours, long_date, moment
from app.web.messages import explain


class TooEarly(RuleBroken):
    """An example of a refusal that carries a date."""

    message = "Pas avant le %(day)s."


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("fr", date(2022, 1, 1), "1er janvier 2022"),
        ("fr", date(2022, 1, 11), "11 janvier 2022"),
        ("en", date(2022, 1, 1), "1 January 2022"),
    ],
)
def test_french_numbers_the_first_day_of_a_month(app: Flask, language: str, day: date, written: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert long_date(day) == written
        assert long_date(day, with_weekday=True).endswith(written)


def test_a_refusal_writes_its_dates_as_pages_do(app: Flask) -> None:
    with app.test_request_context(), force_locale("fr"):
        assert explain(TooEarly(day=date(2023, 3, 1))) == "Pas avant le 1er mars 2023."


@pytest.mark.parametrize(
    ("language", "written"), [("fr", "14/03/2022 à 09:42"), ("en", "14/03/2022 at 09:42")]
)
def test_a_moment_is_told_in_the_time_of_paris(app: Flask, language: str, written: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert moment(datetime(2022, 3, 14, 8, 42, tzinfo=UTC)).split() == written.split()


def test_fewer_hours_than_none_have_a_minus_sign() -> None:
    assert hours(-487) == "−8\u00a0h\u00a007"
    assert hours(None) == "–"


def test_a_line_starts_with_a_capital_and_keeps_its_others() -> None:
    assert capitalized("lundi 3 octobre") == "Lundi 3 octobre"
    assert capitalized("monday 3 October") == "Monday 3 October"
    assert capitalized("") == ""
