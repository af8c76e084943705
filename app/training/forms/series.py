"""What is typed to plan many half-days at once."""

from datetime import date, time, timedelta
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Length, Optional

from app.core.half_days import Half
from app.core.territories import Territory
from app.training.forms.fields import choose_one
from app.training.forms.sessions import Content, several
from app.training.rules import USUAL_TIMES, Gaps, Period, Series, Slot, read_periods
from app.web.fields import Choices, ClockField, choices, day, given
from app.web.forms import HouseForm

TRY: Final = "try"
EDIT: Final = "edit"
PLAN: Final = "plan"
"""The steps of planning many half-days: see what would be planned, go back to the form, plan it."""

_WEEKDAYS: Final = (
    _l("Lundi"),
    _l("Mardi"),
    _l("Mercredi"),
    _l("Jeudi"),
    _l("Vendredi"),
    _l("Samedi"),
    _l("Dimanche"),
)
_LONGEST_LIST_OF_PERIODS: Final = 2000


def _clock(label: Any, half: Half, place: int) -> ClockField:
    usual = f"{USUAL_TIMES[half][place]:%H:%M}"
    hint = _l("Si vous laissez vide : %(time)s.", time=usual)
    return ClockField(label, validators=[Optional()], description=hint)


class SeveralForm(HouseForm):
    """A form whose half-days are shown before they are planned."""

    step = HiddenField(default=TRY)
    seen = HiddenField()
    clashes_accepted = BooleanField(_l("Planifier malgré ces conflits"))
    left_out = TextAreaField(
        _l("Vacances et autres jours sans formation"),
        validators=[Length(max=_LONGEST_LIST_OF_PERIODS)],
        description=_l("Une période ou un jour par ligne, par exemple 22/10/2022 – 06/11/2022."),
    )
    leaves_out_public_holidays = BooleanField(
        _l("Laisser de côté les jours fériés"),
        default=True,
        description=_l(
            "Ceux du territoire du réseau, choisi dans les réglages ; vous les verrez nommés avant de planifier."
        ),
    )

    def gaps_in(self, territory: Territory) -> Gaps:
        """Return the days that are left out, with the public holidays of a territory.

        :raises NotAPeriod: when a line is none.
        """
        periods = read_periods(self.left_out.data or "")
        return Gaps(periods, self.leaves_out_public_holidays.data, territory)


class SeriesForm(Content, SeveralForm):
    """Weekdays, halves of the day, from when to when and without what; then what is taught, where and by whom."""

    first = day(_l("Premier jour"), required=True)
    last = day(_l("Dernier jour"), required=True)
    weekdays = several(_l("Jours de la semaine"), coerce=int)
    halves = several(_l("Demi-journées"), coerce=Half)
    morning_starts_at = _clock(_l("Début du matin"), Half.MORNING, 0)
    morning_ends_at = _clock(_l("Fin du matin"), Half.MORNING, 1)
    afternoon_starts_at = _clock(_l("Début de l’après-midi"), Half.AFTERNOON, 0)
    afternoon_ends_at = _clock(_l("Fin de l’après-midi"), Half.AFTERNOON, 1)

    def series_in(self, territory: Territory) -> Series:
        """Return the days that were asked for, but for the gaps of a territory.

        :raises NotAPeriod: when a line of what is left out is none.
        """
        period = Period(given(self.first), given(self.last))
        return Series(period, frozenset(self.weekdays.data or ()), self.gaps_in(territory))

    @property
    def slots(self) -> list[Slot]:
        """Return the halves of the day that were asked for; times that were left empty are as usual."""
        return [Slot(half, *self._times(half)) for half in self.halves.data or ()]

    def offer(self, halves: Choices) -> None:
        """Take what can be chosen of the days."""
        self.weekdays.choices = choices(list(enumerate(_WEEKDAYS)))
        self.halves.choices = choices(halves)

    def _times(self, half: Half) -> tuple[time, time]:
        usual_start, usual_end = USUAL_TIMES[half]
        return self[f"{half}_starts_at"].data or usual_start, self[f"{half}_ends_at"].data or usual_end


class CopyForm(SeveralForm):
    """Whose half-days are copied, and when the first of them comes."""

    source_id = choose_one(_l("Groupe à copier"), required=True)
    first = day(
        _l("Première semaine"),
        required=True,
        description=_l(
            "Un jour de la semaine où le groupe commence : chaque séance garde son jour de la semaine."
        ),
    )
    keeps_trainers = BooleanField(_l("Garder les formateurs"), default=True)
    keeps_place = BooleanField(_l("Garder les lieux"), default=True)

    @property
    def monday(self) -> date:
        """Return the Monday of the week in which the copied half-days begin."""
        chosen = given(self.first)
        return chosen - timedelta(days=chosen.weekday())

    def offer(self, groups: Choices) -> None:
        """Take the groups whose half-days can be copied."""
        self.source_id.choices = choices(groups)
