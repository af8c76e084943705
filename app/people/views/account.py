"""A person's own account."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.people.accounts import forget, remember, signed_in_person
from app.people.forms import AccountForm, ChangePasswordForm
from app.people.models import Person
from app.people.passwords import SHORTEST
from app.people.rules import EmailTaken, WrongPassword
from app.people.services import choose_language as keep_language
from app.people.services import rename_person
from app.people.sign_in import change_password as keep_new_password
from app.people.sign_in import confirm_password, end_all_sign_ins
from app.people.views.blueprint import blueprint, client_address
from app.web.access import signed_in
from app.web.clock import now
from app.web.forms import show_refusal, status_of

_LANGUAGES = [("fr", "Français"), ("en", "English")]


@blueprint.route("/mon-compte", methods=["GET", "POST"])
@signed_in
def account() -> Any:
    """Show and change how one is called, reached and spoken to."""
    person = signed_in_person()
    form = AccountForm(obj=person)
    form.language.choices = _LANGUAGES
    if form.validate_on_submit():
        try:
            _keep_details(person, form)
        except WrongPassword as refusal:
            show_refusal(form, refusal, "current")
        except EmailTaken as refusal:
            show_refusal(form, refusal, "email")
        else:
            flash(_("Votre compte est à jour."), "success")
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
            confirm_password(person, form.current.data, client_address(), now=now())
            token = keep_new_password(person, form.password.data, client_address(), now=now())
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
    end_all_sign_ins(signed_in_person(), now=now())
    forget()
    flash(_("Vous êtes déconnecté de tous vos appareils."), "success")
    return redirect(url_for("people.sign_in"))


def _keep_details(person: Person, form: AccountForm) -> None:
    if form.email.data != person.email:
        # Who has the address can ask for a new password: an open browser is not enough to change it.
        confirm_password(person, form.current.data or "", client_address(), now=now())
    rename_person(
        person,
        email=form.email.data,
        given_name=form.given_name.data,
        family_name=form.family_name.data,
        now=now(),
        by=person,
    )
    if form.language.data != person.language:
        keep_language(person, form.language.data)
