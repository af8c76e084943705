"""The hours of one person: every half-day and activity, every correction, and the total that is their sum."""

from datetime import date
from itertools import groupby, pairwise

from flask import render_template

from app.attendance.models import HoursEntry
from app.attendance.queries import histories_of, waiting_minutes
from app.attendance.views.blueprint import blueprint
from app.core.errors import NotFound
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.models import Advisor
from app.training.queries import advisor as find_advisor
from app.training.queries import advisor_of_person
from app.web.access import allow


@blueprint.get("/conseillers/<int:advisor_id>/heures")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def ledger(network: Network, advisor_id: int) -> str:
    """Show the hours of a person to those who train them."""
    advisor = find_advisor(network, advisor_id)
    if advisor is None:
        raise NotFound
    return _ledger_page("attendance/ledger.html", advisor)


@blueprint.get("/mes-heures")
@allow(Role.ADVISOR)
def my_hours(network: Network) -> str:
    """Show a person their own hours."""
    advisor = advisor_of_person(network, signed_in_person())
    if advisor is None:
        raise NotFound
    return _ledger_page("attendance/my_hours.html", advisor)


def _ledger_page(template: str, advisor: Advisor) -> str:
    half_days = histories_of(advisor)
    return render_template(
        template,
        advisor=advisor,
        half_days=half_days,
        months=[(month, list(histories)) for month, histories in groupby(half_days, _month)],
        corrections=[pair for history in half_days for pair in pairwise(history)],
        waiting=sum(waiting_minutes([each.id for each in advisor.enrolments]).values()),
        total=sum(entry.minutes for history in half_days for entry in history),
    )


def _month(history: list[HoursEntry]) -> date:
    return history[0].day.replace(day=1)
