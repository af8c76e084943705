"""A person's own account."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.people.accounts import forget, remember, signed_in_person
from app.people.forms import AccountForm, ChangePasswordForm, ConfirmAddressForm
from app.people.known_browsers import client_source, source_of
from app.people.letters import write_to_new_address
from app.people.mail import mailer
from app.people.models import Person
from app.people.passwords import SHORTEST
from app.people.queries import usable_link
from app.people.rules import AttemptKind, WrongPassword
from app.people.services import (
    change_password as keep_new_password,
)
from app.people.services import (
    choose_language as keep_language,
)
from app.people.services import (
    confirm_address,
    confirm_password,
    count_attempt,
    rename_person,
)
from app.people.services import (
    sign_out_everywhere as end_everywhere,
)
from app.people.views.blueprint import blueprint
from app.web.access import signed_in
from app.web.clock import now
from app.web.forms import show_refusal, status_of

_GONE = 410
_LANGUAGES = [("fr", "Français"), ("en", "English")]


@blueprint.route("/mon-compte", methods=["GET", "POST"])
@signed_in
def account() -> Any:
    """Show and change how one is called, reached and spoken to."""
    person = signed_in_person()
    form = AccountForm(obj=person)
    form.language.choices = _LANGUAGES
    if not mailer().can_send:
        # A new address counts once it has answered, and no letter would ask it: an administrator changes it.
        del form.email, form.current
    if form.validate_on_submit():
        try:
            _keep_details(person, form)
        except WrongPassword as refusal:
            show_refusal(form, refusal, "current")
        else:
            return redirect(url_for("people.account"))
    return render_template("people/account.html", form=form, person=person), status_of(form)


@blueprint.route("/mon-compte/mot-de-passe", methods=["GET", "POST"])
@signed_in
def change_password() -> Any:
    """Choose another password; every other browser is signed out."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        person = signed_in_person()
        try:
            confirm_password(person, form.current.data, source_of(person.email), now=now())
            token = keep_new_password(person, form.password.data, source_of(person.email), now=now())
        except WrongPassword as refusal:
            show_refusal(form, refusal, "current")
        except RuleBroken as refusal:
            show_refusal(form, refusal, "password")
        else:
            remember(token)
            flash(_("Votre mot de passe est changé. Vos autres appareils sont déconnectés."), "success")
            return redirect(url_for("people.account"))
    return render_template("people/change_password.html", form=form, shortest=SHORTEST), status_of(form)


@blueprint.post("/mon-compte/appareils")
@signed_in
def sign_out_everywhere() -> Any:
    """End every sign-in of the person, this one too."""
    end_everywhere(signed_in_person(), now=now())
    forget()
    flash(_("Vous êtes déconnecté de tous vos appareils."), "success")
    return redirect(url_for("people.sign_in"))


@blueprint.route("/mon-compte/adresse/<token>", methods=["GET", "POST"])
@signed_in
def new_address(token: str) -> Any:
    """Let somebody confirm that they read the letters to the address they want; opening the page confirms nothing."""
    person, link, form = signed_in_person(), usable_link(token, now()), ConfirmAddressForm()
    if link is None or link.new_email is None or link.person_id != person.id:
        return render_template("people/link_unusable.html"), _GONE
    if form.validate_on_submit():
        confirm_address(token, person, now=now())
        flash(_("Connectez-vous désormais avec l’adresse %(email)s.", email=person.email), "success")
        return redirect(url_for("people.account"))
    return render_template("people/confirm_address.html", form=form, link=link), status_of(form)


def _keep_details(person: Person, form: AccountForm) -> None:
    wanted = form.email.data if form.email else person.email
    if wanted != person.email:
        # Who has the address can ask for a new password: an open browser is not enough to change it.
        confirm_password(person, form.current.data or "", source_of(person.email), now=now())
        count_attempt(AttemptKind.PASSWORD_REQUEST, person.email, client_source(), now=now())
    rename_person(
        person,
        email=person.email,
        given_name=form.given_name.data,
        family_name=form.family_name.data,
        now=now(),
        by=person,
    )
    if form.language.data != person.language:
        keep_language(person, form.language.data)
    if wanted != person.email:
        # The same answer whether or not somebody has this address.
        write_to_new_address(person, wanted, now=now())
        flash(
            _(
                "Un lien est envoyé à %(email)s : ouvrez-le pour que cette adresse soit la vôtre.",
                email=wanted,
            ),
            "success",
        )
    else:
        flash(_("Votre compte est à jour."), "success")
