"""Ties a browser to a person: Flask-Login keeps the sign-in's token, the database says whose it is."""

from flask import Flask, flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import login_user, logout_user

from app.extensions import login_manager
from app.people.models import Person
from app.people.queries import person_signed_in_with
from app.web.clock import now


def install_accounts(app: Flask) -> None:
    """Let ``app`` know who is signed in, and where people sign in."""
    login_manager.user_loader(_load)
    login_manager.login_view = "people.sign_in"
    # Our own rows can be ended; the check of address and browser would sign people out on a train.
    login_manager.session_protection = None
    login_manager.unauthorized_handler(_ask_to_sign_in)


def remember(person: Person, token: str) -> None:
    """Sign ``person`` in to this browser; nothing of the session from before remains in it."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    person.sign_in_token = token
    login_user(person)
    session.permanent = True


def forget() -> str | None:
    """Sign this browser out and return the token it held, if any."""
    token = session.get("_user_id")
    logout_user()
    session.clear()
    return token


def _load(token: str) -> Person | None:
    person = person_signed_in_with(token, now())
    if person is not None:
        person.sign_in_token = token
    return person


def _ask_to_sign_in() -> object:
    flash(_("Connectez-vous pour ouvrir cette page."), "info")
    g.network = None
    return redirect(
        url_for(
            "people.sign_in",
            next=request.full_path.rstrip("?") if request.method == "GET" else None,
        )
    )
