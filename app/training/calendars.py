"""Half-days as the calendars of phones and offices show them, in the language of the page."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from flask_babel import gettext as _

from app.people.models import Network
from app.training.models import TrainingSession
from app.training.queries import competence_of
from app.training.rendering import CalendarEvent, calendar_bytes
from app.web.filters import named

CALENDAR_TYPE: Final = "text/calendar; charset=utf-8"


def calendar_of(
    name: str, sessions: Iterable[TrainingSession], networks: Iterable[Network], now: datetime
) -> bytes:
    """Return a calendar with these half-days of these networks; those that were cancelled say so."""
    by_id = {network.id: network for network in networks}
    return calendar_bytes(name, (_event(each, by_id[each.network_id]) for each in sessions), now)


def _uid(session: TrainingSession, network: Network) -> str:
    # Two installations may number alike; the moment at which a network was created tells them apart, for ever.
    return str(uuid5(NAMESPACE_OID, f"{network.code} {network.created_at.isoformat()} {session.id}"))


def _event(session: TrainingSession, network: Network) -> CalendarEvent:
    words = [
        f"{session.group.name}, {session.group.cohort.name}",
        named(session.modality),
        ", ".join(trainer.display_name for trainer in session.trainers),
        *(f"– {competence_of(network.id, code)}" for code in session.competences),
    ]
    if session.is_cancelled:
        words.append(_("Annulée : %(reason)s", reason=session.cancel_reason))
    return CalendarEvent(
        uid=_uid(session, network),
        revision=session.revision,
        day=session.day,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=session.module,
        description="\n".join(filter(None, words)),
        location=session.place or "",
        is_cancelled=session.is_cancelled,
    )
