"""Fields that understand how people here write hours, days, names and addresses."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import DateField, EmailField, Field, FieldList, IntegerField, StringField, TimeField
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)
from wtforms.widgets import HiddenInput, Select, TextInput

from app.core.errors import RuleBroken
from app.core.hours import NotHours, format_hours, parse_hours
from app.core.language import N_
from app.web.messages import explain

Choices = Sequence[tuple[object, str]]
"""Values with what they are called, in the order in which they are shown."""

REQUIRED: Final = _l("Ce champ est obligatoire.")
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2099
LARGEST_NUMBER: Final = 2_147_483_647
"""The largest number that a column of the database holds."""


class Filled(InputRequired):
    """Asks that something was typed or chosen, even a zero; blanks are nothing."""

    def __init__(self, message: Any = REQUIRED) -> None:
        """Take what is said of a field that nobody has filled."""
        super().__init__(message)

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse what nobody has filled; what the field cannot read, it says itself.

        :raises StopValidation: when it is blank.
        """
        typed = field.raw_data[0] if field.raw_data else None
        if isinstance(typed, str) and not typed.strip():
            field.errors[:] = []
            raise StopValidation(self.message)
        super().__call__(form, field)


class HoursField(Field):
    """A duration: ``3,5``, ``3.5``, ``3 h 30`` or ``3:30``; its data are whole minutes."""

    widget = TextInput()
    data: int | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format_hours(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; blank is no duration."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = parse_hours(typed)
            except NotHours as refusal:
                raise ValueError(explain(refusal)) from refusal


class WholeNumberField(IntegerField):
    """A whole number that a column of the database holds; its refusal says what one looks like."""

    data: int | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError as mistake:
            raise ValueError(_l("Écrivez un nombre entier, en chiffres.")) from mistake
        if self.data is not None and abs(self.data) > LARGEST_NUMBER:
            self.data = None
            raise ValueError(_l("Ce nombre est trop grand pour être enregistré : vérifiez-le."))


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
            raise ValueError(
                _l("Écrivez une année entre %(first)s et %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)
            )


class ClockField(TimeField):
    """A time of day, as the browser's clock gives it or typed as ``09:00`` or ``9h00``."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; blank is no time."""
        typed = [str(value).strip().lower().replace("h", ":") for value in valuelist]
        try:
            super().process_formdata(typed)
        except ValueError as mistake:
            raise ValueError(_l("Écrivez une heure, par exemple 09:00.")) from mistake


_OPTION: Final = Markup('<option value="%s">%s</option>')
_SELECTED_OPTION: Final = Markup('<option selected value="%s">%s</option>')


class PlainOptions(Select):
    """A list to choose from whose options have a value and a label and nothing else: a network has hundreds of them."""

    @classmethod
    def render_option(cls, choice: Choice, **_attributes: Any) -> Markup:
        """Write one option, without the time that it takes to sort out what attributes it might have."""
        option = _SELECTED_OPTION if choice.selected else _OPTION
        return option % (choice.value, choice.label or choice.value)


class UnknownRow(RuleBroken):
    """A row of a list bears a number that no page has given it."""

    message = N_("La liste envoyée n’est pas celle de la page. Rechargez la page, puis recommencez.")


class TooManyRows(RuleBroken):
    """A list is longer than anybody fills in."""

    message = N_("La liste envoyée compte plus de %(most)s lignes.")


class Rows(FieldList):
    """A list of rows, as many as the page has shown; one that no page has made is refused before it is read."""

    def __init__(self, unbound_field: Any, *args: Any, most: int, **kwargs: Any) -> None:
        """Take at most ``most`` rows; a page may show more."""
        super().__init__(unbound_field, *args, **kwargs)
        self.most = most

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> set[int]:
        """Return the numbers of the rows that were sent.

        :raises UnknownRow: when one is no number.
        :raises TooManyRows: when there are more than the list takes.
        """
        start = f"{prefix}-"
        names = {name.removeprefix(start).split("-", 1)[0] for name in formdata if name.startswith(start)}
        if len(names) > self.most:
            raise TooManyRows(most=self.most)
        if not all(name.isascii() and name.isdigit() and len(name) < 6 for name in names):
            raise UnknownRow
        return set(map(int, names))


def tidy(text: str | None) -> str | None:
    """Return ``text`` without blanks at its ends and doubled inside."""
    return " ".join(text.split()) if text is not None else None


def printable(text: str | None) -> str:
    """Return a search without what no keyboard makes and no database looks for."""
    return "".join(character for character in text or "" if character.isprintable())


def lower(text: str | None) -> str | None:
    """Return an address as it is stored: without blanks around it, in lower case."""
    return text.strip().lower() if text is not None else None


def no_control_characters(_form: object, field: Field) -> None:
    """Refuse characters that no keyboard makes and no paper shows."""
    typed = field.data or ""
    if not typed.isprintable():
        # The page shows the text again, and must not hold the character itself.
        field.data = "".join(character for character in typed if character.isprintable())
        raise ValidationError(
            _l("Ce texte contenait un caractère invisible, qui a été effacé : relisez-le, puis recommencez.")
        )


def one_line(label: Any, *, maximum: int, required: bool = True, **kwargs: Any) -> StringField:
    """Return a field for a text of one line, up to ``maximum`` characters."""
    validators: list[Any] = [no_control_characters, Length(max=maximum)]
    if required:
        validators.insert(0, DataRequired(REQUIRED))
    return StringField(label, validators=validators, filters=[tidy], **kwargs)


def email_address(label: Any, *, required: bool = True, **kwargs: Any) -> EmailField:
    """Return a field for an e-mail address, lower-cased as it is stored."""
    validators: list[Any] = [Length(max=254)]
    if required:
        validators.insert(0, DataRequired(_l("L’adresse e-mail est obligatoire.")))
        validators.append(Email(_l("Écrivez une adresse e-mail, par exemple prenom.nom@exemple.fr.")))
    return EmailField(label, validators=validators, filters=[lower], **kwargs)


def day(label: Any, *, required: bool = False, **kwargs: Any) -> DayField:
    """Return a field for a civil day."""
    validators = [Filled() if required else Optional()]
    return DayField(label, validators=validators, format=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


def hidden_number(**kwargs: Any) -> WholeNumberField:
    """Return a field for a number that the page carries and nobody sees."""
    # A field without a label is given one, and its translation is looked for in a file of WTForms, at each request.
    return WholeNumberField("", widget=HiddenInput(), **kwargs)


def given(field: DayField) -> date:
    """Return the day of a field that must be filled, once its form was found to be.

    :raises ValueError: when the form was not validated.
    """
    if field.data is None:
        raise ValueError(f"{field.name} is missing: validate the form first")
    return field.data


def choices(offered: Choices, *, none: Any = None) -> list[SelectChoice]:
    """Return ``offered`` as a select takes them; ``none`` is what the empty choice is called, where there is one."""
    empty = [SelectChoice("", str(none))] if none is not None else []
    return [*empty, *(SelectChoice(str(value), label) for value, label in offered)]
