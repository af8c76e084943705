"""Converts cells to one of a few things, in the words that people use for them."""

import re
from collections.abc import Mapping
from typing import Final, TypeVar

from app.attendance.rules import Attendance
from app.core.errors import RuleBroken
from app.core.half_days import Half
from app.core.identifiers import folded
from app.core.language import N_
from app.exchange.cells import is_blank, shown, text
from app.exchange.tables import Cell
from app.training.rules import Modality

T = TypeVar("T")

_FEMININE = re.compile(r"\(e\)|[.·]e\b")
_PARCOURS = re.compile(r"(\d{2,4})(?:[.,]0+)?(?:h|heures?)?", re.ASCII)

_YES_OR_NO: Final = {
    **dict.fromkeys(("oui", "o", "yes", "y", "vrai", "true", "1"), True),
    **dict.fromkeys(("non", "n", "no", "faux", "false", "0"), False),
}
_HALVES: Final = {
    **dict.fromkeys(("matin", "le matin", "matinee", "m", "morning"), Half.MORNING),
    **dict.fromkeys(("apres midi", "l apres midi", "aprem", "a", "pm", "afternoon"), Half.AFTERNOON),
}
_MODALITIES: Final = {
    **dict.fromkeys(("presentiel", "en presentiel", "presence", "in person"), Modality.IN_PERSON),
    **dict.fromkeys(
        ("distanciel", "en distanciel", "distance", "a distance", "visio", "visioconference", "remote"),
        Modality.REMOTE,
    ),
    **dict.fromkeys(("e learning", "elearning", "en e learning"), Modality.E_LEARNING),
    **dict.fromkeys(
        ("en situation de travail", "situation de travail", "afest", "en structure", "au travail", "at work"),
        Modality.AT_WORK,
    ),
}
_EXCUSES: Final = ("excuse", "excusee", "justifie", "justifiee")
_ABSENCES: Final = ("absent ", "absente ", "absence ", "")
_ATTENDANCES: Final = {
    **dict.fromkeys(("present", "presente", "p"), Attendance.PRESENT),
    **{f"{absent}{excuse}": Attendance.EXCUSED for absent in _ABSENCES for excuse in _EXCUSES},
    **{f"{absent}non {excuse}": Attendance.UNEXCUSED for absent in _ABSENCES for excuse in _EXCUSES},
    **{f"{absent}injustifie{e}": Attendance.UNEXCUSED for absent in _ABSENCES for e in ("", "e")},
}


class NotYesOrNo(RuleBroken):
    """The value is neither yes nor no."""

    message = N_("« %(value)s » : « oui » ou « non » est attendu.")


class NotAHalfDay(RuleBroken):
    """The value names no half of the day; « AM » is refused too, being « ante meridiem » and « après-midi »."""

    message = N_("« %(value)s » : écrivez « matin » ou « après-midi » en toutes lettres.")


class UnknownModality(RuleBroken):
    """The value names no way of training."""

    message = N_(
        "« %(value)s » : « présentiel », « distanciel », « e-learning » ou « en situation de travail » est attendu."
    )


class UnknownAttendance(RuleBroken):
    """The value says neither that somebody was there nor how they were absent."""

    message = N_("« %(value)s » : « présent », « absent excusé » ou « absent non excusé » est attendu.")


class NotAParcours(RuleBroken):
    """The value is no parcours."""

    message = N_(
        "« %(value)s » n’est pas un parcours : un nombre d’heures est attendu, par exemple « 105h »."
    )


def yes_or_no(value: Cell) -> bool:
    """Return True for « oui », « O », « VRAI », 1; False for their contraries.

    :raises NotYesOrNo: for anything else.
    """
    return _chosen(_YES_OR_NO, value, NotYesOrNo)


def half_day(value: Cell) -> Half:
    """Return the half of the day.

    :raises NotAHalfDay: when the value names none, or could name both.
    """
    return _chosen(_HALVES, value, NotAHalfDay)


def modality(value: Cell) -> Modality:
    """Return the way of training.

    :raises UnknownModality: when the value names none.
    """
    return _chosen(_MODALITIES, value, UnknownModality)


def usual_modality(value: Cell) -> Modality:
    """Return the way of training, which is in person where nothing is said.

    :raises UnknownModality: when the value names none.
    """
    return Modality.IN_PERSON if is_blank(value) else modality(value)


def attendance(value: Cell) -> Attendance:
    """Return whether somebody was there; « absent » alone is refused, since an excuse decides what follows.

    :raises UnknownAttendance: when the value does not say.
    """
    return _chosen(_ATTENDANCES, value, UnknownAttendance)


def parcours(value: Cell) -> int:
    """Return the hours that a parcours is named after: ``105h``, ``105 h``, ``105``. The programme says which exist.

    :raises NotAParcours: when the value has not this shape.
    """
    found = None if isinstance(value, bool) else _PARCOURS.fullmatch(folded(text(value)).replace(" ", ""))
    if not found:
        raise NotAParcours(value=shown(value))
    return int(found[1])


def _chosen(words: Mapping[str, T], value: Cell, refusal: type[RuleBroken]) -> T:
    word = re.sub(r"[\W_]+", " ", _FEMININE.sub("", folded(text(value)))).strip()
    if word not in words:
        raise refusal(value=shown(value))
    return words[word]
