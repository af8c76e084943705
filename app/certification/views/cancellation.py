"""An exam that does not take place: asked why, told to who was on its list."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.certification.forms import ExamCancellationForm
from app.certification.letters import write_about_cancelled_exam
from app.certification.queries import candidates_of
from app.certification.queries import exam_session as find_exam_session
from app.certification.services import cancel_exam_session as keep_cancellation
from app.certification.views.blueprint import blueprint
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import show_refusal, status_of
from app.web.records import found


@blueprint.route("/examens/<int:exam_session_id>/annuler", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def cancel_exam_session(network: Network, exam_session_id: int) -> Any:
    """Ask why an exam does not take place, cancel it, and write to who was on its list."""
    session = found(find_exam_session(network, exam_session_id))
    form = ExamCancellationForm()
    if form.validate_on_submit():
        try:
            is_new = keep_cancellation(
                session, form.reason.data or "", today=today(network), now=now(), by=signed_in_person()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            if is_new:
                people = [each.advisor.person for each in candidates_of(session).values()]
                write_about_cancelled_exam(session, form.reason.data or "", people, network)
            said = _("La session « %(name)s » est annulée.", name=session.name)
            flash(said if is_new else _("Rien n’a changé."), "success" if is_new else "info")
            return redirect(url_for("certification.exam_session", exam_session_id=session.id))
    page = render_template(
        "certification/cancel_exam_session.html",
        session=session,
        form=form,
        candidates=len(candidates_of(session)),
    )
    return page, status_of(form)
