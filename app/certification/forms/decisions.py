"""What is typed around the minutes: what happened on the day, and what is decided after they are signed."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Length

from app.certification.rules import LONGEST_REASON, LONGEST_REMARK, LONGEST_REPORT, ExamStage, Outcome
from app.web.fields import Filled, day, one_line
from app.web.forms import HouseForm
from app.web.labels import label


class IncidentsForm(HouseForm):
    """What happened on the day of the exam, for the minutes."""

    report = TextAreaField(_l("Incidents"), validators=[Length(max=LONGEST_REPORT)])


class ExamCancellationForm(HouseForm):
    """Why an exam does not take place."""

    reason = one_line(_l("Motif de l’annulation"), maximum=LONGEST_REASON)


class SteppingBackForm(HouseForm):
    """Why the last step of an exam is taken back, and which one was shown as the last."""

    stage = HiddenField(validators=[AnyOf([each.value for each in ExamStage])])
    reason = one_line(_l("Motif"), maximum=LONGEST_REASON)

    @property
    def step(self) -> ExamStage:
        """Return the step that is taken back."""
        return ExamStage(self.stage.data)


class DecisionForm(HouseForm):
    """A new decision about a result of signed minutes."""

    outcome = RadioField(_l("Nouveau résultat"), validators=[Filled(_l("Choisissez le résultat."))])
    decided_on = day(_l("Jour de la décision"), required=True)
    reason = one_line(_l("Motif de la décision"), maximum=LONGEST_REMARK)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the outcomes in the reader’s language."""
        super().__init__(*args, **kwargs)
        self.outcome.choices = [SelectChoice(each.value, gettext(label(each))) for each in Outcome]
