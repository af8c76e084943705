"""The last step of an exam that was noted by error: asked why, and taken back."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.certification.forms import SteppingBackForm
from app.certification.queries import exam_session as find_exam_session
from app.certification.queries import what_rests_on
from app.certification.rules import what_keeps
from app.certification.services import take_step_back as keep_taking_back
from app.certification.views.blueprint import blueprint
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now
from app.web.filters import named
from app.web.forms import show_refusal, status_of
from app.web.messages import explain
from app.web.records import found


@blueprint.route("/examens/<int:exam_session_id>/etapes/retirer", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def take_step_back(network: Network, exam_session_id: int) -> Any:
    """Ask why the last step of an exam is taken back, or say what keeps it."""
    session = found(find_exam_session(network, exam_session_id))
    form = SteppingBackForm(stage=session.stage.value)
    if form.validate_on_submit():
        try:
            keep_taking_back(session, form.step, form.reason.data or "", now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("L’étape « %(step)s » est retirée.", step=named(form.step)), "success")
            return redirect(url_for("certification.exam_session", exam_session_id=session.id))
    page = render_template(
        "certification/take_step_back.html",
        session=session,
        form=form,
        kept_by=[explain(each) for each in what_keeps(session.stage, session.name, what_rests_on(session))],
    )
    return page, status_of(form)
