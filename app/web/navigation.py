"""The links at the top of every page, by what the person is in the network."""

from dataclasses import dataclass
from typing import Final

from flask import g, request, url_for
from flask_babel import gettext

from app.core.language import N_
from app.core.roles import Role


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the application: what it is called, where it is, for whom, and what its addresses start with."""

    label: str
    endpoint: str
    roles: frozenset[Role]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A place as one page shows it: the page itself, a place that holds the page, or another place."""

    label: str
    url: str
    is_current: bool
    holds_page: bool


_ADVISOR = frozenset({Role.ADVISOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_STAFF = frozenset({Role.TRAINER, Role.ADMINISTRATOR})

PLACES: Final = (
    Place(
        N_("Mon parcours"),
        "progress.my_progress",
        _ADVISOR,
        ("mon-parcours", "mes-heures", "mes-activites", "mon-contrat"),
    ),
    Place(N_("Signer"), "attendance.enter_code", _ADVISOR, ("signer",)),
    Place(
        N_("Conseillers"),
        "progress.network_table",
        _ADMINISTRATOR,
        ("conseillers", "inscriptions", "heures"),
    ),
    Place(N_("Calendrier"), "training.calendar", frozenset(Role), ("calendrier",)),
    Place(N_("Séances"), "attendance.sessions", _STAFF, ("seances", "activites")),
    Place(N_("Contrats d’heures"), "progress.contracts", _STAFF, ("contrats",)),
    Place(N_("Recrutements tardifs"), "progress.late_recruits", _ADMINISTRATOR, ("recrutements-tardifs",)),
    Place(
        N_("Promotions"),
        "training.cohorts",
        _ADMINISTRATOR,
        ("promotions", "groupes", "structures", "organismes"),
    ),
    Place(N_("Examens"), "certification.exam_sessions", _ADMINISTRATOR, ("examens",)),
    Place(N_("Certificats"), "documents.certificates", _ADMINISTRATOR, ("certificats", "impressions")),
    Place(N_("Fichiers"), "exchange.files", _ADMINISTRATOR, ("fichiers",)),
    Place(N_("Comptes"), "people.accounts", _ADMINISTRATOR, ("comptes",)),
    Place(N_("Réglages"), "documents.settings", _ADMINISTRATOR, ("reglages",)),
)


def links() -> list[Link]:
    """Return the places of the person in the network of this page; none outside of a network."""
    roles: frozenset[Role] = g.get("roles", frozenset())
    section = _section()
    return [
        Link(
            gettext(place.label),
            url_for(place.endpoint),
            is_current=request.endpoint == place.endpoint,
            holds_page=section in place.sections,
        )
        for place in PLACES
        if not place.roles.isdisjoint(roles)
    ]


def _section() -> str:
    """Return what follows the network in the address: ``seances`` in ``/reseau/landes/seances/3``."""
    parts = request.path.split("/")
    return parts[3] if len(parts) > 3 else ""
