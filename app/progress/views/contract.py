"""The hours contract of one advisor: their own page, and the one of those who train and administer."""

from typing import Any

from flask import render_template

from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.progress.queries import (
    certified_advisors,
    contracts_of,
    follower_of,
    sessions_that_mend,
    subjects_of,
)
from app.progress.views.alerts import told_once
from app.progress.views.blueprint import blueprint
from app.training.models import Enrolment
from app.training.queries import advisor as find_advisor
from app.training.queries import advisor_of_person, catch_ups_to_come
from app.training.titles import competence_by_code
from app.web.access import allow
from app.web.clock import today
from app.web.records import found

MOST_OFFERED = 12


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
        "subjects": subjects_of(enrolment, day),
        "competence_by_code": competence_by_code,
        "accepted": catch_ups_to_come(enrolment, day),
        "offered": sessions_that_mend(enrolment, hours, day, limit=MOST_OFFERED),
        "today": day,
        "is_certified": enrolment.advisor_id in certified_advisors(network),
        "alerts": told_once(network, [follower], contracts).get(enrolment.id, []),
    }
