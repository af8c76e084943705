"""What is written to people about their account, in the language in which they read."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from app.people.mail import Letter
from app.people.models import Network, Person
from app.people.post import deliver, full_address, in_background
from app.people.services import make_link_for_address, make_link_to_new_address


def link_address(token: str) -> str:
    """Return the full address of a one-time link, on the configured host whatever the request said."""
    return full_address("people.one_time_link", token=token)


def letter_with_link(person: Person, token: str, network: Network | None = None) -> Letter:
    """Return the letter that brings a person their one-time link.

    :param network: the network that has made the link; none when the person has asked for it.
    """
    facts = {
        "name": person.given_name,
        "network": network.name if network is not None else "",
        "address": link_address(token),
    }
    with force_locale(person.language):
        if person.password_hash is None:
            subject, body = _invitation()
        elif network is not None and not person.roles_in(network):
            subject, body = _invitation_to_join()
        else:
            subject, body = _new_password()
    return Letter(to=person.email, subject=subject, body=body % facts)


def _invitation() -> tuple[str, str]:
    return _("Votre compte Livret"), _(
        "Bonjour %(name)s,\n\nun compte vous attend sur Livret, où se suivent la formation et la "
        "certification des conseillers numériques. Pour l’ouvrir, choisissez un mot de passe :\n\n"
        "%(address)s\n\nCe lien sert une seule fois, pendant quatorze jours."
    )


def _invitation_to_join() -> tuple[str, str]:
    return _("Un réseau vous invite sur Livret"), _(
        "Bonjour %(name)s,\n\nle réseau « %(network)s » vous invite. Pour le rejoindre, ouvrez ce lien et "
        "connectez-vous avec votre compte Livret :\n\n%(address)s\n\n"
        "Ce lien sert une seule fois, pendant quatorze jours."
    )


def _new_password() -> tuple[str, str]:
    return _("Votre nouveau mot de passe Livret"), _(
        "Bonjour %(name)s,\n\nvoici le lien pour choisir un nouveau mot de passe :\n\n%(address)s\n\n"
        "Il sert une seule fois, pendant deux heures. Si vous n’avez rien demandé, "
        "ne faites rien : votre mot de passe reste le même."
    )


def send_link(person: Person, token: str, network: Network | None = None) -> bool:
    """Mail a one-time link to the person it is for; return whether the letter has left."""
    return deliver(letter_with_link(person, token, network))


def write_to_who_forgot(email: str, *, now: datetime) -> None:
    """Mail a link to the person with this address, if there is one, while the page is answered already."""

    def write() -> None:
        found = make_link_for_address(email, now=now)
        if found is not None:
            send_link(*found)

    in_background(write)


def write_to_new_address(person: Person, email: str, *, now: datetime) -> None:
    """Mail to the address that a person wants the link by which it becomes theirs, unless somebody else has it."""
    person_id, given_name, language = person.id, person.given_name, person.language

    def write() -> None:
        token = make_link_to_new_address(person_id, email, now=now)
        if token is not None:
            with force_locale(language):
                deliver(_letter_to_new_address(email, given_name, new_address_link(token)))

    in_background(write)


def new_address_link(token: str) -> str:
    """Return the full address of the page on which somebody confirms a new e-mail address."""
    return full_address("people.new_address", token=token)


def _letter_to_new_address(email: str, name: str, link: str) -> Letter:
    body = _(
        "Bonjour %(name)s,\n\npour vous connecter désormais à Livret avec cette adresse, ouvrez ce lien :\n\n"
        "%(address)s\n\nIl sert une seule fois, pendant deux heures. Si vous n’avez rien demandé, ne faites rien.",
        name=name,
        address=link,
    )
    return Letter(to=email, subject=_("Votre nouvelle adresse sur Livret"), body=body)
