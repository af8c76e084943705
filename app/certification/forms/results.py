"""What administrators type about results."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from app.certification.rules import LONGEST_REMARK, Outcome, Verdict
from app.web.fields import Choices, Filled, choices, day, one_line, tidy
from app.web.forms import HouseForm
from app.web.labels import label

NOTHING_RECORDED: Final = ""
_OUTCOME: Final = "outcome_"
_REMARK: Final = "remark_"
_SHOWN: Final = "shown_"
_SEPARATOR: Final = ":"
_OUTCOMES: Final = {outcome.value: outcome for outcome in Outcome}


class ResultsForm(HouseForm):
    """The outcomes of a whole list: two fields for each advisor, named after the advisor and not after the row.

    A list that changed while somebody was typing can then never move a result to another person. A third field, which
    nobody sees, keeps what was shown of each: only rows that somebody touched are recorded.
    """

    advisor_ids: tuple[int, ...] = ()

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check every field, and that nobody was posted for whom the list has no field."""
        is_valid: bool = super().validate(extra_validators)
        posted = {name for name in request.form if name.startswith((_OUTCOME, _REMARK, _SHOWN))}
        if posted - set(self._fields):
            self.form_errors.append(
                gettext("La liste a changé entre-temps. Rechargez la page, puis recommencez.")
            )
            return False
        return is_valid

    def outcome_of(self, advisor_id: int) -> Any:
        """Return the field with what the jury decided for an advisor."""
        return self[f"{_OUTCOME}{advisor_id}"]

    def remark_of(self, advisor_id: int) -> Any:
        """Return the field with the remark about an advisor."""
        return self[f"{_REMARK}{advisor_id}"]

    def shown(self) -> dict[int, Verdict | None]:
        """Return what the list said of each advisor when it was filled in."""
        return {advisor_id: _shown_in(self[f"{_SHOWN}{advisor_id}"].data) for advisor_id in self.advisor_ids}

    def verdicts(self) -> dict[int, Verdict]:
        """Return what was chosen for the advisors whose row was touched; a row left at nothing gives nothing."""
        return {
            advisor_id: Verdict(
                Outcome(self.outcome_of(advisor_id).data), self.remark_of(advisor_id).data or ""
            )
            for advisor_id, shown in self.shown().items()
            if self.outcome_of(advisor_id).data != NOTHING_RECORDED and self._is_touched(advisor_id, shown)
        }

    def catch_up(self, *, with_touched_rows: bool = False) -> None:
        """Show what is recorded now in each row that nobody touched, or in each that is no longer as it was shown."""
        for advisor_id, shown in self.shown().items():
            if with_touched_rows or not self._is_touched(advisor_id, shown):
                row = (f"{name}{advisor_id}" for name in (_OUTCOME, _REMARK, _SHOWN))
                self._show_recorded([self[name] for name in row])

    def _is_touched(self, advisor_id: int, shown: Verdict | None) -> bool:
        typed = (self.outcome_of(advisor_id).data, self.remark_of(advisor_id).data or "")
        return typed != ((shown.outcome.value, tidy(shown.remark)) if shown else (NOTHING_RECORDED, ""))

    @staticmethod
    def _show_recorded(row: list[Any]) -> None:
        if row[-1].data != row[-1].object_data:
            for field in row:
                field.data = field.object_data


def results_form(people: Iterable[tuple[int, str, Verdict | None]], *, is_posted: bool = True) -> ResultsForm:
    """Return the form of a list.

    :param people: id and name of each advisor with what is recorded, which can be corrected but not taken out again.
    :param is_posted: False on a page to which another form was posted.
    """
    fields: dict[str, Any] = {}
    rows = list(people)
    for advisor_id, name, recorded in rows:
        fields[f"{_SHOWN}{advisor_id}"] = HiddenField(default=_as_shown(recorded))
        fields[f"{_OUTCOME}{advisor_id}"] = outcome_field(name, recorded.outcome if recorded else None)
        fields[f"{_REMARK}{advisor_id}"] = one_line(
            gettext("Remarque pour %(person)s", person=name),
            maximum=LONGEST_REMARK,
            required=False,
            default=recorded.remark if recorded else None,
        )
    fields["advisor_ids"] = tuple(advisor_id for advisor_id, _, _ in rows)
    kind: type[ResultsForm] = type("ResultsOfAList", (ResultsForm,), fields)
    form = kind() if is_posted else kind(formdata=None)
    form.catch_up()
    return form


def _as_shown(recorded: Verdict | None) -> str:
    return f"{recorded.outcome.value}{_SEPARATOR}{recorded.remark or ''}" if recorded else NOTHING_RECORDED


def _shown_in(posted: str) -> Verdict | None:
    outcome, _, remark = posted.partition(_SEPARATOR)
    return Verdict(_OUTCOMES[outcome], remark) if outcome in _OUTCOMES else None


def outcome_field(name: Any, recorded: Outcome | None) -> RadioField:
    """Return the choice of an outcome; nothing is chosen for somebody of whom nothing is recorded."""
    nothing = [] if recorded else [SelectChoice(NOTHING_RECORDED, gettext("Sans résultat"))]
    outcomes = [SelectChoice(outcome.value, gettext(label(outcome))) for outcome in Outcome]
    return RadioField(
        name, choices=[*nothing, *outcomes], default=recorded.value if recorded else NOTHING_RECORDED
    )


class BlockResultForm(HouseForm):
    """One result for a block: in a session that is known, or on a day."""

    exam_session = SelectField(_l("Session d’examen"), invalid_choice_message=_l("Choisissez dans la liste."))
    day = day(_l("Ou jour de l’examen, si la session n’est pas dans la liste"))
    outcome = RadioField(_l("Résultat"), validators=[Filled(_l("Choisissez le résultat."))])
    remark = one_line(_l("Remarque"), maximum=LONGEST_REMARK, required=False)

    def offer(self, sessions: Choices) -> None:
        """Take the sessions among which one chooses, by their id."""
        self.exam_session.choices = choices(sessions, none=_l("Aucune de la liste"))
        self.outcome.choices = [SelectChoice(each.value, gettext(label(each))) for each in Outcome]

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check every field, and that either a session or a day was given."""
        is_valid: bool = super().validate(extra_validators)
        if is_valid and bool(self.exam_session.data) == bool(self.day.data):
            message = gettext("Choisissez une session dans la liste, ou bien donnez le jour de l’examen.")
            self.exam_session.errors = [message]
            return False
        return is_valid

    @property
    def verdict(self) -> Verdict:
        """Return what was chosen."""
        return Verdict(Outcome(self.outcome.data), self.remark.data or "")


class PixForm(HouseForm):
    """Whether the Pix certification was obtained, and when."""

    pix_obtained = RadioField(
        _l("Certification Pix obtenue"),
        choices=[SelectChoice("yes", _l("Oui")), SelectChoice("no", _l("Non"))],
        validators=[Filled(_l("Choisissez oui ou non."))],
    )
    pix_day = day(_l("Jour de la certification"), required=True)
    pix_remark = one_line(_l("Remarque"), maximum=LONGEST_REMARK, required=False)

    @property
    def verdict(self) -> Verdict:
        """Return what was chosen."""
        outcome = Outcome.OBTAINED if self.pix_obtained.data == "yes" else Outcome.NOT_OBTAINED
        return Verdict(outcome, self.pix_remark.data or "")
