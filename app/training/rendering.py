"""Writes calendars in the format that the programs of people's phones and offices read (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

PARIS: Final = ZoneInfo("Europe/Paris")
_PRODUCT: Final = "-//Livret//Calendrier des séances//FR"
_READ_AGAIN_AFTER: Final = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One half-day as a calendar shows it: a civil day with clock times of Paris, and words.

    ``uid`` stays the same for ever; ``revision`` grows with each change, so that calendars follow it.
    """

    uid: str
    revision: int
    day: date
    starts_at: time
    ends_at: time
    summary: str
    description: str
    location: str
    is_cancelled: bool


def calendar_bytes(name: str, events: Iterable[CalendarEvent], now: datetime) -> bytes:
    """Return a calendar. Instants are written in UTC, which every program reads alike.

    :param now: when it is made, in UTC.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # The name and the pace of reading have a property of their own, and an older one that most programs know.
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", PARIS.key)
    calendar.add("refresh-interval", _READ_AGAIN_AFTER, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for event in events:
        calendar.add_component(_component(event, now))
    return bytes(calendar.to_ical())


def _component(event: CalendarEvent, now: datetime) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.revision)
    component.add("dtstamp", now)
    component.add("dtstart", _in_utc(event.day, event.starts_at))
    component.add("dtend", _in_utc(event.day, event.ends_at))
    component.add("summary", event.summary)
    component.add("description", event.description)
    if event.location:
        component.add("location", event.location)
    component.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return component


def _in_utc(day: date, at: time) -> datetime:
    return datetime.combine(day, at, PARIS).astimezone(UTC)
