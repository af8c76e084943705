"""Fields that the forms of the training share."""

import re
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import Email, Length, NumberRange, Optional, Regexp

from app.web.addresses import row_id
from app.web.fields import LARGEST_NUMBER, Filled, PlainOptions, WholeNumberField, lower

_BETWEEN_CODES: Final = ":"


def state_identifier(label: Any, **kwargs: Any) -> WholeNumberField:
    """Return a field for a number by which the State knows somebody or something."""
    message = _l("Écrivez un nombre entier plus grand que zéro, de dix chiffres au plus.")
    in_range = NumberRange(1, LARGEST_NUMBER, message)
    return WholeNumberField(label, validators=[Optional(), in_range], **kwargs)


def other_address(label: Any, **kwargs: Any) -> EmailField:
    """Return a field for a second e-mail address, which may stay empty."""
    is_address = Email(_l("Écrivez une adresse e-mail, par exemple prenom.nom@exemple.fr."))
    return EmailField(label, validators=[Optional(), Length(max=254), is_address], filters=[lower], **kwargs)


def digits(label: Any, pattern: str, message: Any, **kwargs: Any) -> StringField:
    """Return a field for a code made of figures, which may be typed with blanks."""
    # Figures of ASCII: the State knows no postal code in Arabic ones.
    is_code = Regexp(pattern, re.ASCII, message)
    return StringField(label, validators=[Optional(), is_code], filters=[_without_blanks], **kwargs)


def choose_one(label: Any, *, required: bool = False, **kwargs: Any) -> SelectField:
    """Return a list from which one row is chosen, by its id."""
    validators = [Filled() if required else Optional()]
    message = _l("Choisissez dans la liste.")
    return SelectField(
        label,
        validators=validators,
        widget=PlainOptions(),
        coerce=_row_id,
        invalid_value_message=message,
        invalid_choice_message=message,
        **kwargs,
    )


def block_value(title_code: str, block_code: str) -> str:
    """Return a title and one of its blocks as one value of a list."""
    return f"{title_code}{_BETWEEN_CODES}{block_code}"


def chosen_block(field: SelectField) -> tuple[str, str]:
    """Return the title and the block of the value that was chosen."""
    title_code, _, block_code = str(field.data).partition(_BETWEEN_CODES)
    return title_code, block_code


def _row_id(value: Any) -> int | None:
    return row_id(value) if value not in (None, "") else None


def _without_blanks(text: str | None) -> str | None:
    return "".join(text.split()) if text is not None else None
