"""How many hours a cohort prescribes of each of its modules."""

from types import SimpleNamespace

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training import queries, services
from app.training.forms import ModulesForm
from app.training.forms.modules import lines_of
from app.training.rules import prescribed_by_module
from app.training.views.blueprint import Answer, blueprint
from app.web.access import allow
from app.web.clock import now
from app.web.forms import show_refusal, status_of
from app.web.records import found


@blueprint.route("/promotions/<int:cohort_id>/modules", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def modules(network: Network, cohort_id: int) -> Answer:
    """Say how many hours each module of a cohort has."""
    cohort = found(queries.cohort(network, cohort_id))
    prescribed = queries.prescribed_modules(cohort)
    form = ModulesForm(obj=SimpleNamespace(modules=lines_of(queries.modules_of(cohort), prescribed)))
    if form.validate_on_submit():
        try:
            said = prescribed_by_module(form.written)
            services.prescribe_modules(cohort, said, now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("Les heures des modules sont enregistrées."), "success")
            return redirect(url_for("training.cohort", cohort_id=cohort.id))
    return render_template("training/modules.html", form=form, cohort=cohort), status_of(form)
