"""What waits for a trainer: activities to validate, many at once, to refuse, or to let wait again."""

from collections.abc import Callable
from typing import Any, Final

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.attendance import services
from app.attendance.forms import RefuseActivityForm, ReopenActivityForm
from app.attendance.models import Activity, Recording
from app.attendance.queries import (
    activities_in_state,
    count_of_activities,
    credited_entries,
    minutes_of_days,
    validation,
)
from app.attendance.queries import (
    activity as find_activity,
)
from app.attendance.rules import ActivityState
from app.attendance.views.blueprint import blueprint
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.addresses import row_id
from app.web.clock import now, today
from app.web.forms import show_refusal, status_of
from app.web.messages import explain
from app.web.paging import page_asked_for
from app.web.records import found

MOST_AT_ONCE: Final = 500
"""Activities that one press can validate; a page shows fewer."""


@blueprint.get("/activites")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def activities(network: Network) -> str:
    """Show the network's activities in one state, by default those that wait."""
    state, counts = _state_asked_for(), count_of_activities(network)
    page = page_asked_for(counts[state])
    shown = activities_in_state(network, state, limit=page.size, offset=page.offset)
    return render_template(
        "attendance/activities.html",
        activities=shown,
        counts=counts,
        state=state,
        page=page,
        of_the_day=_of_the_day(shown),
        just_validated=_just_validated(network),
        is_trainer=Role.TRAINER in g.roles,
    )


@blueprint.post("/activites/valider")
@allow(Role.TRAINER)
def validate(network: Network) -> Any:
    """Count the activities that were ticked; who presses twice counts them once."""
    ids = _ticked()
    if not ids:
        flash(_("Cochez au moins une activité."), "warning")
        return redirect(url_for(".activities"))
    try:
        recording = services.validate_activities(
            network, ids, today=today(network), now=now(), by=signed_in_person()
        )
    except RuleBroken as refusal:
        flash(explain(refusal), "warning")
        return redirect(url_for(".activities"))
    if recording is None:
        flash(_("Ces activités étaient déjà validées : rien n’a changé."))
        return redirect(url_for(".activities"))
    count = len(recording.entries)
    flash(ngettext("%(num)s activité est validée.", "%(num)s activités sont validées.", count), "success")
    return redirect(url_for(".activities", validation=recording.id))


@blueprint.post("/activites/validations/<int:recording_id>/annuler")
@allow(Role.TRAINER)
def undo_validation(network: Network, recording_id: int) -> Any:
    """Let everything wait again that one press has validated."""
    recording = found(validation(network, recording_id))
    return _told_of(lambda: services.undo_validation(recording, now=now(), by=signed_in_person()))


@blueprint.get("/activites/<int:activity_id>")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def activity(network: Network, activity_id: int) -> Any:
    """Show an activity, what proves it and what became of it."""
    shown = found(find_activity(network, activity_id))
    return _page(shown, RefuseActivityForm(), ReopenActivityForm())


@blueprint.post("/activites/<int:activity_id>/refuser")
@allow(Role.TRAINER)
def refuse(network: Network, activity_id: int) -> Any:
    """Refuse an activity, with the reason that the advisor reads."""
    shown = found(find_activity(network, activity_id))
    form = RefuseActivityForm()
    if form.validate():
        try:
            services.refuse_activity(shown, form.reason.data, now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("L’activité est refusée : la personne en lira le motif."), "success")
            return redirect(url_for(".activities"))
    return _page(shown, form, ReopenActivityForm(formdata=None))


@blueprint.post("/activites/<int:activity_id>/rouvrir")
@allow(Role.TRAINER)
def reopen_activity(network: Network, activity_id: int) -> Any:
    """Take a validation back, with its reason: the hours no longer count, and the activity waits again."""
    shown = found(find_activity(network, activity_id))
    form = ReopenActivityForm()
    if form.validate():
        said = form.reason.data
        return _told_of(
            lambda: services.reopen_activities(
                network, [shown.id], now=now(), by=signed_in_person(), reason=said
            )
        )
    return _page(shown, RefuseActivityForm(formdata=None), form)


def _told_of(reopening: Callable[[], Recording | None]) -> Any:
    try:
        recording = reopening()
    except RuleBroken as refusal:
        flash(explain(refusal), "warning")
    else:
        flash(
            _("Ces activités attendent à nouveau : leurs heures ne comptent plus.")
            if recording is not None
            else _("Ces activités attendaient déjà : rien n’a changé."),
            "success",
        )
    return redirect(url_for(".activities"))


def _state_asked_for() -> ActivityState:
    try:
        return ActivityState(request.args.get("etat", ActivityState.WAITING))
    except ValueError:
        return ActivityState.WAITING


def _ticked() -> list[int]:
    """Return the activities that were ticked; what is no number was not made by the page."""
    ids = set()
    for value in request.form.getlist("activites")[:MOST_AT_ONCE]:
        try:
            ids.add(row_id(value))
        except ValueError:
            continue
    return sorted(ids)


def _just_validated(network: Network) -> Recording | None:
    """Return the act that this page follows, while who reads it can still take it back with one press."""
    asked = request.args.get("validation", "")
    try:
        recording = validation(network, row_id(asked)) if asked else None
    except ValueError:
        return None
    is_own = recording is not None and recording.recorded_by_id == signed_in_person().id
    return recording if is_own else None


def _of_the_day(shown: list[Activity]) -> dict[int, int]:
    """Return for each activity what the ledger counts for the person on its day."""
    counted = minutes_of_days({each.advisor_id for each in shown}, {each.day for each in shown})
    return {each.id: counted.get((each.advisor_id, each.day), 0) for each in shown}


def _page(shown: Activity, refuse_form: RefuseActivityForm, reopen_form: ReopenActivityForm) -> Any:
    page = render_template(
        "attendance/activity.html",
        activity=shown,
        person=shown.enrolment.advisor.person,
        entry=credited_entries([shown.id]).get(shown.id),
        of_the_day=_of_the_day([shown])[shown.id],
        states=ActivityState,
        refuse_form=refuse_form,
        reopen_form=reopen_form,
        may_decide=Role.TRAINER in g.roles,
    )
    return page, max(status_of(refuse_form), status_of(reopen_form))
