"""What nobody types and anybody can send, tried on every field of every form: a refusal, never an error."""

import importlib
import io
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, current_app
from flask_babel import Babel
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FileField,
    Form,
    PasswordField,
    StringField,
)

import app
from app.certification.forms.candidates import admit_form, arrangement_form, exam_file_form
from app.certification.forms.results import results_form
from app.web.forms import FileForText, HouseForm

HUGE = ("1" * 400, "-" + "1" * 400, "2147483648", "1e400", "NaN", "Infinity")
REFUSED, TAKEN, FAILED = "refused", "taken", "failed"
_MADE: dict[str, Callable[[], Form]] = {
    "results_form": lambda: results_form([(1, "Léa", None)]),
    "exam_file_form": lambda: exam_file_form([("C1", "Accueillir", None)]),
    "admit_form": lambda: admit_form(1, is_posted=True),
    "arrangement_form": lambda: arrangement_form(1, None, is_posted=True),
}
"""Forms whose fields are known only once the rows of their page are."""


def _kinds() -> dict[str, Callable[..., Form]]:
    """Return every form of the application by its name."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if "forms" in module.name.split("."):
            importlib.import_module(module.name)
    found: dict[str, Callable[..., Form]] = {}
    below = [Form]
    while below:
        kind = below.pop()
        below += kind.__subclasses__()
        if kind.__module__.startswith("app.") and kind is not HouseForm:
            found[f"{kind.__module__}.{kind.__qualname__}"] = kind
    return found


KINDS = _kinds()


@pytest.fixture(scope="module", autouse=True)
def _pages() -> Iterator[None]:
    pages = Flask(__name__)
    pages.config.update(SECRET_KEY="kept by nobody", WTF_CSRF_ENABLED=False)
    Babel(pages)
    with pages.app_context():
        yield


def every_field() -> Iterator[tuple[str, Callable[[dict[str, Any]], Form], Field]]:
    """Yield each field with the name of its form and the function that reads this form from what is sent."""
    for name, kind in {**KINDS, **_MADE}.items():

        def read(sent: dict[str, Any], kind: Callable[..., Form] = kind) -> Form:
            with _request(sent):
                is_of_a_page = kind in _MADE.values() or issubclass(kind, FlaskForm)  # type: ignore[arg-type]
                form = kind() if is_of_a_page else kind(_typed(sent))
                _offer_nothing(form)
                form.validate()
                return form

        for field in read({}):
            if field.name not in {"csrf_token", "shown_version"}:
                yield f"{name}.{field.name}", read, field


def test_every_form_is_of_the_house() -> None:
    posted = [kind for kind in KINDS.values() if isinstance(kind, type) and issubclass(kind, FlaskForm)]
    assert len(posted) > 40
    assert [kind for kind in posted if not issubclass(kind, HouseForm)] == []


def test_a_file_is_refused_where_a_text_is_asked_for_and_the_other_way_round() -> None:
    answers = []
    for name, read, field in every_field():
        if _is_posted(name):
            inside = f"{field.name}-0-name" if isinstance(field, FieldList) else field.name
            sent = "a.pdf" if isinstance(field, FileField) else (io.BytesIO(b"%PDF-"), "a.pdf")
            answers.append((name, _answer(read, field, {inside: sent})))
    assert [(name, answer) for name, answer in answers if answer != REFUSED] == []


def test_a_file_is_read_where_it_is_asked_for() -> None:
    for name, read, field in every_field():
        if isinstance(field, FileField):
            data = read({field.name: (io.BytesIO(b"%PDF-"), "a.pdf")})[field.name].data
            assert [each.filename for each in (data if isinstance(data, list) else [data])] == ["a.pdf"], name


def test_a_form_is_not_read_from_json() -> None:
    class Kettle(HouseForm):
        name = StringField()

    with current_app.test_request_context(method="POST", json={"name": 5}), pytest.raises(BadRequest):
        Kettle()


@pytest.mark.parametrize("blank", ["", " ", "\t", "\u00a0", "\u2003"])
def test_a_blank_fills_no_field_that_must_be_filled(blank: str) -> None:
    answers = {True: [], False: []}  # type: dict[bool, list[tuple[str, str]]]
    for name, read, field in every_field():
        # Blanks may well be a password, or a part of one.
        must_be_filled = field.flags.required and not isinstance(field, PasswordField)
        answers[bool(must_be_filled)].append((name, _answer(read, field, {field.name: blank})))
    assert len(answers[True]) > 40
    assert [each for each in answers[True] if each[1] != REFUSED] == []
    assert [each for each in answers[False] if each[1].startswith(FAILED)] == []


@pytest.mark.parametrize("number", HUGE)
def test_a_number_that_nothing_can_hold_is_refused(number: str) -> None:
    answers = []
    for name, read, field in every_field():
        is_text = isinstance(field, StringField)
        takes_anything = is_text or isinstance(field, BooleanField | FieldList)
        answer = _answer(read, field, {field.name: number})
        if answer != REFUSED and not (takes_anything and answer.startswith(TAKEN)):
            answers.append((name, answer))
    assert answers == []


@pytest.mark.parametrize("number", ["0", "5", " 5 "])
def test_a_number_of_the_size_that_people_type_is_read(number: str) -> None:
    form = KINDS["app.certification.forms.candidates.ExamFileForm"]
    with _request({"action_sheets": number}):
        field = form().action_sheets
    assert (field.data, field.errors) == (int(number), ())


def test_a_field_that_must_be_filled_says_so_to_the_browser() -> None:
    form = KINDS["app.documents.forms.IssuerForm"]
    with _request({}):
        assert " required " in str(form().heading())
        assert " required " in str(KINDS["app.certification.forms.exams.StepForm"]().day())


def _answer(read: Callable[[dict[str, Any]], Form], field: Field, sent: dict[str, Any]) -> str:
    """Return what becomes of a field when this is sent."""
    try:
        now = read(sent)[field.name]
    except FileForText:
        return REFUSED
    except Exception as error:
        return f"{FAILED}: {error!r}"
    return REFUSED if now.errors else f"{TAKEN}: {now.data!r}"


def _request(sent: dict[str, Any]) -> Any:
    return current_app.test_request_context(method="POST", data=sent)


def _typed(sent: dict[str, Any]) -> MultiDict[str, str]:
    return MultiDict({name: value for name, value in sent.items() if isinstance(value, str)})


def _is_posted(name: str) -> bool:
    kind = KINDS.get(name.rsplit(".", 1)[0])
    return kind is None or (isinstance(kind, type) and issubclass(kind, FlaskForm))


def _offer_nothing(form: Form) -> None:
    """Give the lists whose choices a page hands over none, so that nothing can be chosen from them."""
    for field in form:
        if getattr(field, "choices", ()) is None:
            field.choices = []
