"""The hours contract of one advisor: their own page, and the one of those who train and administer."""

from datetime import datetime, time
from functools import partial
from typing import Any

from flask import render_template, request

from app.attendance.queries import waiting_minutes
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.progress.forms import KnownThenForm
from app.progress.queries import (
    certified_advisors,
    contracts_of,
    follower_of,
    minutes_known_at,
    recordings_since,
    sessions_that_mend,
    subjects_of,
)
from app.progress.telling import told_once
from app.progress.views.blueprint import blueprint
from app.training.models import Enrolment
from app.training.queries import advisor as find_advisor
from app.training.queries import advisor_of_person, catch_ups_to_come, competence_of, target_decisions
from app.web.access import allow
from app.web.clock import PARIS, today
from app.web.records import found

MOST_OFFERED = 12
MOST_SINCE = 20


@blueprint.get("/mon-contrat")
@allow(Role.ADVISOR)
def my_contract(network: Network) -> str:
    """Show advisors their contract; it takes no identifier, so that nobody sees another's."""
    advisor = found(advisor_of_person(network, signed_in_person()))
    return render_template("progress/my_contract.html", **_told(network, found(advisor.latest_enrolment)))


@blueprint.get("/conseillers/<int:advisor_id>/contrat")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def contract(network: Network, advisor_id: int) -> str:
    """Show the contract of an advisor to those who train and administer."""
    advisor = found(find_advisor(network, advisor_id))
    return render_template(
        "progress/contract.html",
        **_told(network, found(advisor.latest_enrolment)),
        may_assign=Role.ADMINISTRATOR in signed_in_person().roles_in(network),
    )


def _told(network: Network, enrolment: Enrolment) -> dict[str, Any]:
    day, follower = today(network), follower_of(enrolment)
    contracts = contracts_of([follower], day)
    hours = contracts[enrolment.id]
    return {
        "advisor": enrolment.advisor,
        "enrolment": enrolment,
        "contract": hours,
        "waiting": waiting_minutes([enrolment.id])[enrolment.id],
        "subjects": subjects_of(enrolment, day),
        "competence_by_code": partial(competence_of, network.id),
        "accepted": catch_ups_to_come(enrolment, day),
        "offered": sessions_that_mend(enrolment, hours, day, limit=MOST_OFFERED),
        "today": day,
        "decisions": target_decisions(enrolment),
        "then": _then(enrolment),
        "is_certified": enrolment.advisor_id in certified_advisors(network),
        "alerts": told_once(network, [follower], contracts).get(enrolment.id, []),
    }


def _then(enrolment: Enrolment) -> dict[str, Any]:
    """Return what was known at the instant that the address asks for, and what was recorded since."""
    form = KnownThenForm(request.args)
    asked = form.connues.data if form.validate() else None
    if asked is None:
        return {"form": form}
    at = form.heure.data
    # Up to the last second of the minute: whoever reads « 14:05 » on a paper means all of it.
    instant = datetime.combine(asked, at.replace(second=59, microsecond=999_999) if at else time.max, PARIS)
    since = recordings_since(enrolment, instant, MOST_SINCE)
    known = minutes_known_at(enrolment, instant)
    return {"form": form, "day": asked, "at": at, "minutes": known, "since": since}
