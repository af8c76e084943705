"""What administrators type about exam sessions and the steps of their life."""

from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, FormField, HiddenField, SelectField
from wtforms.validators import AnyOf, Optional

from app.certification.rules import LONGEST_JUROR, LONGEST_NAME, LONGEST_NUMBER, ExamStage, Member
from app.training.forms import chosen_block
from app.web.fields import ClockField, Filled, Rows, day, one_line
from app.web.forms import ChangeForm, HouseForm

SEATS: Final = 4
MOST_SEATS: Final = 12
"""Members of a jury that the form offers room for, and the most that it takes."""


class JurorForm(Form):
    """A member of the jury; left blank, the seat is empty."""

    name = one_line(_l("Nom"), maximum=LONGEST_JUROR, required=False)
    quality = one_line(_l("Qualité"), maximum=LONGEST_NAME, required=False)
    accredited_from = day(_l("Habilitation depuis le"))
    accredited_until = day(_l("Habilitation jusqu’au"))


class ExamSessionForm(ChangeForm):
    """An exam: for which block, when, where, before whom."""

    block = SelectField(
        _l("Titre et bloc"),
        validators=[Filled(_l("Choisissez dans la liste."))],
        invalid_choice_message=_l("Choisissez dans la liste."),
    )
    name = one_line(_l("Nom de la session"), maximum=LONGEST_NAME)
    held_on = day(_l("Jour de l’examen"))
    starts_at = ClockField(_l("Heure de convocation"), validators=[Optional()])
    place = one_line(_l("Lieu"), maximum=LONGEST_NAME, required=False)
    is_remote = BooleanField(_l("Session à distance"))
    centre = one_line(_l("Centre agréé"), maximum=LONGEST_NAME, required=False)
    manager = one_line(_l("Responsable de session"), maximum=LONGEST_JUROR, required=False)
    ceres_number = one_line(_l("Numéro CERES"), maximum=LONGEST_NUMBER, required=False)
    decided_on = day(_l("Jour de la délibération"))
    jurors = Rows(FormField(JurorForm), min_entries=SEATS, most=MOST_SEATS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Number the seats, so that no two fields are called the same."""
        super().__init__(*args, **kwargs)
        for number, seat in enumerate(self.jurors, start=1):
            seat.form.name.label.text = gettext("Membre %(number)s : nom", number=number)
            seat.form.quality.label.text = gettext("Membre %(number)s : qualité", number=number)
            since, until = seat.form.accredited_from, seat.form.accredited_until
            since.label.text = gettext("Membre %(number)s : habilitation depuis le", number=number)
            until.label.text = gettext("Membre %(number)s : habilitation jusqu’au", number=number)

    def facts(self) -> dict[str, Any]:
        """Return what was typed, as the services take it."""
        title_code, block_code = chosen_block(self.block)
        seats = [_member(seat.form) for seat in self.jurors]
        return {
            "title_code": title_code,
            "block_code": block_code,
            "name": self.name.data,
            "held_on": self.held_on.data,
            "starts_at": self.starts_at.data,
            # Before its step no day of deliberation is asked for.
            "decided_on": self.decided_on.data if "decided_on" in self else None,
            "place": self.place.data,
            "is_remote": self.is_remote.data,
            "centre": self.centre.data,
            "manager": self.manager.data,
            "ceres_number": self.ceres_number.data,
            "jurors": [seat for seat in seats if any(seat)],
        }


class StepForm(HouseForm):
    """The next step of a session, and when it was taken."""

    stage = HiddenField(validators=[AnyOf([each.value for each in ExamStage])])
    day = day(_l("Jour"), required=True)

    @property
    def step(self) -> ExamStage:
        """Return the step that was posted."""
        return ExamStage(self.stage.data)


def _member(seat: Any) -> Member:
    return Member(
        seat.name.data or "", seat.quality.data or "", seat.accredited_from.data, seat.accredited_until.data
    )
