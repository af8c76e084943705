"""What is typed about a half-day, or about many of them."""

from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.half_days import Half
from app.training.rules import LONGEST_TEXT, USUAL_TIMES, Modality
from app.web.fields import Choices, ClockField, Filled, choices, day, one_line
from app.web.forms import ChangeForm, HouseForm

FROM_THE_LIST = _l("Choisissez dans la liste.")


def several(label: Any, *, coerce: Any, **kwargs: Any) -> SelectMultipleField:
    """Return a list of which any number is ticked."""
    return SelectMultipleField(
        label,
        coerce=coerce,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        invalid_value_message=FROM_THE_LIST,
        invalid_choice_message=FROM_THE_LIST,
        **kwargs,
    )


def _usually(place: int) -> Any:
    """Say what an empty time means: ``place`` is 0 for the start and 1 for the end."""
    morning, afternoon = (f"{USUAL_TIMES[half][place]:%H:%M}" for half in Half)
    return _l(
        "Si vous laissez vide : %(morning)s le matin, %(afternoon)s l’après-midi.",
        morning=morning,
        afternoon=afternoon,
    )


class CancellationForm(HouseForm):
    """Why a half-day is taken back."""

    reason = one_line(
        _l("Motif de l’annulation"), maximum=LONGEST_TEXT, description=_l("Par exemple : saisie en double.")
    )


class Content:
    """The fields that say what is taught, how, where and by whom; a form that plans half-days has them."""

    module = one_line(_l("Module"), maximum=LONGEST_TEXT, description=_l("Ce que l’on y apprend."))
    competences = several(_l("Compétences du bloc"), coerce=str)
    modality = SelectField(
        _l("Modalité"),
        validators=[Filled()],
        coerce=Modality,
        invalid_value_message=FROM_THE_LIST,
    )
    place = one_line(_l("Lieu"), maximum=LONGEST_TEXT, required=False)
    trainer_ids = several(_l("Formateurs"), coerce=int)

    def offer_content(self, modalities: Choices, trainers: Choices, competences: Choices) -> None:
        """Take what can be chosen; competences by their codes."""
        self.modality.choices = choices(modalities)
        self.trainer_ids.choices = choices(trainers)
        self.competences.choices = choices(competences)


class SessionForm(Content, ChangeForm):
    """The day, the times, what is taught, where and by whom."""

    day = day(_l("Jour"), required=True)
    half = RadioField(
        _l("Demi-journée"),
        validators=[Filled()],
        coerce=Half,
        invalid_value_message=FROM_THE_LIST,
    )
    starts_at = ClockField(_l("Début"), validators=[Optional()], description=_usually(0))
    ends_at = ClockField(_l("Fin"), validators=[Optional()], description=_usually(1))
    clashes_accepted = BooleanField(_l("Planifier malgré ce conflit"))

    @property
    def times(self) -> tuple[time, time]:
        """Return start and end; what was left empty is as usual in that half of the day."""
        usual_start, usual_end = USUAL_TIMES[self.half.data]
        return self.starts_at.data or usual_start, self.ends_at.data or usual_end

    def offer(self, halves: Choices) -> None:
        """Take what can be chosen of the day."""
        self.half.choices = choices(halves)


class ChangedSessionForm(SessionForm):
    """A half-day that exists, and may be moved."""

    reason = one_line(
        _l("Motif du déplacement"),
        maximum=LONGEST_TEXT,
        required=False,
        description=_l(
            "Si la séance change de jour, d’horaires ou de lieu, les personnes concernées le liront."
        ),
    )
