"""Alerts: told once, when a page that shows them is read, and taken care of with a click."""

from collections.abc import Collection, Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.progress.forms import ThresholdsForm
from app.progress.letters import write_about_alerts
from app.progress.models import Alert
from app.progress.queries import alert, levels, open_alerts, thresholds_of
from app.progress.queries.contracts import Follower
from app.progress.rules import FEWEST_FOR_A_SHARE, Contract, Thresholds
from app.progress.services import acknowledge_alert, choose_thresholds, has_news, keep_alerts
from app.progress.views.blueprint import blueprint
from app.web.access import allow
from app.web.clock import now
from app.web.forms import status_of
from app.web.records import found


def told_once(
    network: Network, followers: Collection[Follower], contracts: Mapping[int, Contract]
) -> dict[int, list[Alert]]:
    """Return the open alerts of these enrolments; what is new is stored, and mailed to who is concerned."""
    numbers = [each.enrolment_id for each in followers]
    to_tell = levels(network, followers, contracts, thresholds_of(network))
    kept = open_alerts(network, numbers)
    if not has_news(kept, to_tell):
        return kept
    told = keep_alerts(network, to_tell, now=now())
    write_about_alerts(told, network)
    return open_alerts(network, numbers)


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
