"""What happens around the minutes: the incidents of the day, and a new decision after they are signed."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.certification.forms import DecisionForm, IncidentsForm
from app.certification.models import ExamSession
from app.certification.queries import decisions_in, results_in
from app.certification.queries import exam_session as find_exam_session
from app.certification.rules import DecidedBeforeMinutes, DecidedTomorrow, Outcome
from app.certification.services import decide_anew, report_incidents
from app.certification.views.blueprint import blueprint
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now, today
from app.web.fields import given
from app.web.forms import show_refusal, status_of
from app.web.records import found

_FIELD_OF: dict[type[RuleBroken], str] = {DecidedBeforeMinutes: "decided_on", DecidedTomorrow: "decided_on"}


@blueprint.route("/examens/<int:exam_session_id>/incidents", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def exam_incidents(network: Network, exam_session_id: int) -> Any:
    """Show what happened on the day of an exam, and keep it for the minutes."""
    session = _session(network, exam_session_id)
    form = IncidentsForm(report=session.incident_report)
    if form.validate_on_submit():
        try:
            is_new = report_incidents(session, form.report.data or "", now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            said = _("Le compte rendu est enregistré.") if is_new else _("Rien n’a changé.")
            flash(said, "success" if is_new else "info")
            return redirect(url_for("certification.exam_session", exam_session_id=session.id))
    page = render_template("certification/exam_incidents.html", session=session, form=form)
    return page, status_of(form)


@blueprint.route(
    "/examens/<int:exam_session_id>/resultats/<int:advisor_id>/decision", methods=["GET", "POST"]
)
@allow(Role.ADMINISTRATOR)
def decide_result_anew(network: Network, exam_session_id: int, advisor_id: int) -> Any:
    """Show a result of signed minutes with what was decided since, and take a new decision."""
    session = _session(network, exam_session_id)
    result = found(results_in(session).get(advisor_id))
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            is_new = decide_anew(
                result,
                Outcome(form.outcome.data),
                given(form.decided_on),
                form.reason.data or "",
                today=today(network),
                now=now(),
                by=signed_in_person(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, _FIELD_OF.get(type(refusal)))
        else:
            said = _("La décision est enregistrée.") if is_new else _("Ce résultat était déjà enregistré.")
            flash(said, "success" if is_new else "info")
            return redirect(url_for("certification.exam_session", exam_session_id=session.id))
    page = render_template(
        "certification/new_decision.html",
        session=session,
        result=result,
        decisions=decisions_in(session).get(advisor_id, []),
        form=form,
    )
    return page, status_of(form)


def _session(network: Network, exam_session_id: int) -> ExamSession:
    return found(find_exam_session(network, exam_session_id))
