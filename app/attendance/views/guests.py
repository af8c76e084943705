"""People are added to a sheet on the spot, taken off it again, or recognised later."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.attendance.forms import GuestForm, RecogniseForm
from app.attendance.models import Guest
from app.attendance.queries import guest_of, sheet_of
from app.attendance.rules import GuestWithoutName
from app.attendance.services import add_guest, add_unknown_guest, merge_guest, remove_guest
from app.attendance.views.blueprint import blueprint
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.models import Enrolment, TrainingSession
from app.training.queries import enrolment as find_enrolment
from app.training.queries import enrolments_of_network, latest_per_advisor, training_session
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import show_refusal, status_of
from app.web.messages import explain
from app.web.records import found


@blueprint.route("/seances/<int:session_id>/ajouter", methods=["GET", "POST"])
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def add(network: Network, session_id: int) -> Any:
    """Add an advisor of another group, or a name."""
    session = found(training_session(network, session_id))
    form = GuestForm()
    form.offer(_people(network, session))
    if form.validate_on_submit():
        try:
            _add(network, session, form)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("La personne est ajoutée à cette feuille."), "success")
            return redirect(url_for(".register", session_id=session_id))
    page = render_template("attendance/add_guest.html", session=session, form=form)
    return page, status_of(form)


@blueprint.post("/seances/<int:session_id>/invites/<int:guest_id>/retirer")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def remove(network: Network, session_id: int, guest_id: int) -> Any:
    """Take somebody off the sheet who was added by error."""
    guest = _guest(network, session_id, guest_id)
    try:
        remove_guest(guest, now=now(), by=signed_in_person())
    except RuleBroken as refusal:
        flash(explain(refusal), "error")
    else:
        flash(_("La personne est retirée de cette feuille."), "success")
    return redirect(url_for(".register", session_id=session_id))


@blueprint.route("/seances/<int:session_id>/invites/<int:guest_id>/rattacher", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def merge(network: Network, session_id: int, guest_id: int) -> Any:
    """Recognise an advisor in a name; the half-day is credited once."""
    guest = _guest(network, session_id, guest_id)
    form = RecogniseForm()
    form.offer(_people(network, guest.session))
    if form.validate_on_submit():
        try:
            merge_guest(guest, _chosen(network, form), today=today(network), now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("La personne est rattachée à son dossier."), "success")
            return redirect(url_for(".register", session_id=session_id))
    page = render_template("attendance/merge_guest.html", session=guest.session, guest=guest, form=form)
    return page, status_of(form)


def _guest(network: Network, session_id: int, guest_id: int) -> Guest:
    session = found(training_session(network, session_id))
    return found(guest_of(session, guest_id))


def _add(network: Network, session: TrainingSession, form: GuestForm) -> None:
    when: dict[str, Any] = {"today": today(network), "now": now(), "by": signed_in_person()}
    if form.chosen is not None:
        add_guest(session, _chosen(network, form), **when)
    else:
        add_unknown_guest(session, form.name.data or "", **when)


def _chosen(network: Network, form: RecogniseForm) -> Enrolment:
    if form.chosen is None:
        raise GuestWithoutName
    return found(find_enrolment(network, form.chosen))


def _people(network: Network, session: TrainingSession) -> list[tuple[object, str]]:
    """Return the advisors of the network who are not on the sheet, each with the group they are in."""
    on_sheet = {line.enrolment.advisor_id for line in sheet_of(session)}
    latest = latest_per_advisor(network, enrolments_of_network(network))
    return [
        (
            each.id,
            f"{each.advisor.person.display_name} · {each.group.name if each.group else each.cohort.name}",
        )
        for each in latest
        if each.advisor_id not in on_sheet
    ]
