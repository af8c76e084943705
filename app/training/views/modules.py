"""How many hours a cohort, or a parcours of it, prescribes of each module."""

from types import SimpleNamespace

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import NotFound, RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training import queries, services
from app.training.forms import ModulesForm
from app.training.forms.modules import lines_of
from app.training.programmes import programme_by_code
from app.training.rules import prescribed_by_module
from app.training.views.blueprint import Answer, blueprint
from app.web.access import allow
from app.web.clock import now
from app.web.forms import show_refusal, status_of
from app.web.records import found


@blueprint.route("/promotions/<int:cohort_id>/modules", methods=["GET", "POST"])
@blueprint.route("/promotions/<int:cohort_id>/modules/<int:parcours_hours>", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def modules(network: Network, cohort_id: int, parcours_hours: int | None = None) -> Answer:
    """Say how many hours each module of a cohort has, or has in one of its parcours."""
    cohort = found(queries.cohort(network, cohort_id))
    possible = programme_by_code(cohort.programme_code).parcours_hours
    if parcours_hours is not None and parcours_hours not in possible:
        raise NotFound
    own = queries.prescribed_modules(cohort, parcours_hours)
    form = ModulesForm(obj=SimpleNamespace(modules=lines_of(queries.modules_of(cohort), own)))
    if form.validate_on_submit():
        try:
            said = prescribed_by_module(form.written)
            services.prescribe_modules(
                cohort, said, parcours_hours=parcours_hours, now=now(), by=signed_in_person()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("Les heures des modules sont enregistrées."), "success")
            return redirect(url_for("training.cohort", cohort_id=cohort.id))
    page = render_template(
        "training/modules.html",
        form=form,
        cohort=cohort,
        parcours_hours=parcours_hours,
        possible=possible,
        # Beside what a parcours says stands what counts where it says nothing.
        of_cohort=queries.prescribed_modules(cohort) if parcours_hours is not None else {},
    )
    return page, status_of(form)
