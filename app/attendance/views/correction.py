"""The correction of one half-day of one person."""

from itertools import pairwise
from typing import Any, Final

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.attendance.forms import ActivityCorrectionForm, CorrectionForm, kind_of_absence
from app.attendance.models import HoursEntry
from app.attendance.queries import entry as entry_of
from app.attendance.queries import history_of, longest_credit
from app.attendance.rules import (
    AbsentWithHours,
    Attendance,
    CorrectedMeanwhile,
    CorrectionWithoutReason,
    MoreThanAHalfDay,
    NegativeHours,
    PresentWithoutHours,
)
from app.attendance.services import correct_entry
from app.attendance.views.blueprint import blueprint
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import show_refusal, status_of
from app.web.records import found

_FIELD_TO_BLAME: Final = {
    AbsentWithHours: "hours",
    MoreThanAHalfDay: "hours",
    NegativeHours: "hours",
    PresentWithoutHours: "attendance",
    CorrectionWithoutReason: "reason",
}


@blueprint.get("/heures/<int:entry_id>/corriger")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def correct(network: Network, entry_id: int) -> Any:
    """Show what a half-day counts, ready to be corrected."""
    entry = _entry(network, entry_id)
    if entry.activity_id is not None:
        hours = {"hours": entry.half_day_minutes}
        return _correction_page(entry, ActivityCorrectionForm(formdata=None, data=hours))
    shown = {
        "attendance": entry.attendance.value,
        "hours": entry.half_day_minutes or None,
        "absence_kind": entry.absence_kind.value if entry.absence_kind else "",
    }
    return _correction_page(entry, CorrectionForm(formdata=None, data=shown))


@blueprint.post("/heures/<int:entry_id>/corriger")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def save_correction(network: Network, entry_id: int) -> Any:
    """Add the correction to the ledger; whoever comes second is shown what the half-day counts now."""
    entry = _entry(network, entry_id)
    form = CorrectionForm() if entry.activity_id is None else ActivityCorrectionForm()
    if form.validate():
        attendance, absence_kind = Attendance.PRESENT, None
        if isinstance(form, CorrectionForm):
            attendance, absence_kind = Attendance(form.attendance.data), kind_of_absence(form)
        try:
            correct_entry(
                entry,
                attendance=attendance,
                minutes=form.hours.data or 0,
                reason=form.reason.data,
                today=today(network),
                now=now(),
                by=signed_in_person(),
                absence_kind=absence_kind,
            )
        except CorrectedMeanwhile:
            return _correction_page(entry, form), 409
        except RuleBroken as refusal:
            field = _FIELD_TO_BLAME.get(type(refusal))
            show_refusal(form, refusal, field if field in form else None)
        else:
            flash(_("La correction est enregistrée."), "success")
            return redirect(url_for(".ledger", advisor_id=entry.advisor_id))
    return _correction_page(entry, form), status_of(form)


def _entry(network: Network, entry_id: int) -> HoursEntry:
    return found(entry_of(network, entry_id))


def _correction_page(entry: HoursEntry, form: CorrectionForm | ActivityCorrectionForm) -> str:
    history = history_of(entry)
    return render_template(
        "attendance/correct.html" if history[-1].id == entry.id else "attendance/corrected_meanwhile.html",
        entry=entry,
        person=entry.enrolment.advisor.person,
        corrections=list(pairwise(history)),
        current=history[-1],
        longest=longest_credit(entry),
        form=form,
    )
