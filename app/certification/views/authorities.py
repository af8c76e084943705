"""The authority of the State to which the exams of a network are declared."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.certification.forms import StateAuthorityForm
from app.certification.queries import state_authority_of
from app.certification.services import save_state_authority
from app.certification.views.blueprint import blueprint
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now
from app.web.forms import status_of


@blueprint.route("/examens/autorite", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def state_authority(network: Network) -> Any:
    """Show and name the authority that validates the results."""
    form = StateAuthorityForm(obj=state_authority_of(network))
    if form.validate_on_submit():
        is_new = save_state_authority(
            network,
            name=form.name.data or "",
            address=form.address.data or "",
            signatory=form.signatory.data or "",
            now=now(),
            by=signed_in_person(),
        )
        said = _("L’autorité de l’État est enregistrée.") if is_new else _("Rien n’a changé.")
        flash(said, "success" if is_new else "info")
        return redirect(url_for("certification.exam_sessions"))
    return render_template("certification/state_authority.html", form=form), status_of(form)
