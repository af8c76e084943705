"""The filters of the table of advisors, read from the address."""

from collections.abc import Iterable
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from app.training.rules import LONGEST_TEXT
from app.web.fields import ClockField, Filled, HoursField, WholeNumberField, day, one_line, printable
from app.web.forms import ChangeForm, HouseForm

LONGEST_SEARCH: Final = 100

Choice = tuple[str, str]


def _select(label: Any) -> SelectField:
    message = _l("Ce choix n’existe pas ou n’existe plus : il n’est pas pris en compte.")
    return SelectField(label, default="", invalid_choice_message=message, invalid_value_message=message)


class NetworkFilterForm(HouseForm):
    """What the table is narrowed to. It only reads, so that it needs no token and its address can be kept."""

    class Meta:
        """No token in an address."""

        csrf = False

    q = StringField(
        _l("Rechercher"),
        description=_l("Nom, employeur, commune ou e-mail"),
        validators=[Length(max=LONGEST_SEARCH, message=_l("Cherchez 100 caractères au plus."))],
        filters=[printable],
    )
    group = _select(_l("Promotion ou groupe"))
    parcours = _select(_l("Parcours"))
    status = _select(_l("Entrée"))
    outcome = _select(_l("Résultat"))
    certificate = _select(_l("Certificat"))

    def offer(self, **choices: Iterable[Choice]) -> None:
        """Give the lists what can be chosen; each starts with everything."""
        for name, offered in choices.items():
            everything = SelectChoice("", gettext("Tous"))
            self[name].choices = [everything, *(SelectChoice(value, label) for value, label in offered)]

    def chosen(self, name: str) -> str:
        """Return what a filter asks for once the form is validated; nothing when it cannot be understood."""
        return "" if self[name].errors else (self[name].data or "").strip()


def _threshold(label: Any, most: int, message: Any) -> WholeNumberField:
    return WholeNumberField(label, validators=[Optional(), NumberRange(1, most, message)])


class ThresholdsForm(ChangeForm):
    """From how many absences on the network is told."""

    unexcused_count = _threshold(
        _l("Demi-journées d’absence non excusée"), 999, _l("Écrivez un nombre entre 1 et 999.")
    )
    absence_count = _threshold(
        _l("Demi-journées d’absence, excusées ou non"), 999, _l("Écrivez un nombre entre 1 et 999.")
    )
    absence_share = _threshold(
        _l("Part des demi-journées, en pour cent"), 100, _l("Écrivez un nombre entre 1 et 100.")
    )


class TargetForm(HouseForm):
    """How many hours somebody has to follow, and why."""

    kind = RadioField(_l("Heures attendues"), validators=[Filled()])
    credited_minutes = HoursField(
        _l("Heures acquises ailleurs"), description=_l("Pour une équivalence seulement, par exemple 35 h.")
    )
    reason = one_line(_l("Motif"), maximum=LONGEST_TEXT)

    def offer(self, kinds: Iterable[Choice]) -> None:
        """Take what can be decided."""
        self.kind.choices = [SelectChoice(value, label) for value, label in kinds]


class KnownThenForm(Form):
    """An instant of the past: a day, and the time of day in Paris where the evening is not what is meant."""

    connues = day(_l("Heures connues le"))
    heure = ClockField(_l("Heure (vide : le soir)"), validators=[Optional()])
