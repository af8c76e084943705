"""Fields that the forms of the training share."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional, Regexp

from app.web.fields import lower

Choices = Sequence[tuple[object, str]]
"""Values with what they are called, in the order in which they are shown."""

REQUIRED: Final = _l("Ce champ est obligatoire.")
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2099
LARGEST_NUMBER: Final = 2_147_483_647
"""The largest number that a column of the database holds."""


class DayField(DateField):
    """A civil day: as the browser's calendar gives it, or typed as ``14/03/2022``."""

    data: date | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; blank is no day."""
        typed = [str(value).strip() for value in valuelist]
        if not any(typed):
            self.data = None
            return
        try:
            super().process_formdata(typed)
        except ValueError as mistake:
            raise ValueError(_l("Écrivez une date, par exemple 14/03/2022.")) from mistake
        if self.data is not None and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            raise ValueError(_l("L’année doit avoir quatre chiffres, par exemple 2022."))


def day(label: Any, *, required: bool = False, **kwargs: Any) -> DayField:
    """Return a field for a civil day."""
    validators = [InputRequired(REQUIRED) if required else Optional()]
    return DayField(label, validators=validators, format=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


def state_identifier(label: Any, **kwargs: Any) -> IntegerField:
    """Return a field for a number by which the State knows somebody or something."""
    in_range = NumberRange(1, LARGEST_NUMBER, _l("Écrivez un nombre entier plus grand que zéro."))
    return WholeNumberField(label, validators=[Optional(), in_range], **kwargs)


class WholeNumberField(IntegerField):
    """A whole number, whose refusal says what one looks like."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError as mistake:
            raise ValueError(_l("Écrivez un nombre entier, en chiffres.")) from mistake


def other_address(label: Any, **kwargs: Any) -> EmailField:
    """Return a field for a second e-mail address, which may stay empty."""
    is_address = Email(_l("Écrivez une adresse e-mail, par exemple prenom.nom@exemple.fr."))
    return EmailField(label, validators=[Optional(), Length(max=254), is_address], filters=[lower], **kwargs)


def digits(label: Any, pattern: str, message: Any, **kwargs: Any) -> StringField:
    """Return a field for a code made of figures, which may be typed with blanks."""
    return StringField(
        label, validators=[Optional(), Regexp(pattern, message=message)], filters=[_without_blanks], **kwargs
    )


def choose_one(label: Any, *, required: bool = False, **kwargs: Any) -> SelectField:
    """Return a list from which one row is chosen, by its id."""
    validators = [InputRequired(REQUIRED) if required else Optional()]
    message = _l("Choisissez dans la liste.")
    return SelectField(
        label,
        validators=validators,
        coerce=_row_id,
        invalid_value_message=message,
        invalid_choice_message=message,
        **kwargs,
    )


def choices(offered: Choices, *, none: Any = None) -> list[SelectChoice]:
    """Return ``offered`` as a select takes them; ``none`` is what the empty choice is called, where there is one."""
    empty = [SelectChoice("", str(none))] if none is not None else []
    return [*empty, *(SelectChoice(str(value), label) for value, label in offered)]


def _row_id(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


def _without_blanks(text: str | None) -> str | None:
    return "".join(text.split()) if text is not None else None
