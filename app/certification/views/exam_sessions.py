"""The exam sessions of the network: the list, a new one, a change."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.certification.forms import ExamSessionForm
from app.certification.labels import STAGE_TONES, kind_and_name
from app.certification.models import ExamSession
from app.certification.queries import exam_session as find_exam_session
from app.certification.queries import exams_of_network, resits_of_network
from app.certification.rules import (
    BlockHasResults,
    CentreMissing,
    DecidedBeforeHeld,
    ExamDayMissing,
    ExamSessionExists,
    ExamStage,
    PlaceMissing,
)
from app.certification.services import change_exam_session as keep_changes
from app.certification.services import create_exam_session
from app.certification.views.blueprint import blueprint
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.forms import block_value
from app.training.queries import titles_of
from app.training.titles import WHOLE_TITLE
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import show_refusal, status_of
from app.web.records import found

_FIELD_OF: dict[type[RuleBroken], str] = {
    ExamSessionExists: "name",
    BlockHasResults: "block",
    DecidedBeforeHeld: "decided_on",
    ExamDayMissing: "held_on",
    PlaceMissing: "place",
    CentreMissing: "centre",
}
"""The field beside which a refusal is read; the others stand above the form."""


@blueprint.get("/examens")
@allow(Role.ADMINISTRATOR)
def exam_sessions(network: Network) -> Any:
    """Show where the network stands for each block, and its exam sessions."""
    this_day = today(network)
    exams = exams_of_network(network, this_day)
    return render_template(
        "certification/exam_sessions.html",
        exams=exams,
        resits=resits_of_network(network, this_day),
        today=this_day,
        stage_tones=STAGE_TONES,
    )


@blueprint.route("/examens/nouvelle", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def new_exam_session(network: Network) -> Any:
    """Announce an exam."""
    form = _form(network)
    if form.validate_on_submit():
        try:
            session = create_exam_session(network, now=now(), by=signed_in_person(), **form.facts())
        except RuleBroken as refusal:
            show_refusal(form, refusal, _FIELD_OF.get(type(refusal)))
        else:
            flash(_("La session « %(name)s » est créée.", name=session.name), "success")
            return redirect(url_for("certification.exam_session", exam_session_id=session.id))
    return render_template("certification/new_exam_session.html", form=form), status_of(form)


@blueprint.route("/examens/<int:exam_session_id>/modifier", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def change_exam_session(network: Network, exam_session_id: int) -> Any:
    """Change an exam."""
    session = _session(network, exam_session_id)
    form = _form(network, session)
    if form.validate_on_submit():
        try:
            keep_changes(session, today=today(network), now=now(), by=signed_in_person(), **form.facts())
        except RuleBroken as refusal:
            show_refusal(form, refusal, _FIELD_OF.get(type(refusal)))
        else:
            flash(_("La session « %(name)s » est à jour.", name=session.name), "success")
            return redirect(url_for("certification.exam_session", exam_session_id=session.id))
    return render_template("certification/change_exam_session.html", form=form, session=session), status_of(
        form
    )


def _session(network: Network, exam_session_id: int) -> ExamSession:
    return found(find_exam_session(network, exam_session_id))


def _form(network: Network, session: ExamSession | None = None) -> ExamSessionForm:
    form = ExamSessionForm(obj=session)
    form.block.choices = [
        (block_value(title.code, block.code), kind_and_name(title, block))
        for title in titles_of(network.id)
        for block in (*title.blocks, *([title.block(WHOLE_TITLE)] if title.is_professional else []))
    ]
    if session is not None and not session.has_reached(ExamStage.DELIBERATED):
        # Its day is told with the step.
        del form.decided_on
    if session is not None and form.shows_record:
        form.block.data = block_value(session.title_code, session.block_code)
    return form
