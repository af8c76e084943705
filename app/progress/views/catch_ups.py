"""Half-days of other groups: accepted by advisors, given to them by administrators, and given back."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.progress.views.blueprint import blueprint
from app.training.models import CatchUp, Enrolment
from app.training.queries import advisor as find_advisor
from app.training.queries import advisor_of_person, catch_up, training_session
from app.training.services import accept_catch_up as accept
from app.training.services import withdraw_catch_up as withdraw
from app.web.access import allow
from app.web.clock import now, today
from app.web.filters import long_date
from app.web.messages import explain
from app.web.records import found


@blueprint.post("/mon-contrat/seances/<int:session_id>/accepter")
@allow(Role.ADVISOR)
def accept_catch_up(network: Network, session_id: int) -> Any:
    """Let an advisor join a half-day of another group."""
    _accept(network, session_id, _own_enrolment(network))
    return redirect(url_for(".my_contract"))


@blueprint.post("/mon-contrat/rattrapages/<int:catch_up_id>/retirer")
@allow(Role.ADVISOR)
def give_catch_up_back(network: Network, catch_up_id: int) -> Any:
    """Let an advisor give their place back before the day."""
    _withdraw(network, catch_up_id, _own_enrolment(network).advisor_id)
    return redirect(url_for(".my_contract"))


@blueprint.post("/conseillers/<int:advisor_id>/contrat/seances/<int:session_id>/inscrire")
@allow(Role.ADMINISTRATOR)
def assign_catch_up(network: Network, advisor_id: int, session_id: int) -> Any:
    """Put an advisor on the list of a half-day of another group."""
    _accept(network, session_id, found(found(find_advisor(network, advisor_id)).latest_enrolment))
    return redirect(url_for(".contract", advisor_id=advisor_id))


@blueprint.post("/conseillers/<int:advisor_id>/contrat/rattrapages/<int:catch_up_id>/retirer")
@allow(Role.ADMINISTRATOR)
def withdraw_catch_up(network: Network, advisor_id: int, catch_up_id: int) -> Any:
    """Take an advisor off the list again before the day."""
    _withdraw(network, catch_up_id, advisor_id)
    return redirect(url_for(".contract", advisor_id=advisor_id))


def _own_enrolment(network: Network) -> Enrolment:
    return found(found(advisor_of_person(network, signed_in_person())).latest_enrolment)


def _accept(network: Network, session_id: int, enrolment: Enrolment) -> None:
    session = found(training_session(network, session_id))
    try:
        accept(session, enrolment, today=today(network), now=now(), by=signed_in_person())
    except RuleBroken as refusal:
        flash(explain(refusal), "error")
    else:
        flash(_("La séance du %(day)s est au calendrier.", day=long_date(session.day)), "success")


def _withdraw(network: Network, catch_up_id: int, advisor_id: int) -> None:
    chosen: CatchUp | None = catch_up(network, catch_up_id)
    # What belongs to somebody else is as good as nothing.
    own = found(chosen if chosen is not None and chosen.advisor_id == advisor_id else None)
    try:
        withdraw(own, today=today(network), now=now(), by=signed_in_person())
    except RuleBroken as refusal:
        flash(explain(refusal), "error")
    else:
        flash(_("Le rattrapage est retiré."), "success")
