"""What one advisor has handed in for their exam, and how each competence was assessed in training."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.certification.forms import ExamFileForm
from app.certification.forms import exam_file_form as form_of
from app.certification.queries import assessments_of
from app.certification.queries import exam_file as find_exam_file
from app.certification.services import keep_exam_file
from app.certification.views.blueprint import blueprint
from app.core.errors import NotFound
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.models import Advisor
from app.training.queries import advisor as find_advisor
from app.training.queries import competence_codes_of, competence_of
from app.web.access import allow
from app.web.clock import now
from app.web.forms import status_of
from app.web.records import found


@blueprint.route("/conseillers/<int:advisor_id>/dossier-examen", methods=["GET", "POST"])
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def exam_file(network: Network, advisor_id: int) -> Any:
    """Show what an advisor has handed in for the block that they prepare, and keep what is new of it."""
    advisor = found(find_advisor(network, advisor_id))
    enrolment = advisor.latest_enrolment
    if enrolment is None:
        raise NotFound
    form = _form(advisor, enrolment.cohort.aim)
    if form.validate_on_submit():
        is_new = keep_exam_file(
            advisor,
            *enrolment.cohort.aim,
            portfolio_on=form.portfolio_on.data,
            action_sheets=form.action_sheets.data or 0,
            levels=form.levels(),
            now=now(),
            by=signed_in_person(),
        )
        said = _("Le dossier d’examen est enregistré.") if is_new else _("Rien n’a changé.")
        flash(said, "success" if is_new else "info")
        return redirect(url_for("certification.exam_file", advisor_id=advisor.id))
    page = render_template(
        "certification/exam_file.html", advisor=advisor, cohort=enrolment.cohort, form=form
    )
    return page, status_of(form)


def _form(advisor: Advisor, aim: tuple[str, str]) -> ExamFileForm:
    kept, known = find_exam_file(advisor, *aim), assessments_of(advisor)
    competences = [
        (code, competence_of(advisor.network_id, code), known[code].level if code in known else None)
        for code in competence_codes_of(advisor.network_id, *aim)
    ]
    return form_of(
        competences,
        portfolio_on=kept.portfolio_on if kept is not None else None,
        action_sheets=kept.action_sheets if kept is not None else 0,
    )
