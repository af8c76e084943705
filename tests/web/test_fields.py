"""Fields of the house, without a database."""

import re
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, FormField, SelectChoice, SelectField, StringField

from app.web.fields import PlainOptions, Rows, TooManyRows, UnknownRow

CHOICES = [SelectChoice("", "Tous"), SelectChoice("a&b", "<Léa>"), SelectChoice('"', "")]


class _Line(Form):
    name = StringField()


class _List(Form):
    people = Rows(FormField(_Line), most=3)


def rows(*names: str) -> Any:
    return _List(MultiDict({f"people-{name}-name": "x" for name in names})).people


def test_rows_come_in_their_order_whatever_numbers_they_bear() -> None:
    assert len(rows("7", "0", "2")) == 3
    assert len(_List(MultiDict()).people) == 0


def test_more_rows_may_be_shown_than_are_taken() -> None:
    assert len(_List(data={"people": [{"name": "x"}] * 5}).people) == 5


@pytest.mark.parametrize("name", ["²", "9" * 5_000, "٣", "-1", "", "x", "1_0"])
def test_a_row_whose_number_is_none_is_refused(name: str) -> None:
    with pytest.raises(UnknownRow):
        rows(name)


def test_more_rows_than_anybody_types_are_refused_before_they_are_read() -> None:
    with pytest.raises(TooManyRows):
        rows("0", "1", "2", "3")


def test_every_list_of_rows_is_of_the_house() -> None:
    """The list of WTForms itself reads ``²`` as a number, and twenty thousand rows one by one."""
    app = Path(__file__).parents[2] / "app"
    users = [path.name for path in app.rglob("*.py") if re.search(r"\bFieldList\(", path.read_text())]
    assert users == []


def test_an_option_is_written_as_the_form_library_writes_it() -> None:
    class Choosing(Form):
        plain = SelectField(choices=CHOICES, widget=PlainOptions())
        usual = SelectField(choices=CHOICES)

    form = Choosing(data={"plain": "a&b", "usual": "a&b"})
    assert str(form.plain()).replace("plain", "usual") == str(form.usual())
    assert '<option selected value="a&amp;b">&lt;Léa&gt;</option>' in form.plain()
