"""Writes about the secret addresses of calendars: whoever has one reads the calendar of its person."""

from datetime import datetime

from sqlalchemy import delete

from app.audit.services import record_act, wait_for_turn
from app.core.identifiers import new_secret_token
from app.database import transaction
from app.extensions import db
from app.people.models import Person
from app.people.queries import digest_of
from app.training.models import CalendarFeed


@transaction
def make_feed(person: Person, *, now: datetime) -> str:
    """Return the token of a new secret address, which is not kept; the one before stops working."""
    wait_for_turn()
    _delete_feed(person)
    token = new_secret_token()
    feed = CalendarFeed(person_id=person.id, token_digest=digest_of(token), created_at=now)
    db.session.add(feed)
    record_act("calendar.made", feed, network_id=None, by_id=person.id, now=now)
    return token


@transaction
def end_feed(person: Person, *, now: datetime) -> None:
    """Let the secret address of a person stop working; without one, nothing is written."""
    wait_for_turn()
    if _delete_feed(person):
        record_act("calendar.ended", person, network_id=None, by_id=person.id, now=now)


def _delete_feed(person: Person) -> bool:
    gone = db.session.execute(
        delete(CalendarFeed).where(CalendarFeed.person_id == person.id).returning(CalendarFeed.id)
    )
    return gone.first() is not None
