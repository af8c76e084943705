"""What the forms of all features have in common."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.exceptions import BadRequest
from wtforms import FileField as AnyFileField
from wtforms import HiddenField

from app.core.errors import ChangedMeanwhile, RuleBroken
from app.core.language import N_
from app.web.messages import explain

REFUSED: Final = 422
"""The status of a page that shows a form again because something in it must be corrected."""

OUTDATED: Final = 409
"""The status of a page that shows a form again because what it changes is no longer what was shown."""


class FileForText(RuleBroken):
    """What was sent is a file where a text is asked for, or the other way round."""

    message = N_(
        "Un fichier a été envoyé là où la page attend un texte, ou un texte là où elle attend un fichier."
    )


class HouseForm(FlaskForm):
    """A form of the house: texts are what was typed, files what was attached, and neither is taken for the other.

    The form of the library reads both alike, and JSON as well: what expects a text would be given anything.
    """

    class Meta(FlaskForm.Meta):
        """How a form finds what was sent."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Return what was sent to ``form``: what a view hands over, else the request.

            :raises FileForText: when a field was sent what only the other kind of field takes.
            :raises BadRequest: when the request holds no form.
            """
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            if not form.is_submitted():
                return None
            if request.is_json:
                raise BadRequest
            for_files = {field.name for field in form if isinstance(field, AnyFileField)}
            for_texts = {field.name for field in form} - for_files
            if _is_for(for_texts, request.files) or any(map(request.form.get, for_files)):
                raise FileForText
            if request.files:
                return CombinedMultiDict((request.files, request.form))
            return request.form or None


class ChangeForm(HouseForm):
    """A form that changes a record, and refuses to when somebody else changed that record after it was shown.

    A field that nobody sees keeps a digest of what was shown. The record is compared when the form is read; what a
    service must never overwrite it checks itself, under its lock.
    """

    # Without a label: one is otherwise translated from a file, at each request.
    shown_version = HiddenField("")
    is_outdated = False

    def process(self, formdata: Any = None, obj: Any = None, data: Any = None, **kwargs: Any) -> None:
        """Fill the form with the record ``obj``, or with what was typed while the record is still as it was shown."""
        super().process(None, obj, data, **kwargs)
        version = self._version()
        super().process(formdata, obj, data, **kwargs)
        if obj is None:
            return
        is_as_shown = (self.shown_version.data or version) == version
        # Whoever sends a form twice finds what they have typed already.
        self.is_outdated = not is_as_shown and self._version() != version
        if self.is_outdated:
            for field in self:
                # Dates, times and hours would show again what was typed.
                field.raw_data = None
            super().process(None, obj, data, **kwargs)
        self.shown_version.data = version

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, unless the record is no longer what was shown."""
        if self.is_outdated:
            show_refusal(self, ChangedMeanwhile())
            return False
        return bool(super().validate(extra_validators))

    @property
    def shows_record(self) -> bool:
        """Return whether the fields hold the record, and not what was typed."""
        return self.is_outdated or not self.is_submitted()

    def _version(self) -> str:
        values = {
            name: field.data or None
            for name, field in self._fields.items()
            if name not in {"csrf_token", "shown_version"}
        }
        return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


class OneFileForm(HouseForm):
    """A form that hands over one file, in its field ``file``."""

    file: FileField

    def take_content(self) -> bytes:
        """Return the bytes of the file, once: a large one waits on the disk and is given free."""
        with self.file.data.stream as stream:
            received: bytes = stream.read()
        return received


def show_refusal(form: HouseForm, refusal: RuleBroken, field: str | None = None) -> None:
    """Write a refusal beside ``field``, or above the whole form when no field is to blame."""
    form.is_outdated = isinstance(refusal, ChangedMeanwhile)
    sentence = explain(refusal)
    if field is None:
        form.form_errors.append(sentence)
    else:
        form[field].errors = [*form[field].errors, sentence]


def status_of(form: HouseForm) -> int:
    """Return the status of a page that shows ``form``: 200, 422 when something in it must be corrected, or 409."""
    if getattr(form, "is_outdated", False):
        return OUTDATED
    return REFUSED if form.errors else 200


def _is_for(fields: set[str], sent: Iterable[str]) -> bool:
    """Return whether one of the names that were sent is that of a field, or of a row of one."""
    return any(name in fields or name.split("-", 1)[0] in fields for name in sent)
