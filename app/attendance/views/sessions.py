"""The half-days of a day and of its week, and those whose register is overdue."""

from datetime import timedelta
from typing import Final

from flask import g, render_template, request

from app.attendance.forms import DayForm
from app.attendance.queries import (
    closed_session_ids,
    count_of_activities,
    open_sheets_of_network,
    recorded_session_ids,
    sessions_to_record,
)
from app.attendance.rules import ActivityState
from app.attendance.views.blueprint import blueprint
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.queries import sessions_between
from app.web.access import allow
from app.web.clock import today

_OVERDUE_SHOWN: Final = 5
_ALL: Final = "toutes"
_OWN: Final = "miennes"


@blueprint.get("/seances")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def sessions(network: Network) -> str:
    """Show a day, by default today, and its week."""
    view = _view_asked_for()
    trainer = signed_in_person() if view == _OWN else None
    this_day = today(network)
    day_form = DayForm(request.args)
    # A day that is none is told so beside the field, and today is shown.
    day = (day_form.jour.data if day_form.validate() else None) or this_day
    day_form.jour.data = day
    monday = day - timedelta(days=day.weekday())
    week = sessions_between(network, monday, monday + timedelta(days=6), trainer=trainer)
    overdue = sessions_to_record(network, this_day, trainer=trainer)
    return render_template(
        "attendance/sessions.html",
        today=this_day,
        day=day,
        day_form=day_form,
        previous_day=day - timedelta(days=1),
        next_day=day + timedelta(days=1),
        monday=monday,
        of_the_day=[session for session in week if session.day == day],
        rest_of_the_week=[session for session in week if session.day != day],
        recorded=recorded_session_ids([session.id for session in week]),
        closed=closed_session_ids([session.id for session in week]),
        overdue=overdue[:_OVERDUE_SHOWN],
        overdue_count=len(overdue),
        view=view,
        activities_waiting=count_of_activities(network)[ActivityState.WAITING],
        waiting=open_sheets_of_network(network),
        is_trainer=Role.TRAINER in g.roles,
    )


def _view_asked_for() -> str:
    # Who teaches nothing would find nothing among their own half-days.
    usual = _OWN if Role.TRAINER in g.roles else _ALL
    asked = request.args.get("vue", usual)
    return asked if asked in {_ALL, _OWN} and Role.TRAINER in g.roles else usual
