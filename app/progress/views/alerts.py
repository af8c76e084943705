"""Alerts: looked for after every request that concerns hours, taken care of with a click, and from when on."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.progress.forms import ThresholdsForm
from app.progress.queries import alert, thresholds_of
from app.progress.rules import FEWEST_FOR_A_SHARE, Thresholds
from app.progress.services import acknowledge_alert, choose_thresholds
from app.progress.telling import tell_of_touched
from app.progress.views.blueprint import blueprint
from app.web.access import allow
from app.web.clock import now
from app.web.forms import status_of
from app.web.records import found


@blueprint.after_app_request
def tell_what_changed(response: Response) -> Response:
    """Look at the hours of those whom a request has concerned, once what it has written is committed."""
    if request.method == "POST":
        tell_of_touched()
    return response


@blueprint.post("/contrats/alertes/<int:alert_id>/prendre-en-charge")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def acknowledge(network: Network, alert_id: int) -> Any:
    """Say that one takes care of an alert."""
    chosen = found(alert(network, alert_id))
    acknowledge_alert(chosen, now=now(), by=signed_in_person())
    flash(_("L’alerte est prise en charge."), "success")
    return redirect(url_for(".contract", advisor_id=chosen.advisor_id))


@blueprint.route("/contrats/seuils", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def alert_thresholds(network: Network) -> Any:
    """Choose from how many absences on the network is told."""
    form = ThresholdsForm(obj=thresholds_of(network))
    if form.validate_on_submit():
        chosen = Thresholds(form.unexcused_count.data, form.absence_count.data, form.absence_share.data)
        choose_thresholds(network, chosen, now=now(), by=signed_in_person())
        flash(_("Les seuils sont enregistrés."), "success")
        return redirect(url_for(".contracts"))
    page = render_template("progress/alert_thresholds.html", form=form, fewest=FEWEST_FOR_A_SHARE)
    return page, status_of(form)
