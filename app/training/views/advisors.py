"""Pages about the file of an advisor."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.people.rules import EmailTaken
from app.training import queries, services
from app.training.forms import AdvisorForm
from app.training.models import Advisor
from app.training.rules import AdvisorExists, StateIdTaken, TrainedBeforeHired, UnlikelyBirthDate
from app.training.views.blueprint import Answer, blueprint
from app.web.access import allow
from app.web.clock import now
from app.web.forms import show_refusal, status_of
from app.web.records import found


@blueprint.route("/conseillers/nouveau", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def new_advisor(network: Network) -> Answer:
    """Open the file of an advisor."""
    form = AdvisorForm()
    _offer(form, network)
    if form.validate_on_submit():
        try:
            advisor = services.create_advisor(
                network, **_values(form, network), now=now(), by=signed_in_person()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, _field_of(refusal))
        else:
            flash(_("Le dossier de %(name)s est ouvert.", name=advisor.person.display_name), "success")
            return redirect(url_for("training.enrol", advisor_id=advisor.id))
    return render_template("training/advisor_form.html", form=form, advisor=None), status_of(form)


@blueprint.route("/conseillers/<int:advisor_id>/modifier", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def change_advisor(network: Network, advisor_id: int) -> Answer:
    """Change the file of an advisor."""
    advisor = found(queries.advisor(network, advisor_id))
    form = AdvisorForm(obj=advisor, data=_identity(advisor))
    _offer(form, network)
    if form.validate_on_submit():
        try:
            services.change_advisor(advisor, **_values(form, network), now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal, _field_of(refusal))
        else:
            flash(_("Le dossier de %(name)s est enregistré.", name=advisor.person.display_name), "success")
            return redirect(url_for("progress.advisor_file", advisor_id=advisor.id))
    return render_template("training/advisor_form.html", form=form, advisor=advisor), status_of(form)


def _offer(form: AdvisorForm, network: Network) -> None:
    hosts = queries.hosts(network)
    form.offer([(host.id, f"{host.name} {host.postal_code}".strip()) for host in hosts])


def _identity(advisor: Advisor) -> dict[str, str]:
    person = advisor.person
    return {"given_name": person.given_name, "family_name": person.family_name, "email": person.email}


def _values(form: AdvisorForm, network: Network) -> dict[str, Any]:
    host_id = form.host_id.data
    return {
        "email": form.email.data,
        "given_name": form.given_name.data,
        "family_name": form.family_name.data,
        "host": queries.host(network, host_id) if host_id else None,
        "hired_on": form.hired_on.data,
        "state_id": form.state_id.data,
        "professional_email": form.professional_email.data or None,
        "birth_date": form.birth_date.data,
        "birth_place": form.birth_place.data or None,
    }


def _field_of(refusal: RuleBroken) -> str | None:
    """Return the field beside which a refusal is shown."""
    match refusal:
        case AdvisorExists() | EmailTaken():
            return "email"
        case StateIdTaken():
            return "state_id"
        case TrainedBeforeHired():
            return "hired_on"
        case UnlikelyBirthDate():
            return "birth_date"
    return None
