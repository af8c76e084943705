"""What is written to people about their account, in the language in which they read."""

from datetime import datetime
from threading import Thread
from typing import Final

from flask import Flask, current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.people.links import make_link_for_address
from app.people.mail import Letter, MailNotSent, mailer
from app.people.models import Person

BACKGROUND: Final = "password letter"
"""The name of the thread that writes to who forgot their password."""


def link_address(token: str) -> str:
    """Return the full address of a one-time link, on the configured host whatever the request said."""
    # Built without the request, which a letter written in the background does not have.
    path = current_app.url_map.bind("").build("people.one_time_link", {"token": token})
    return f"{current_app.config['BASE_URL']}{path}"


def letter_with_link(person: Person, token: str) -> Letter:
    """Return the letter that brings a person their one-time link."""
    address = link_address(token)
    with force_locale(person.language):
        if person.password_hash is None:
            subject = _("Votre compte Livret")
            body = _(
                "Bonjour %(name)s,\n\nun compte vous attend sur Livret, où se suivent la formation et la "
                "certification des conseillers numériques. Pour l’ouvrir, choisissez un mot de passe :\n\n"
                "%(address)s\n\nCe lien sert une seule fois, pendant quatorze jours.",
                name=person.given_name,
                address=address,
            )
        else:
            subject = _("Votre nouveau mot de passe Livret")
            body = _(
                "Bonjour %(name)s,\n\nvoici le lien pour choisir un nouveau mot de passe :\n\n%(address)s\n\n"
                "Il sert une seule fois, pendant deux heures. Si vous n’avez rien demandé, "
                "ne faites rien : votre mot de passe reste le même.",
                name=person.given_name,
                address=address,
            )
    return Letter(to=person.email, subject=subject, body=body)


def send_link(person: Person, token: str) -> bool:
    """Mail a one-time link to the person it is for; return whether the letter has left."""
    try:
        mailer().send(letter_with_link(person, token))
    except MailNotSent as problem:
        current_app.logger.warning("a one-time link was not mailed: %s", problem)
        return False
    return True


def write_to_who_forgot(email: str, *, now: datetime) -> None:
    """Mail a link to the person with this address, if there is one, while the page is answered already.

    Done in the background, because the time of the answer would tell whether there is an account.
    """
    # The thread needs the application itself: the proxy only stands for it during this request.
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    Thread(target=_write, args=(app, email, now), name=BACKGROUND, daemon=True).start()


def _write(app: Flask, email: str, now: datetime) -> None:
    with app.app_context():
        found = make_link_for_address(email, now=now)
        if found is not None:
            send_link(*found)
