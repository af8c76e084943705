"""Brings a one-time link to its person: by mail where there is a mail server, and shown once to who made it."""

from flask import flash, session
from flask_babel import gettext as _

from app.people.letters import link_address, send_link
from app.people.mail import mailer
from app.people.models import Network, Person

_SESSION_KEY = "link_to_hand_over"


def hand_over(network: Network, person: Person, token: str) -> None:
    """Mail a link, and keep it for the one page that shows it, in the session of the person who made it."""
    session[_SESSION_KEY] = {"person_id": person.id, "token": token}
    if mailer().can_send:
        mail(network, person, token)


def mail(network: Network, person: Person, token: str) -> None:
    """Mail a link that ``network`` has made, and say whether the letter has left."""
    if send_link(person, token, network):
        flash(_("Le lien a été envoyé à %(email)s.", email=person.email), "success")
    else:
        flash(_("Le message à %(email)s n’a pas pu partir.", email=person.email), "error")


def link_to_show(person: Person) -> str | None:
    """Return the address of the link just made for ``person``; only once."""
    if session.get(_SESSION_KEY, {}).get("person_id") != person.id:
        return None
    return link_address(session.pop(_SESSION_KEY)["token"])
