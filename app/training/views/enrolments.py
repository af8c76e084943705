"""Pages about enrolments."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.hours import format_hours
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training import queries, services
from app.training.forms import ChangedEnrolmentForm, EnrolmentForm
from app.training.models import Cohort
from app.training.programmes import PrescriptionOutOfRange, UnknownParcours, programme_by_code
from app.training.rules import (
    DatesOutOfOrder,
    EntryStatus,
    PlacementTestToCome,
    ReasonMissing,
    TrainedBeforeHired,
    check_placement_test,
)
from app.training.telling import tell_of_freed
from app.training.views.blueprint import Answer, blueprint
from app.web.access import allow
from app.web.addresses import row_id
from app.web.clock import now, today
from app.web.filters import named
from app.web.forms import show_refusal, status_of
from app.web.records import found


@blueprint.route("/conseillers/<int:advisor_id>/inscription", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def enrol(network: Network, advisor_id: int) -> Answer:
    """Enrol an advisor: first the cohort is chosen, by the address, then what it offers."""
    advisor = found(queries.advisor(network, advisor_id))
    cohort = _cohort_asked_for(network)
    if cohort is None:
        return render_template(
            "training/choose_cohort.html", advisor=advisor, cohorts=queries.cohorts(network)
        )
    form = EnrolmentForm()
    _offer(form, cohort)
    if form.validate_on_submit():
        try:
            check_placement_test(form.placement_tested_on.data, today(network))
            services.enrol(advisor, cohort, **_values(form, network), now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal, _field_of(refusal))
        else:
            flash(
                _(
                    "%(name)s est dans la promotion « %(cohort)s ».",
                    name=advisor.person.display_name,
                    cohort=cohort.name,
                ),
                "success",
            )
            _tell_other_hours(form)
            return redirect(url_for("progress.advisor_file", advisor_id=advisor.id))
    page = render_template("training/enrol.html", form=form, advisor=advisor, cohort=cohort)
    return page, status_of(form)


@blueprint.route("/inscriptions/<int:enrolment_id>/modifier", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def change_enrolment(network: Network, enrolment_id: int) -> Answer:
    """Change an enrolment."""
    enrolment = found(queries.enrolment(network, enrolment_id))
    form = ChangedEnrolmentForm(obj=enrolment)
    if form.shows_record and enrolment.has_hours_of_parcours:
        # Left empty, so that another parcours brings its own hours.
        form.prescribed_minutes.data = None
    _offer(form, enrolment.cohort)
    if form.validate_on_submit():
        values = {
            **_values(form, network),
            "exited_on": form.exited_on.data,
            "exit_reason": form.exit_reason.data or None,
        }
        try:
            check_placement_test(form.placement_tested_on.data, today(network))
            freed = services.change_enrolment(enrolment, **values, now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal, _field_of(refusal))
        else:
            name = enrolment.advisor.person.display_name
            flash(_("L’inscription de %(name)s est enregistrée.", name=name), "success")
            if said := tell_of_freed(freed, network, signed_in_person()):
                flash(said, "warning")
            _tell_other_hours(form)
            return redirect(url_for("progress.advisor_file", advisor_id=enrolment.advisor_id))
    return render_template("training/change_enrolment.html", form=form, enrolment=enrolment), status_of(form)


def _cohort_asked_for(network: Network) -> Cohort | None:
    asked = request.args.get("promotion", type=row_id)
    if asked is not None:
        return found(queries.cohort(network, asked))
    existing = queries.cohorts(network)
    return existing[0] if len(existing) == 1 else None


def _offer(form: EnrolmentForm, cohort: Cohort) -> None:
    programme = programme_by_code(cohort.programme_code)
    form.offer(
        groups=[(group.id, group.name) for group in cohort.groups],
        parcours=[(hours, format_hours(hours * 60)) for hours in programme.parcours_hours],
        statuses=[(status.value, named(status)) for status in EntryStatus],
    )


def _values(form: EnrolmentForm, network: Network) -> dict[str, Any]:
    group_id = form.group_id.data
    return {
        "group": queries.group(network, group_id) if group_id else None,
        "parcours_hours": form.parcours_hours.data,
        "prescribed_minutes": form.prescribed_minutes.data,
        "placement_tested_on": form.placement_tested_on.data,
        "starts_on": form.starts_on.data,
        "ends_on": form.ends_on.data,
        "decided_status": form.decided_status.data,
        "decision_reason": form.decision_reason.data or None,
    }


def _tell_other_hours(form: EnrolmentForm) -> None:
    # The hours of a parcours may be adapted to a person: a difference is told and not refused.
    parcours, prescribed = form.parcours_hours.data, form.prescribed_minutes.data
    if parcours and prescribed and prescribed != parcours * 60:
        told = _(
            "Heures prescrites : %(hours)s, pour un parcours de %(parcours)s. Vérifiez que c’est voulu.",
            hours=format_hours(prescribed),
            parcours=format_hours(parcours * 60),
        )
        flash(told, "info")


def _field_of(refusal: RuleBroken) -> str | None:
    """Return the field beside which a refusal is shown."""
    match refusal:
        case UnknownParcours():
            return "parcours_hours"
        case PrescriptionOutOfRange():
            return "prescribed_minutes"
        case PlacementTestToCome():
            return "placement_tested_on"
        case TrainedBeforeHired():
            return "starts_on"
        case DatesOutOfOrder():
            return "ends_on"
        case ReasonMissing():
            return "decision_reason"
    return None
