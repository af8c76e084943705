"""What trainers type: the register of a half-day, and the correction of one line."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Form, FormField, RadioField, SelectChoice, SelectField
from wtforms.validators import Optional, ValidationError

from app.attendance.forms.lines import ABSENCE_KINDS, ATTENDANCES, RegisterLine, typed_line
from app.attendance.rules import (
    LONGEST_REMARK,
    AbsenceKind,
    Attendance,
    Mark,
    OutsideTheHalfDay,
    credited_minutes,
)
from app.web.fields import ClockField, Filled, HoursField, Rows, day, hidden_number, one_line
from app.web.forms import HouseForm, show_refusal

_ENROLMENT_ID: Final = "-enrolment_id"

MOST_PEOPLE: Final = 500
"""Many more than any room holds; a longer list was not typed on our page."""


def _attendance(label: Any) -> RadioField:
    return RadioField(
        label,
        choices=[SelectChoice(value, label) for value, label in ATTENDANCES],
        default=Attendance.PRESENT.value,
        validators=[Filled(_l("Dites si la personne était là."))],
    )


def absence_kind_field() -> SelectField:
    """Return the field that says why somebody was away."""
    return SelectField(
        _l("Motif d’absence"),
        choices=[SelectChoice(value, label) for value, label in ABSENCE_KINDS],
        default="",
        validators=[Optional()],
    )


def kind_of_absence(form: Any) -> AbsenceKind | None:
    """Return why somebody was away as a form says it; who was there was not."""
    is_absence = Attendance(form.attendance.data).is_absence
    return AbsenceKind(form.absence_kind.data) if is_absence and form.absence_kind.data else None


class MarkForm(HouseForm):
    """One person of the register. The register around it carries the token against forgery.

    ``about`` is the name of the person, for the error summary.
    """

    about = ""

    class Meta(HouseForm.Meta):
        """Part of another form."""

        csrf = False

    enrolment_id = hidden_number(validators=[Filled()])
    attendance = _attendance(_l("Présence"))
    arrived_at = ClockField(_l("Arrivée"), validators=[Optional()])
    left_at = ClockField(_l("Départ"), validators=[Optional()])
    absence_kind = absence_kind_field()
    remark = one_line(_l("Remarque"), maximum=LONGEST_REMARK, required=False)

    @property
    def mark(self) -> Mark:
        """Return what was said of the person."""
        return Mark(
            attendance=Attendance(self.attendance.data),
            arrived_at=self.arrived_at.data,
            left_at=self.left_at.data,
            remark=self.remark.data or None,
            absence_kind=kind_of_absence(self),
        )

    @property
    def is_open(self) -> bool:
        """Return whether times or a remark were typed, or something must be corrected."""
        below_the_name = (self.arrived_at, self.left_at, self.remark)
        is_explained = bool(self.absence_kind.data)
        return (
            bool(self.errors)
            or is_explained
            or any(field.data or any(field.raw_data or ()) for field in below_the_name)
        )

    def has_good_times(self, starts_at: time, ends_at: time) -> bool:
        """Return whether arrival and departure lie within the half-day; the one that does not is told so."""
        try:
            credited_minutes(self.mark, starts_at, ends_at)
        except OutsideTheHalfDay as refusal:
            arrived_at = self.arrived_at.data
            has_arrived = arrived_at is None or starts_at <= arrived_at < ends_at
            show_refusal(self, refusal, "left_at" if has_arrived else "arrived_at")
            return False
        return True


class PeopleForm(HouseForm):
    """A form about several people, each in a row of their own with the id of an enrolment."""

    people: Rows

    def name_people(self, names: Mapping[int, str]) -> None:
        """Take the name of each person, by enrolment id, so that an error says whose it is."""
        for entry in self.people:
            entry.form.about = names.get(entry.form.enrolment_id.data, "")


class RegisterForm(PeopleForm):
    """The register of a half-day: everybody who was on the list when the page was opened."""

    take = hidden_number(validators=[Optional()])
    """How often the register was undone when the page was opened."""
    people = Rows(FormField(MarkForm), "", most=MOST_PEOPLE)

    @property
    def marks(self) -> dict[int, Mark]:
        """Return what was said of each person, by enrolment id."""
        return {entry.form.enrolment_id.data: entry.form.mark for entry in self.people}

    @property
    def lines(self) -> list[RegisterLine]:
        """Return the people of the register as they were typed, to be drawn again."""
        return [typed_line(entry.form) for entry in self.people]

    def is_about(self, enrolment_ids: Sequence[int]) -> bool:
        """Return whether exactly these people were on the page, each once."""
        return sorted(entry.form.enrolment_id.data or 0 for entry in self.people) == sorted(enrolment_ids)

    def validate_within(self, starts_at: time, ends_at: time) -> bool:
        """Check every field, and that all arrivals and departures lie within the half-day."""
        is_valid = self.validate()
        for entry in self.people:
            if not entry.form.errors:
                entry.form.has_good_times(starts_at, ends_at)
        # WTForms keeps the errors of a list as they were when its fields were checked.
        self.people.errors = [entry.errors for entry in self.people if entry.errors]
        return is_valid and not self.people.errors


def typed_for(enrolment_ids: Sequence[int], typed: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return what was typed in a register as if these people had been on its page, in this order."""
    rank_on_page = {
        value: name.removesuffix(_ENROLMENT_ID)
        for name, value in typed.items()
        if name.endswith(_ENROLMENT_ID)
    }
    lines: MultiDict[str, str] = MultiDict()
    for rank, enrolment_id in enumerate(enrolment_ids):
        before, after = rank_on_page.get(str(enrolment_id)), f"people-{rank}"
        lines[f"{after}-attendance"] = Attendance.PRESENT.value
        for name, value in typed.items():
            if before is not None and name.startswith(f"{before}-"):
                lines[after + name.removeprefix(before)] = value
        lines[f"{after}{_ENROLMENT_ID}"] = str(enrolment_id)
    return lines


class DayForm(Form):
    """The day of which somebody wants to see the half-days."""

    jour = day(_l("Aller au jour"))


class CorrectionForm(HouseForm):
    """What the half-day counts from now on, and why."""

    attendance = _attendance(_l("Présence"))
    hours = HoursField(_l("Durée"), description=_l("Laissez vide pour une absence."))
    absence_kind = absence_kind_field()
    reason = one_line(_l("Motif de la correction"), maximum=LONGEST_REMARK)

    def validate_hours(self, field: HoursField) -> None:
        """Ask for the hours of somebody who was there."""
        is_present = self.attendance.data == Attendance.PRESENT.value
        if is_present and field.data is None and not field.errors:
            raise ValidationError(_l("Indiquez la durée, par exemple 3 h 30."))
