"""Pages about cohorts and their groups."""

from typing import Any, Final

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training import queries, services
from app.training.forms import CohortForm, GroupForm, block_value
from app.training.labels import TONES
from app.training.models import Cohort
from app.training.programmes import FIRST_PROGRAMME, PROGRAMMES, programme_by_code
from app.training.rules import (
    CohortExists,
    DatesOutOfOrder,
    LateDayOutsideCohort,
    TitleNoLongerInForce,
    TitleNotYetInForce,
)
from app.training.views.blueprint import Answer, blueprint
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import show_refusal, status_of
from app.web.paging import page_asked_for
from app.web.records import found

NEXT_SESSIONS: Final = 10
"""How many of the half-days to come the page of a cohort shows."""


@blueprint.get("/promotions")
@allow(Role.ADMINISTRATOR)
def cohorts(network: Network) -> str:
    """Show the cohorts of the network."""
    return render_template(
        "training/cohorts.html",
        cohorts=queries.cohorts(network),
        counts=queries.enrolment_counts(network),
    )


@blueprint.get("/promotions/<int:cohort_id>")
@allow(Role.ADMINISTRATOR)
def cohort(network: Network, cohort_id: int) -> str:
    """Show one cohort: its groups, who is enrolled, and the half-days to come."""
    shown = found(queries.cohort(network, cohort_id))
    page = page_asked_for(queries.enrolment_counts(network).get(shown.id, 0))
    sessions = queries.sessions_of(shown, today(network), NEXT_SESSIONS)
    their_days = queries.calendar_entries(network, sessions[0].day, sessions[-1].day) if sessions else []
    return render_template(
        "training/cohort.html",
        cohort=shown,
        title=queries.title_of(network.id, shown.title_code),
        programme=programme_by_code(shown.programme_code),
        enrolments=queries.enrolments_of(shown, offset=page.offset, limit=page.size),
        group_counts=queries.group_counts(shown),
        sessions=sessions,
        clashes=queries.clashes_among(network.id, their_days),
        page=page,
        tones=TONES,
    )


@blueprint.route("/promotions/nouvelle", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def new_cohort(network: Network) -> Answer:
    """Open a cohort."""
    form = CohortForm(data={"programme_code": FIRST_PROGRAMME.code})
    _offer(form, network)
    if form.validate_on_submit():
        try:
            opened = services.create_cohort(
                network, **_values(form, network), now=now(), by=signed_in_person()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, _field_of(refusal))
        else:
            flash(_("La promotion « %(name)s » est ouverte.", name=opened.name), "success")
            return redirect(url_for("training.cohort", cohort_id=opened.id))
    return render_template("training/cohort_form.html", form=form, cohort=None), status_of(form)


@blueprint.route("/promotions/<int:cohort_id>/modifier", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def change_cohort(network: Network, cohort_id: int) -> Answer:
    """Change a cohort."""
    changed = found(queries.cohort(network, cohort_id))
    form = CohortForm(obj=changed, data={"block": block_value(changed.title_code, changed.block_code)})
    _offer(form, network)
    if form.validate_on_submit():
        try:
            services.change_cohort(changed, **_values(form, network), now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal, _field_of(refusal))
        else:
            flash(_("La promotion « %(name)s » est enregistrée.", name=changed.name), "success")
            return redirect(url_for("training.cohort", cohort_id=changed.id))
    return render_template("training/cohort_form.html", form=form, cohort=changed), status_of(form)


@blueprint.route("/promotions/<int:cohort_id>/groupes/nouveau", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def new_group(network: Network, cohort_id: int) -> Answer:
    """Add a group to a cohort."""
    grown: Cohort = found(queries.cohort(network, cohort_id))
    form = GroupForm()
    if form.validate_on_submit():
        try:
            group = services.create_group(
                grown, form.name.data, places=form.places.data, now=now(), by=signed_in_person()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, "name")
        else:
            flash(_("Le groupe « %(name)s » est créé.", name=group.name), "success")
            return redirect(url_for("training.cohort", cohort_id=grown.id))
    return render_template("training/group_form.html", form=form, cohort=grown, group=None), status_of(form)


@blueprint.route("/groupes/<int:group_id>/modifier", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def change_group(network: Network, group_id: int) -> Answer:
    """Change a group: its name and its places."""
    group = found(queries.group(network, group_id))
    form = GroupForm(obj=group)
    if form.validate_on_submit():
        try:
            services.change_group(
                group, form.name.data, places=form.places.data, now=now(), by=signed_in_person()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, "name")
        else:
            flash(_("Le groupe « %(name)s » est enregistré.", name=group.name), "success")
            return redirect(url_for("training.cohort", cohort_id=group.cohort_id))
    page = render_template("training/group_form.html", form=form, cohort=group.cohort, group=group)
    return page, status_of(form)


def _offer(form: CohortForm, network: Network) -> None:
    form.offer(
        providers=[(provider.id, provider.name) for provider in queries.providers(network)],
        blocks=[
            (
                block_value(title.code, block.code),
                " · ".join(filter(None, (f"{title.code} {block.code}", block.name))),
            )
            for title in queries.titles_of(network.id)
            if title.is_professional
            for block in title.blocks
        ],
        programmes=[(programme.code, _(programme.name)) for programme in PROGRAMMES],
    )


def _values(form: CohortForm, network: Network) -> dict[str, Any]:
    provider_id = form.provider_id.data
    return {
        "name": form.name.data,
        "provider": queries.provider(network, provider_id) if provider_id else None,
        "title_code": form.title_code,
        "block_code": form.block_code,
        "programme_code": form.programme_code.data,
        "starts_on": form.starts_on.data,
        "ends_on": form.ends_on.data,
        "late_after": form.late_after.data,
    }


def _field_of(refusal: RuleBroken) -> str | None:
    """Return the field beside which a refusal is shown."""
    match refusal:
        case CohortExists():
            return "name"
        case DatesOutOfOrder():
            return "ends_on"
        case LateDayOutsideCohort():
            return "late_after"
        case TitleNotYetInForce() | TitleNoLongerInForce():
            return "block"
    return None
