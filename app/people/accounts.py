"""Ties a browser to a person: Flask-Login keeps the sign-in's token, the database says whose it is."""

from flask import Flask, flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from app.extensions import login_manager
from app.people.mail import install_mailer
from app.people.models import Person
from app.people.queries import person_signed_in_with
from app.web.clock import now


def install_accounts(app: Flask) -> None:
    """Let ``app`` know who is signed in, and where people sign in; make ready what it sends mail with."""
    install_mailer(app)
    login_manager.user_loader(_load)
    login_manager.login_view = "people.sign_in"
    # Our own rows can be ended; the check of address and browser would sign people out on a train.
    login_manager.session_protection = None
    login_manager.unauthorized_handler(_ask_to_sign_in)


def signed_in_person() -> Person:
    """Return the person of this request, on a page that only signed-in people open."""
    # The proxy's own way to what stands behind it; services are given a person, not a proxy.
    person: Person = current_user._get_current_object()  # noqa: SLF001
    return person


def remember(token: str) -> Person | None:
    """Sign the person of a new sign-in in to this browser; nothing of the session from before remains in it."""
    person = _load(token)
    _start_afresh()
    if person is not None:
        login_user(person)
        session.permanent = True
    return person


def forget() -> str | None:
    """Sign this browser out and return the token it held, if any."""
    token: str | None = session.get("_user_id")
    logout_user()
    _start_afresh()
    return token


def _start_afresh() -> None:
    # The language is what a person chose on this browser, whoever is signed in to it.
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def _load(token: str) -> Person | None:
    person = person_signed_in_with(token, now())
    if person is not None:
        person.sign_in_token = token
    return person


def _ask_to_sign_in() -> object:
    g.network = None
    if request.path == "/":
        # Nobody needs to be told why the front door asks who they are.
        return redirect(url_for("people.sign_in"))
    flash(_("Connectez-vous pour ouvrir cette page."), "info")
    asked_for = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("people.sign_in", next=asked_for))
