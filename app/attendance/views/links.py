"""A one-time link signs without an account: made by the trainer, opened by the advisor."""

from typing import Any, Final

from flask import current_app, flash, redirect, render_template, session, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from app.attendance.forms import ConfirmForm
from app.attendance.models import SigningLink
from app.attendance.queries import sheet_line, sheet_of, usable_signing_link
from app.attendance.rules import SigningLinkSpent, signed_text
from app.attendance.services import make_signing_link, sign_by_link
from app.attendance.views.blueprint import blueprint
from app.attendance.views.origins import origin
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.known_browsers import client_source
from app.people.mail import Letter, MailNotSent, mailer
from app.people.models import Network, Person
from app.people.rules import AttemptKind
from app.people.services import count_attempt, forgive_attempts
from app.training.queries import enrolment, training_session
from app.web.access import allow, public
from app.web.clock import now, today
from app.web.forms import show_refusal, status_of
from app.web.messages import explain
from app.web.records import found
from app.web.responses import unstored

_SESSION_KEY: Final = "signing_link_to_show"
_GONE: Final = 410


@blueprint.post("/seances/<int:session_id>/signatures/<int:enrolment_id>/lien")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def make_link_to_sign(network: Network, session_id: int, enrolment_id: int) -> Any:
    """Make the link of somebody without an account, mail it where letters leave, and show it on the next page."""
    half_day = found(training_session(network, session_id))
    signer = found(enrolment(network, enrolment_id))
    try:
        token = make_signing_link(half_day, signer, now=now(), by=signed_in_person())
    except RuleBroken as refusal:
        flash(explain(refusal), "error")
    else:
        session[_SESSION_KEY] = {"enrolment_id": signer.id, "session_id": half_day.id, "token": token}
        _mail(network, signer.advisor.person, _address(network, token))
    return redirect(url_for(".pad", session_id=session_id, enrolment_id=enrolment_id))


@blueprint.route("/signer/lien-<token>", methods=["GET", "POST"])
@public
def sign_with_link(network_code: str, token: str) -> Any:
    """Let who holds the link sign one line once; opening the page does not use the link up."""
    source = client_source()
    count_attempt(AttemptKind.REGISTER_CODE, "", source, now=now())
    link = usable_signing_link(token, now())
    if link is None or link.enrolment.advisor.network.code != network_code:
        return unstored(render_template("attendance/signing_link_spent.html"), _GONE)
    forgive_attempts(AttemptKind.REGISTER_CODE, "", source)
    form = ConfirmForm()
    if form.validate_on_submit():
        network = link.enrolment.advisor.network
        try:
            signature = sign_by_link(token, origin(), today=today(network), now=now())
        except SigningLinkSpent:
            return unstored(render_template("attendance/signing_link_spent.html"), _GONE)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            page = render_template("attendance/signed_with_link.html", signature=signature)
            return unstored(page, 200)
    return unstored(_page(link, form), status_of(form))


def link_to_show(session_id: int, enrolment_id: int) -> str | None:
    """Return the address of the link just made for somebody; only once, and only to who made it."""
    kept = session.get(_SESSION_KEY, {})
    if (kept.get("session_id"), kept.get("enrolment_id")) != (session_id, enrolment_id):
        return None
    path = url_for(".sign_with_link", token=session.pop(_SESSION_KEY)["token"])
    return f"{current_app.config['BASE_URL']}{path}"


def _address(network: Network, token: str) -> str:
    path = url_for(".sign_with_link", network_code=network.code, token=token)
    return f"{current_app.config['BASE_URL']}{path}"


def _mail(network: Network, person: Person, address: str) -> None:
    if not mailer().can_send:
        return
    facts = {"name": person.given_name, "network": network.name, "address": address}
    with force_locale(person.language):
        subject = _("Signer votre demi-journée")
        body = _(
            "Bonjour %(name)s,\n\npour signer votre présence (%(network)s), ouvrez ce lien :\n\n%(address)s\n\n"
            "Il sert une seule fois, pendant douze heures.",
            **facts,
        )
    try:
        mailer().send(Letter(to=person.email, subject=subject, body=body))
    except MailNotSent as problem:
        current_app.logger.warning("a signing link was not mailed: %s", problem)
        flash(_("Le message à %(email)s n’a pas pu partir.", email=person.email), "error")
    else:
        flash(_("Le lien a été envoyé à %(email)s.", email=person.email), "success")


def _page(link: SigningLink, form: ConfirmForm) -> str:
    line = next((each for each in sheet_of(link.session) if each.enrolment.id == link.enrolment_id), None)
    known = sheet_line(link.session, line) if line is not None else None
    return render_template(
        "attendance/sign_with_link.html",
        session=link.session,
        person=link.enrolment.advisor.person,
        line=known,
        text=signed_text(known) if known is not None else "",
        form=form,
    )
