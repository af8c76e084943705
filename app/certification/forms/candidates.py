"""What is typed about who sits an exam and what they bring to it."""

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.certification.rules import ACTION_SHEETS, LONGEST_ARRANGEMENT, LONGEST_REASON, AssessmentLevel
from app.web.fields import Choices, Filled, WholeNumberField, choices, day, one_line
from app.web.forms import HouseForm
from app.web.labels import label

_LEVEL: Final = "level_"
_SENTENCE: Final = "sentence_"
NOT_ASSESSED: Final = ""

OfPerson = TypeVar("OfPerson", bound="SentenceForm")


class SentenceForm(HouseForm):
    """One sentence about one person of a page; its field is named after the person, so that a page holds many."""

    advisor_id: int = 0

    @property
    def sentence(self) -> Any:
        """Return the field."""
        return self[f"{_SENTENCE}{self.advisor_id}"]


class AdmitForm(SentenceForm):
    """Why somebody is admitted although something is missing."""


class ArrangementForm(SentenceForm):
    """What somebody is given on the day of the exam."""


def admit_form(advisor_id: int, *, is_posted: bool) -> AdmitForm:
    """Return the form that admits one person with a reason."""
    field = one_line(_l("Motif pour admettre quand même"), maximum=LONGEST_REASON)
    return _about(AdmitForm, advisor_id, field, is_posted=is_posted)


def arrangement_form(advisor_id: int, known: str | None, *, is_posted: bool) -> ArrangementForm:
    """Return the form that notes what one person is given on the day."""
    field = one_line(
        _l("Aménagement de l’épreuve"), maximum=LONGEST_ARRANGEMENT, required=False, default=known
    )
    return _about(ArrangementForm, advisor_id, field, is_posted=is_posted)


def _about(kind: type[OfPerson], advisor_id: int, field: Any, *, is_posted: bool) -> OfPerson:
    own: type[OfPerson] = type(
        f"{kind.__name__}OfOne", (kind,), {"advisor_id": advisor_id, f"{_SENTENCE}{advisor_id}": field}
    )
    return own() if is_posted else own(formdata=None)


def _people(words: Any) -> SelectMultipleField:
    """Return the checkboxes of several people of a page."""
    return SelectMultipleField(
        words,
        coerce=int,
        validators=[Filled(_l("Cochez au moins une personne."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class AdmitTogetherForm(HouseForm):
    """Several people who are admitted for one reason although something is missing."""

    admitted_ids = _people(_l("Admettre quand même"))
    reason = one_line(_l("Motif commun"), maximum=LONGEST_REASON)

    def offer(self, people: Choices) -> None:
        """Take the people who are not ready, by their id."""
        self.admitted_ids.choices = choices(people)


class FilesForm(HouseForm):
    """Who has handed in the portfolio with all action sheets, and when."""

    advisor_ids = _people(_l("Dossier professionnel et cinq fiches action reçus de"))
    received_on = day(_l("Reçus le"), required=True)

    def offer(self, people: Choices) -> None:
        """Take the people who have not handed in everything, by their id."""
        self.advisor_ids.choices = choices(people)


class ExamFileForm(HouseForm):
    """What an advisor has handed in, and how each competence was assessed; made by :func:`exam_file_form`."""

    portfolio_on = day(_l("Dossier professionnel reçu le"))
    action_sheets = WholeNumberField(
        _l("Fiches action reçues"),
        default=0,
        validators=[
            Filled(),
            NumberRange(0, ACTION_SHEETS, _l("Écrivez un nombre de 0 à 5.")),
        ],
    )
    codes: tuple[str, ...] = ()

    def level_of(self, code: str) -> Any:
        """Return the field with what was found of a competence."""
        return self[_field_of(code)]

    def levels(self) -> dict[str, AssessmentLevel]:
        """Return what was chosen; a competence left at nothing is not said."""
        chosen = {code: self.level_of(code).data for code in self.codes}
        return {code: AssessmentLevel(level) for code, level in chosen.items() if level != NOT_ASSESSED}


def exam_file_form(
    competences: Iterable[tuple[str, str, AssessmentLevel | None]], **facts: Any
) -> ExamFileForm:
    """Return the form of an exam file.

    :param competences: code and wording of each with what is known of it.
    :param facts: what was handed in so far.
    """
    rows = list(competences)
    fields: dict[str, Any] = {_field_of(code): _level(words, level) for code, words, level in rows}
    fields["codes"] = tuple(code for code, _, _ in rows)
    form: ExamFileForm = type("ExamFileOfABlock", (ExamFileForm,), fields)(**facts)
    return form


def _field_of(code: str) -> str:
    return _LEVEL + code.replace(":", "_")


def _level(words: str, known: AssessmentLevel | None) -> RadioField:
    nothing = [] if known else [SelectChoice(NOT_ASSESSED, gettext("Pas encore évaluée"))]
    levels = [SelectChoice(level.value, gettext(label(level))) for level in AssessmentLevel]
    return RadioField(words, choices=[*nothing, *levels], default=known.value if known else NOT_ASSESSED)
