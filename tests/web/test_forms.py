"""A form that changes a record, when somebody else changed that record meanwhile."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask_babel import Babel

from app.web.fields import one_line
from app.web.forms import ChangeForm, status_of


@dataclass
class Kettle:
    """What the form below changes."""

    name: str = "Bouilloire"
    place: str | None = None


class KettleForm(ChangeForm):
    """Two texts of a kettle."""

    class Meta:
        """The token is no matter of these tests."""

        csrf = False

    name = one_line("Nom", maximum=50)
    place = one_line("Lieu", maximum=50, required=False)


@pytest.fixture(scope="module")
def pages() -> Flask:
    pages = Flask(__name__)
    pages.config["SECRET_KEY"] = "kept by nobody"
    Babel(pages)
    return pages


def version_of(pages: Flask, kettle: Kettle) -> str:
    with pages.test_request_context():
        return str(KettleForm(obj=kettle).shown_version.data)


def posted(pages: Flask, kettle: Kettle, **fields: str) -> KettleForm:
    with pages.test_request_context(method="POST", data=fields):
        form = KettleForm(obj=kettle)
        form.validate_on_submit()
        return form


def test_a_record_that_is_as_it_was_shown_is_changed(pages: Flask) -> None:
    kettle = Kettle()
    form = posted(pages, kettle, name="Théière", place="", shown_version=version_of(pages, kettle))
    assert (form.name.data, form.errors, status_of(form)) == ("Théière", {}, 200)


def test_a_record_that_changed_meanwhile_is_shown_as_it_is_now(pages: Flask) -> None:
    shown = version_of(pages, Kettle())
    form = posted(pages, Kettle(place="Dax"), name="Théière", place="", shown_version=shown)
    assert (form.name.data, form.place.data, status_of(form)) == ("Bouilloire", "Dax", 409)
    assert "Quelqu’un a modifié ces informations" in form.form_errors[0]
    assert form.shown_version.data == version_of(pages, Kettle(place="Dax"))


def test_the_same_form_sent_twice_is_no_conflict(pages: Flask) -> None:
    shown = version_of(pages, Kettle())
    form = posted(pages, Kettle(name="Théière"), name="Théière", place="", shown_version=shown)
    assert status_of(form) == 200


def test_a_new_record_has_nothing_to_be_outdated(pages: Flask) -> None:
    with pages.test_request_context(method="POST", data={"name": "Théière", "shown_version": "x"}):
        form = KettleForm(data={"name": "Bouilloire"})
        assert form.validate_on_submit()
