"""Signing in, signing out, and the language of the pages."""

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from app.core.security_log import note
from app.people.accounts import forget, remember, signed_in_person
from app.people.forms import SignInForm
from app.people.known_browsers import keep_known, source_of
from app.people.rules import WrongCredentials
from app.people.services import choose_language as keep_language
from app.people.services import end_sign_in, start_sign_in
from app.people.views.blueprint import blueprint
from app.web.access import public
from app.web.clock import now
from app.web.forms import show_refusal, status_of
from app.web.language import LANGUAGES
from app.web.redirects import local_path


@blueprint.route("/connexion", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    """Let somebody in by address and password, and send them to the page they asked for."""
    if current_user.is_authenticated:
        return redirect(url_for("home.index"))
    form = SignInForm(next=request.args.get("next"))
    if form.validate_on_submit():
        try:
            token = start_sign_in(form.email.data, form.password.data, source_of(form.email.data), now=now())
        except WrongCredentials as refusal:
            show_refusal(form, refusal)
        else:
            person = remember(token)
            if person is not None and session.get("language", person.language) != person.language:
                keep_language(person, session["language"])
            answer = redirect(local_path(form.next.data) or url_for("home.index"))
            keep_known(answer, form.email.data)
            return answer
    return render_template("people/sign_in.html", form=form), status_of(form)


@blueprint.get("/qui")
@public
def who() -> Any:
    """Tell a page that was kept on a device who is signed in now, and give it a fresh token to send with."""
    answer = jsonify(
        person=signed_in_person().id if current_user.is_authenticated else None, token=generate_csrf()
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/deconnexion")
@public
def sign_out() -> Any:
    """End this browser's sign-in; public, because a sign-in that has run out must not stand in the way."""
    if current_user.is_authenticated:
        note("sign_out", person=signed_in_person().id)
    token = forget()
    if token:
        end_sign_in(token, now=now())
    flash(_("Vous êtes déconnecté."), "success")
    answer = redirect(url_for("people.sign_in"))
    # Pages kept by the service worker go with it too; registers that were not sent yet are asked about before.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@blueprint.post("/langue")
@public
def choose_language() -> Any:
    """Keep the language in which somebody reads: with their account, or on this browser."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    session["language"] = language
    if current_user.is_authenticated:
        keep_language(signed_in_person(), language)
    return redirect(local_path(request.form.get("next")) or url_for("home.index"))
