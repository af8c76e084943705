"""What trainers type: the register of a half-day, and the correction of one line."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, FormField, IntegerField, RadioField, SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import HiddenInput

from app.attendance.rules import LONGEST_REMARK, Attendance, Mark, OutsideTheHalfDay, credited_minutes
from app.web.fields import ClockField, HoursField, one_line
from app.web.forms import show_refusal


def _attendance(label: Any) -> RadioField:
    return RadioField(
        label,
        choices=[
            SelectChoice(Attendance.PRESENT.value, _l("Présent")),
            SelectChoice(Attendance.EXCUSED.value, _l("Absent excusé")),
            SelectChoice(Attendance.UNEXCUSED.value, _l("Absent non excusé")),
        ],
        default=Attendance.PRESENT.value,
        validators=[InputRequired(_l("Dites si la personne était là."))],
    )


class MarkForm(FlaskForm):
    """One person of the register. The register around it carries the token against forgery."""

    class Meta(FlaskForm.Meta):
        """Part of another form."""

        csrf = False

    enrolment_id = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    attendance = _attendance(_l("Présence"))
    arrived_at = ClockField(_l("Arrivée"), validators=[Optional()])
    left_at = ClockField(_l("Départ"), validators=[Optional()])
    remark = one_line(_l("Remarque"), maximum=LONGEST_REMARK, required=False)

    @property
    def mark(self) -> Mark:
        """Return what was said of the person."""
        return Mark(
            attendance=Attendance(self.attendance.data),
            arrived_at=self.arrived_at.data,
            left_at=self.left_at.data,
            remark=self.remark.data or None,
        )


class RegisterForm(FlaskForm):
    """The register of a half-day: everybody who was on the list when the page was opened."""

    people = FieldList(FormField(MarkForm))

    @property
    def marks(self) -> dict[int, Mark]:
        """Return what was said of each person, by enrolment id."""
        return {entry.form.enrolment_id.data: entry.form.mark for entry in self.people}

    def is_about(self, enrolment_ids: Sequence[int]) -> bool:
        """Return whether exactly these people were on the page, each once."""
        return sorted(entry.form.enrolment_id.data or 0 for entry in self.people) == sorted(enrolment_ids)

    def has_good_times(self, starts_at: time, ends_at: time) -> bool:
        """Return whether all arrivals and departures lie within the half-day; those that do not are told so."""
        for entry in self.people:
            try:
                credited_minutes(entry.form.mark, starts_at, ends_at)
            except OutsideTheHalfDay as refusal:
                show_refusal(entry.form, refusal, "arrived_at")
        return not self.errors


class CorrectionForm(FlaskForm):
    """What the half-day counts from now on, and why."""

    attendance = _attendance(_l("Présence"))
    hours = HoursField(_l("Durée"), description=_l("Laissez vide pour une absence."))
    reason = one_line(_l("Motif de la correction"), maximum=LONGEST_REMARK)

    def validate_hours(self, field: HoursField) -> None:
        """Ask for the hours of somebody who was there."""
        is_present = self.attendance.data == Attendance.PRESENT.value
        if is_present and field.data is None and not field.errors:
            raise ValidationError(_l("Indiquez la durée, par exemple 3 h 30."))
