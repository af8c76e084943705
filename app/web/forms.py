"""What the forms of all features have in common."""

from typing import Final

from flask_wtf import FlaskForm

from app.core.errors import ChangedMeanwhile, RuleBroken
from app.web.messages import explain

REFUSED: Final = 422
"""The status of a page that shows a form again because something in it must be corrected."""

OUTDATED: Final = 409
"""The status of a page that shows a form again because what it changes is no longer what was shown."""


def show_refusal(form: FlaskForm, refusal: RuleBroken, field: str | None = None) -> None:
    """Write a refusal beside ``field``, or above the whole form when no field is to blame."""
    form.is_outdated = isinstance(refusal, ChangedMeanwhile)
    sentence = explain(refusal)
    if field is None:
        form.form_errors.append(sentence)
    else:
        form[field].errors = [*form[field].errors, sentence]


def status_of(form: FlaskForm) -> int:
    """Return the status of a page that shows ``form``: 200, 422 when something in it must be corrected, or 409."""
    if getattr(form, "is_outdated", False):
        return OUTDATED
    return REFUSED if form.errors else 200
