"""What a trainer says when a register is closed or opened again."""

from flask_babel import lazy_gettext as _l
from wtforms import FormField, RadioField, SelectChoice

from app.attendance.forms.register import MOST_PEOPLE, PeopleForm
from app.attendance.rules import LONGEST_REMARK, Attendance
from app.web.fields import Filled, Rows, hidden_number, one_line
from app.web.forms import HouseForm


class UnsignedForm(HouseForm):
    """Somebody recorded present who has not signed: absent unless the trainer says otherwise."""

    about = ""

    class Meta(HouseForm.Meta):
        """Part of another form."""

        csrf = False

    enrolment_id = hidden_number(validators=[Filled()])
    attendance = RadioField(
        _l("Sans signature"),
        choices=[
            SelectChoice(Attendance.PRESENT.value, _l("Présent, sans signature")),
            SelectChoice(Attendance.EXCUSED.value, _l("Absent excusé")),
            SelectChoice(Attendance.UNEXCUSED.value, _l("Absent non excusé")),
        ],
        default=Attendance.UNEXCUSED.value,
        validators=[Filled(_l("Dites si la personne était là."))],
    )


class CloseForm(PeopleForm):
    """The countersignature, with what becomes of those who have not signed."""

    people = Rows(FormField(UnsignedForm), "", most=MOST_PEOPLE)

    @property
    def absences(self) -> dict[int, Attendance]:
        """Return who is marked absent, by enrolment id."""
        said = {each.form.enrolment_id.data: Attendance(each.form.attendance.data) for each in self.people}
        return {number: attendance for number, attendance in said.items() if attendance.is_absence}


class ReopenForm(HouseForm):
    """Why a closed register is opened again."""

    reason = one_line(_l("Motif de la réouverture"), maximum=LONGEST_REMARK)
