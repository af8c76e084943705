"""What was typed on a sheet that was kept without network, and what a trainer decides about it."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import FormField, RadioField, SelectChoice

from app.attendance.forms.register import MOST_PEOPLE, RegisterForm
from app.attendance.rules import LONGEST_REMARK, Mark, NotASheet
from app.core.errors import RuleBroken
from app.web.fields import Filled, Rows, hidden_number, one_line
from app.web.forms import HouseForm

KEPT, RECORDED = "kept", "recorded"


def form_of_kept(fields: Mapping[str, str]) -> RegisterForm:
    """Return the register with what was typed on a kept sheet.

    :raises NotASheet: when no page of ours has fields like these.
    """
    try:
        form = RegisterForm(formdata=MultiDict(fields), meta={"csrf": False})
    except RuleBroken as refused:
        raise NotASheet from refused
    numbers = [entry.form.enrolment_id.data for entry in form.people]
    if None in numbers or len(set(numbers)) != len(numbers):
        raise NotASheet
    return form


def readable_marks(form: RegisterForm) -> dict[int, Mark]:
    """Return the marks of those lines of a validated register in which nothing is wrong."""
    return {entry.form.enrolment_id.data: entry.form.mark for entry in form.people if not entry.form.errors}


class ChoiceForm(HouseForm):
    """Which of two is right about somebody."""

    about = ""

    class Meta(HouseForm.Meta):
        """Part of another form."""

        csrf = False

    entry_id = hidden_number(validators=[Filled()])
    right = RadioField(
        _l("Ce qui est juste"),
        choices=[SelectChoice(KEPT, _l("Feuille gardée")), SelectChoice(RECORDED, _l("Registre"))],
        validators=[Filled(_l("Choisissez ce qui est juste."))],
    )


class DecideForm(HouseForm):
    """Line by line, whether the kept sheet or the register is right, and why the register is corrected."""

    people = Rows(FormField(ChoiceForm), most=MOST_PEOPLE)
    reason = one_line(_l("Motif de la correction"), maximum=LONGEST_REMARK)

    @property
    def corrected(self) -> set[int]:
        """Return the lines of the ledger in whose place the kept sheet counts."""
        return {each.form.entry_id.data for each in self.people if each.form.right.data == KEPT}

    def describe(self, lines: Iterable[tuple[int, str, str, str]]) -> None:
        """Take of each line of the ledger whose it is, and what the sheet and the register say, in words."""
        known = {number: (name, kept, recorded) for number, name, kept, recorded in lines}
        for each in self.people:
            name, kept, recorded = known.get(each.form.entry_id.data, ("", "", ""))
            each.form.about = name
            each.form.right.choices = [SelectChoice(KEPT, kept), SelectChoice(RECORDED, recorded)]
