"""The one place where the time of day enters the application; everything below gets it as an argument."""

from datetime import UTC, date, datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

PARIS: Final = ZoneInfo("Europe/Paris")


class HasPinnedToday(Protocol):
    """A network, as far as the calendar is concerned."""

    pinned_today: date | None


def now() -> datetime:
    """Return this instant, in UTC."""
    return datetime.now(UTC)


def today(network: HasPinnedToday | None = None) -> date:
    """Return the civil date in Paris, or the day on which a demonstration network lives."""
    if network is not None and network.pinned_today is not None:
        return network.pinned_today
    return now().astimezone(PARIS).date()
