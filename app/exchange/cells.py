"""Converts cells to words: texts, names, addresses, identifiers. Each refusal holds the value and what is expected."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final, TypeVar

from app.core.errors import RuleBroken
from app.core.identifiers import folded
from app.core.language import N_
from app.exchange.tables import Cell
from app.training.rules import check_person_name

T = TypeVar("T")

MAX_TEXT_CHARACTERS: Final = 1000
MAX_NAME_CHARACTERS: Final = 100
MAX_EMAIL_CHARACTERS: Final = 254
FORMULA_SIGNS: Final = "=+-@＝＋－＠"
"""What a spreadsheet takes for the start of a formula, and the full-width forms that it takes for the same."""

_BLANK_WORDS: Final = frozenset(
    {"#n/d", "#n/a", "#na", "n/a", "nr", "non renseigne", "non renseignee", "non renseigne(e)", "-", "–", "—"}
)
_BLANK_IN_CODE: Final = frozenset({"undefined", "null", "NaN"})
"""What the State's exports print where they find nothing; in this case only, since people are called Null."""
_LARGEST_IDENTIFIER: Final = 2_147_483_647
_IDENTIFIER = re.compile(r"(\d{1,10})(?:[.,]0+)?", re.ASCII)
_POSTAL_CODE = re.compile(r"(\d{4,5})(?:[.,]0+)?", re.ASCII)
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
    re.ASCII,
)


class MissingValue(RuleBroken):
    """A cell that must be filled is blank."""

    message = N_("Cette cellule doit être remplie.")


class TextTooLong(RuleBroken):
    """The text is longer than what can be kept."""

    message = N_("« %(value)s… » dépasse %(limit)s caractères.")


class InvisibleCharacter(RuleBroken):
    """The text holds a character that nobody sees, often from a copy and paste."""

    message = N_("« %(value)s » contient un caractère invisible. Retapez ce texte au lieu de le coller.")


class NotAName(RuleBroken):
    """The text cannot be the name of a person."""

    message = N_(
        "« %(value)s » n’est pas un nom : un nom contient des lettres et ne commence pas par =, +, - ou @."
    )


class NotAnEmail(RuleBroken):
    """The text is no e-mail address."""

    message = N_(
        "« %(value)s » n’est pas une adresse e-mail. Exemple attendu : prenom.nom@exemple.fr, sans accents."
    )


class NotAnIdentifier(RuleBroken):
    """The value is no identifier of the State's."""

    message = N_("« %(value)s » n’est pas un identifiant : un nombre entier positif est attendu.")


class NotAPostalCode(RuleBroken):
    """The value is no French postal code."""

    message = N_("« %(value)s » n’est pas un code postal : cinq chiffres sont attendus.")


def shown(value: Cell) -> str:
    """Return a cell as a French reader of the spreadsheet sees it, cut to what a message can hold."""
    match value:
        case None:
            return ""
        case bool():
            return "VRAI" if value else "FAUX"
        case float() | int():
            return str(int(value)) if float(value).is_integer() else str(value).replace(".", ",")
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            hours, minutes = divmod(round(value.total_seconds() / 60), 60)
            return f"{hours}:{minutes:02d}"
    return value if len(value) <= MAX_NAME_CHARACTERS else f"{value[:MAX_NAME_CHARACTERS]}…"


def is_blank(value: Cell) -> bool:
    """Return whether the cell says nothing: empty, « #N/D », « Non renseigné(e) », a lone dash."""
    if not isinstance(value, str):
        return value is None
    return not value.strip() or value in _BLANK_IN_CODE or folded(value) in _BLANK_WORDS


def optional(convert: Callable[[Cell], T]) -> Callable[[Cell], T | None]:
    """Return ``convert`` for cells that may be left blank: a blank one becomes None."""

    def convert_unless_blank(value: Cell) -> T | None:
        return None if is_blank(value) else convert(value)

    return convert_unless_blank


def text(value: Cell) -> str:
    """Return the text on one line, composed (NFC), without repeated blanks.

    An apostrophe before a formula sign is dropped: our own exports put it there.

    :raises MissingValue, TextTooLong, InvisibleCharacter: where it cannot be kept.
    """
    if is_blank(value):
        raise MissingValue
    written = " ".join(
        unicodedata.normalize("NFC", value if isinstance(value, str) else shown(value)).split()
    )
    if len(written) > MAX_TEXT_CHARACTERS:
        raise TextTooLong(value=written[:40], limit=MAX_TEXT_CHARACTERS)
    if any(unicodedata.category(character).startswith("C") for character in written):
        raise InvisibleCharacter(value=shown(written))
    return written[1:] if written[0] == "'" and written[1:2] and written[1] in FORMULA_SIGNS else written


optional_text = optional(text)


def person_name(value: Cell) -> str:
    """Return a first or last name, its case untouched.

    :raises NotAName: when it starts like a formula or has no letter.
    :raises NotAPersonsName: and what else the form of an advisor refuses.
    :raises MissingValue, TextTooLong, InvisibleCharacter: where it cannot be kept.
    """
    name = text(value)
    if len(name) > MAX_NAME_CHARACTERS:
        raise TextTooLong(value=name[:40], limit=MAX_NAME_CHARACTERS)
    if name[0] in FORMULA_SIGNS or not any(character.isalpha() for character in name):
        raise NotAName(value=name)
    check_person_name(name)
    return name


def email(value: Cell) -> str:
    """Return an e-mail address in lower case.

    :raises NotAnEmail: when it has not the shape of one.
    """
    address = text(value).lower()
    if len(address) > MAX_EMAIL_CHARACTERS or not _EMAIL.fullmatch(address):
        raise NotAnEmail(value=shown(value))
    return address


def state_identifier(value: Cell) -> int:
    """Return an identifier of the State's databases, also when Excel made a decimal number of it.

    :raises NotAnIdentifier: when it is no positive whole number.
    """
    found = None if isinstance(value, bool) else _IDENTIFIER.fullmatch(text(value).replace(" ", ""))
    identifier = int(found[1]) if found else 0
    if not 0 < identifier <= _LARGEST_IDENTIFIER:
        raise NotAnIdentifier(value=shown(value))
    return identifier


def postal_code(value: Cell) -> str:
    """Return five digits; Excel drops the leading zero of the first nine départements, and it is put back.

    :raises NotAPostalCode: when it is none.
    """
    found = None if isinstance(value, bool) else _POSTAL_CODE.fullmatch(text(value).replace(" ", ""))
    if not found or int(found[1]) < 1000:
        raise NotAPostalCode(value=shown(value))
    return found[1].zfill(5)
