"""One-time links, and the page of who forgot their password."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core.errors import RuleBroken
from app.people.accounts import forget, signed_in_person
from app.people.forms import ForgottenPasswordForm, JoinForm, NewPasswordForm
from app.people.known_browsers import client_source
from app.people.letters import write_to_who_forgot
from app.people.mail import mailer
from app.people.models import OneTimeLink
from app.people.passwords import SHORTEST
from app.people.queries import usable_link
from app.people.rules import AttemptKind, LinkUnusable
from app.people.services import count_attempt, end_sign_in, join_network, use_link
from app.people.views.blueprint import blueprint
from app.web.access import public
from app.web.clock import now
from app.web.forms import show_refusal, status_of
from app.web.responses import unstored

_GONE = 410


@blueprint.route("/lien/<token>", methods=["GET", "POST"])
@public
def one_time_link(token: str) -> Any:
    """Let who holds the link choose their password, or join a network; opening the page does not use the link up."""
    link = usable_link(token, now())
    if link is not None and link.sets_password:
        return _choose_password(token, link)
    if link is not None and link.joins_network:
        return _join(token, link)
    return _gone()


def _choose_password(token: str, link: OneTimeLink) -> Any:
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            use_link(token, form.password.data, now=now())
        except LinkUnusable:
            return _gone()
        except RuleBroken as refusal:
            show_refusal(form, refusal, "password")
        else:
            return _send_to_sign_in()
    page = render_template("people/one_time_link.html", form=form, person=link.person, shortest=SHORTEST)
    return unstored(page, status_of(form))


def _join(token: str, link: OneTimeLink) -> Any:
    form = JoinForm()
    is_theirs = current_user.is_authenticated and signed_in_person().id == link.person_id
    if is_theirs and form.validate_on_submit():
        try:
            network = join_network(token, signed_in_person(), now=now())
        except LinkUnusable:
            return _gone()
        flash(_("Vous avez rejoint %(network)s.", network=network.name), "success")
        return redirect(url_for("home.index"))
    page = render_template("people/join_network.html", form=form, link=link, token=token, is_theirs=is_theirs)
    return unstored(page, status_of(form))


@blueprint.route("/mot-de-passe-oublie", methods=["GET", "POST"])
@public
def forgotten_password() -> Any:
    """Mail a link to who forgot their password; the answer is the same whether or not there is an account."""
    form = ForgottenPasswordForm()
    if not mailer().can_send:
        return render_template("people/forgotten_password_without_mail.html")
    if form.validate_on_submit():
        count_attempt(AttemptKind.PASSWORD_REQUEST, form.email.data, client_source(), now=now())
        write_to_who_forgot(form.email.data, now=now())
        flash(
            _(
                "S’il existe un compte à cette adresse, un lien vient de lui être envoyé. Regardez vos messages."
            ),
            "success",
        )
        return redirect(url_for("people.sign_in"))
    return render_template("people/forgotten_password.html", form=form), status_of(form)


def _send_to_sign_in() -> Any:
    # Somebody else may be signed in to this browser, an administrator who tried the link for example.
    token = forget()
    if token:
        end_sign_in(token, now=now())
    flash(_("Votre mot de passe est enregistré. Connectez-vous."), "success")
    return redirect(url_for("people.sign_in"))


def _gone() -> Any:
    return unstored(render_template("people/link_unusable.html"), _GONE)
