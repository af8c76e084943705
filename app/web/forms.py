"""What the forms of all features have in common."""

from typing import Final

from flask_wtf import FlaskForm

from app.core.errors import RuleBroken
from app.web.messages import explain

REFUSED: Final = 422
"""The status of a page that shows a form again because something in it must be corrected."""


def show_refusal(form: FlaskForm, refusal: RuleBroken, field: str | None = None) -> None:
    """Write a refusal beside ``field``, or above the whole form when no field is to blame."""
    sentence = explain(refusal)
    if field is None:
        form.form_errors.append(sentence)
    else:
        form[field].errors = [*form[field].errors, sentence]


def status_of(form: FlaskForm) -> int:
    """Return the status of a page that shows ``form``: 422 when something in it must be corrected, otherwise 200."""
    return REFUSED if form.errors else 200
