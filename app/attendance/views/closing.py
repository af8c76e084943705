"""A register is countersigned and closed with one button, and opened again with a reason."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.attendance.forms import CloseForm, ReopenForm
from app.attendance.queries import SignedLine, is_closed, sheet_of, signed_lines
from app.attendance.rules import NotUnsigned, RegisterIsClosed, RegisterIsOpen, ReopeningWithoutReason
from app.attendance.services import close_register, reopen_register
from app.attendance.views.blueprint import blueprint
from app.attendance.views.origins import origin
from app.attendance.views.room import is_awaited
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.models import TrainingSession
from app.training.queries import training_session
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import show_refusal, status_of
from app.web.messages import explain
from app.web.records import found


@blueprint.get("/seances/<int:session_id>/clore")
@allow(Role.TRAINER)
def closing(network: Network, session_id: int) -> Any:
    """Show who has not signed, proposed as absent, before the register is closed."""
    session = found(training_session(network, session_id))
    if is_closed(session):
        return redirect(url_for(".register", session_id=session_id))
    return _closing_page(session)


@blueprint.post("/seances/<int:session_id>/clore")
@allow(Role.TRAINER)
def close(network: Network, session_id: int) -> Any:
    """Countersign and close; who presses twice finds the register closed."""
    session = found(training_session(network, session_id))
    form = CloseForm()
    if form.validate():
        try:
            close_register(
                session,
                form.absences,
                origin=origin(),
                today=today(network),
                now=now(),
                by=signed_in_person(),
            )
        except NotUnsigned as refusal:
            form = _form(session)
            show_refusal(form, refusal)
        except RegisterIsClosed:
            flash(_("Cette feuille était déjà close : rien n’a changé."), "info")
            return redirect(url_for(".register", session_id=session_id))
        except RuleBroken as refusal:
            flash(explain(refusal), "error")
            return redirect(url_for(".register", session_id=session_id))
        else:
            flash(_("La feuille de présence est contresignée et close."), "success")
            return redirect(url_for(".register", session_id=session_id))
    return _closing_page(session, form)


@blueprint.route("/seances/<int:session_id>/rouvrir", methods=["GET", "POST"])
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def reopen(network: Network, session_id: int) -> Any:
    """Open a closed register again; its signatures stay, and the reason is kept."""
    session = found(training_session(network, session_id))
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            reopen_register(session, form.reason.data, now=now(), by=signed_in_person())
        except ReopeningWithoutReason as refusal:
            show_refusal(form, refusal, "reason")
        except RegisterIsOpen:
            flash(_("Cette feuille est déjà ouverte : rien n’a changé."), "info")
            return redirect(url_for(".register", session_id=session_id))
        else:
            flash(_("La feuille de présence est rouverte."), "success")
            return redirect(url_for(".register", session_id=session_id))
    return render_template("attendance/reopen.html", session=session, form=form), status_of(form)


def unsigned(lines: list[SignedLine]) -> list[SignedLine]:
    """Return who is recorded present and has not signed; nobody where no one signs on this sheet, but on paper."""
    if all(each.signature is None for each in lines):
        return []
    return [each for each in lines if each.signature is None and is_awaited(each.line)]


def _form(session: TrainingSession) -> CloseForm:
    people = unsigned(signed_lines(session, sheet_of(session)))
    return CloseForm(formdata=None, people=[{"enrolment_id": each.line.enrolment.id} for each in people])


def _closing_page(session: TrainingSession, form: CloseForm | None = None) -> Any:
    lines = signed_lines(session, sheet_of(session))
    form = form or _form(session)
    form.name_people(
        {each.line.enrolment.id: each.line.enrolment.advisor.person.display_name for each in lines}
    )
    page = render_template("attendance/close.html", session=session, form=form)
    return page, status_of(form)
