"""The links at the top of every page, by what the person is in the network."""

from dataclasses import dataclass
from typing import Final

from flask import g, request, url_for
from flask_babel import gettext

from app.core.language import N_
from app.core.roles import Role


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the application: what it is called, where it is, for whom."""

    label: str
    endpoint: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Link:
    """A place as one page shows it."""

    label: str
    url: str
    is_current: bool


_ADVISOR = frozenset({Role.ADVISOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_STAFF = frozenset({Role.TRAINER, Role.ADMINISTRATOR})

PLACES: Final = (
    Place(N_("Mon parcours"), "progress.my_progress", _ADVISOR),
    Place(N_("Conseillers"), "progress.network_table", _ADMINISTRATOR),
    Place(N_("Séances"), "attendance.sessions", _STAFF),
    Place(N_("Recrutements tardifs"), "progress.late_recruits", _ADMINISTRATOR),
    Place(N_("Promotions"), "training.cohorts", _ADMINISTRATOR),
    Place(N_("Examens"), "certification.exam_sessions", _ADMINISTRATOR),
    Place(N_("Certificats"), "documents.certificates", _ADMINISTRATOR),
    Place(N_("Fichiers"), "exchange.files", _ADMINISTRATOR),
    Place(N_("Comptes"), "people.accounts", _ADMINISTRATOR),
)


def links() -> list[Link]:
    """Return the places of the person in the network of this page; none outside of a network."""
    roles: frozenset[Role] = g.get("roles", frozenset())
    return [
        Link(
            gettext(place.label),
            url_for(place.endpoint),
            request.endpoint == place.endpoint,
        )
        for place in PLACES
        if not place.roles.isdisjoint(roles)
    ]
