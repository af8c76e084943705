"""How many hours somebody has to follow: decided with a reason by an administrator."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.progress.forms import TargetForm
from app.progress.views.blueprint import blueprint
from app.training.queries import advisor as find_advisor
from app.training.queries import target_decisions
from app.training.rules import CreditOutOfRange, ReasonMissing, TargetKind
from app.training.services import decide_target
from app.web.access import allow
from app.web.clock import now
from app.web.filters import named
from app.web.forms import show_refusal, status_of
from app.web.records import found


@blueprint.route("/conseillers/<int:advisor_id>/contrat/heures-attendues", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def target(network: Network, advisor_id: int) -> Any:
    """Decide how many hours an advisor has to follow."""
    enrolment = found(found(find_advisor(network, advisor_id)).latest_enrolment)
    form = TargetForm()
    form.offer([(kind.value, named(kind)) for kind in TargetKind])
    if form.validate_on_submit():
        try:
            decide_target(
                enrolment,
                TargetKind(form.kind.data),
                form.reason.data or "",
                credited_minutes=form.credited_minutes.data,
                now=now(),
                by=signed_in_person(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, _field_of(refusal))
        else:
            flash(_("Les heures attendues sont enregistrées."), "success")
            return redirect(url_for(".contract", advisor_id=advisor_id))
    page = render_template(
        "progress/target.html", form=form, enrolment=enrolment, decisions=target_decisions(enrolment)
    )
    return page, status_of(form)


def _field_of(refusal: RuleBroken) -> str:
    if isinstance(refusal, CreditOutOfRange):
        return "credited_minutes"
    return "reason" if isinstance(refusal, ReasonMissing) else "kind"
